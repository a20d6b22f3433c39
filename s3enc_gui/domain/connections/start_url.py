"""Start URLs of AWS access portals (IAM Identity Center)."""

from __future__ import annotations

from urllib.parse import urlsplit

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.regex import regex

# https://[dualstack.]SUBDOMAIN.portal.REGION.app.aws: only this form names the Region.
_WITH_REGION = regex(r"[^.]+\.portal\.([a-z]{2,}(?:-[a-z0-9]+)+)\.app\.aws")
# https://d-1234567890.awsapps.com/start, https://ALIAS.awsapps.com/start, and in other partitions
# https://start.us-gov-home.awsapps.com/directory/d-1234567890 and https://start.home.awsapps.cn/….
_PORTAL = regex(r".+\.awsapps\.(?:com|cn)|.+\.app\.aws")
_LOOPBACK = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class StartUrl:
    """The address of an access portal; `region` where the address names it."""

    url: str
    region: str | None = None


def parse_start_url(address: str) -> StartUrl:
    """Return the start URL in an address that was typed, or copied from the browser.

    What follows the portal's own path (`#/console?…`, a slash) isn't part of it: IAM Identity
    Center compares start URLs exactly. Raises AppError if it isn't the address of a portal.
    """
    address = address.strip().strip("\"'<>")
    if not address:
        raise AppError(
            text("The start URL is missing"),
            hint=_hint(),
            code="StartUrl",
        )
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise _not_a_portal(address) from error
    netloc = host if port is None else f"{host}:{port}"
    path = parts.path.rstrip("/")
    if parts.username or parts.password or not (_PORTAL.fullmatch(host) or host in _LOOPBACK):
        raise _not_a_portal(address)
    if parts.scheme != "https" and host not in _LOOPBACK:
        raise _not_a_portal(address)
    if host.endswith(".awsapps.com") and not path:
        path = "/start"
    region = _WITH_REGION.fullmatch(host)
    if region:
        path = ""
    return StartUrl(f"{parts.scheme}://{netloc}{path}", region[1] if region else None)


def _not_a_portal(address: str) -> AppError:
    return AppError(
        text("This isn't the address of an AWS access portal"),
        text("“{address}” isn't a start URL of IAM Identity Center.", address=address),
        _hint(),
        code="StartUrl",
    )


def _hint() -> AnyText:
    return text(
        "Enter the address where you sign in to AWS, such as"
        " https://d-1234567890.awsapps.com/start. Your administrator can tell you."
    )
