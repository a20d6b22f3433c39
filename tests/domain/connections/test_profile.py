from __future__ import annotations

import pytest

from s3enc_gui.domain.connections.profile import Profile, ProfileKind


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({"aws_access_key_id": "AKIA", "aws_secret_access_key": "s"}, ProfileKind.KEYS),
        ({"sso_session": "corp", "sso_account_id": "1"}, ProfileKind.SSO),
        ({"sso_start_url": "https://d-1.awsapps.com/start"}, ProfileKind.SSO),
        ({"role_arn": "arn:aws:iam::1:role/r", "source_profile": "p"}, ProfileKind.ROLE),
        ({"role_arn": "r", "source_profile": "p", "aws_access_key_id": "A"}, ProfileKind.ROLE),
        ({"role_arn": "r", "credential_source": "Environment"}, ProfileKind.ROLE),
        ({"role_arn": "r", "web_identity_token_file": "/t"}, ProfileKind.WEB_IDENTITY),
        ({"login_session": "arn:aws:iam::1:user/ana"}, ProfileKind.CONSOLE),
        ({"credential_process": "helper"}, ProfileKind.PROCESS),
        ({"output": "json"}, ProfileKind.OTHER),
    ],
)
def test_what_gives_a_profile_its_credentials(
    settings: dict[str, object], kind: ProfileKind
) -> None:
    assert Profile.of("p", settings | {"region": "eu-west-1"}) == Profile("p", kind, "eu-west-1")


def test_no_secret_is_kept() -> None:
    settings: dict[str, object] = {"aws_access_key_id": "AKIA", "aws_secret_access_key": "hidden"}
    assert "hidden" not in repr(Profile.of("p", settings))
