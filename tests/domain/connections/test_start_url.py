from __future__ import annotations

import pytest

from s3enc_gui.domain.connections.start_url import StartUrl, parse_start_url
from s3enc_gui.domain.errors import AppError

PORTAL = "https://d-1234567890.awsapps.com/start"
VALID = {
    PORTAL: (PORTAL, None),
    f"  {PORTAL}/ ": (PORTAL, None),
    f"{PORTAL}/#/": (PORTAL, None),
    f"{PORTAL}/#/console?account_id=111122223333&role_name=Admin": (PORTAL, None),
    f"{PORTAL}#/?tab=accounts": (PORTAL, None),
    "d-1234567890.awsapps.com/start": (PORTAL, None),
    "d-1234567890.awsapps.com": (PORTAL, None),
    "HTTPS://Example.awsapps.com/start": ("https://example.awsapps.com/start", None),
    "https://start.us-gov-home.awsapps.com/directory/d-1234567890": (
        "https://start.us-gov-home.awsapps.com/directory/d-1234567890",
        None,
    ),
    "https://start.home.awsapps.cn/directory/d-1234567890": (
        "https://start.home.awsapps.cn/directory/d-1234567890",
        None,
    ),
    "https://ssoins-1234567890abcdef.portal.us-east-1.app.aws": (
        "https://ssoins-1234567890abcdef.portal.us-east-1.app.aws",
        "us-east-1",
    ),
    "https://ssoins-1234567890abcdef.portal.eu-central-2.app.aws/#/": (
        "https://ssoins-1234567890abcdef.portal.eu-central-2.app.aws",
        "eu-central-2",
    ),
}


@pytest.mark.parametrize(("address", "expected"), VALID.items(), ids=VALID.keys())
def test_addresses_as_they_are_copied(address: str, expected: tuple[str, str | None]) -> None:
    assert parse_start_url(address) == StartUrl(*expected)


@pytest.mark.parametrize(
    "address",
    [
        "example.com",
        "https://awsapps.com.example.com/start",
        "https://d-1.awsapps.com.evil.example/start",
        "http://d-1234567890.awsapps.com/start",
        "https://user:secret@d-1234567890.awsapps.com/start",
        "https://[::1",
        "https://d-1234567890.awsapps.com:port/start",
        "s3://bucket",
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(AppError, match="AWS access portal"):
        parse_start_url(address)


@pytest.mark.parametrize("address", ["", "  ", '""'])
def test_nothing_is_no_wrong_address(address: str) -> None:
    with pytest.raises(AppError, match="start URL is missing"):
        parse_start_url(address)
