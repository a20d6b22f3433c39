from __future__ import annotations

from pathlib import Path

import pytest

from s3enc_gui.domain.connections.saved_connection import ConsoleSource
from s3enc_gui.domain.connections.sign_in import SsoSession
from s3enc_gui.s3.sign_in.profile_sign_in import sign_in_of_profile

CONFIG = """
[default]
region = eu-west-3
[profile company]
sso_session = work
sso_account_id = 111122223333
sso_role_name = Admin
[sso-session work]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access, other:scope
[profile old]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-west-1
[profile console]
login_session = arn:aws:iam::111122223333:user/ana
[profile role]
role_arn = arn:aws:iam::111122223333:role/r
source_profile = company
[profile loop]
role_arn = arn:aws:iam::111122223333:role/r
source_profile = pool
[profile pool]
role_arn = arn:aws:iam::111122223333:role/r
source_profile = loop
[profile keys]
aws_access_key_id = AKIA
aws_secret_access_key = x
[profile lost]
sso_session = missing
"""
PORTAL = "https://d-1234567890.awsapps.com/start"
WORK = SsoSession(PORTAL, "eu-west-1", "work", ("sso:account:access", "other:scope"))
EXPECTED = {
    None: None,
    "company": WORK,
    "old": SsoSession(PORTAL, "eu-west-1"),
    "console": ConsoleSource("arn:aws:iam::111122223333:user/ana", "us-east-1"),
    "role": WORK,
    "loop": None,
    "keys": None,
    "lost": None,
}


@pytest.mark.parametrize(("profile", "expected"), EXPECTED.items(), ids=str)
def test_what_signs_in_to_a_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str | None, expected: object
) -> None:
    (tmp_path / "config").write_text(CONFIG)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    assert sign_in_of_profile(profile) == expected
