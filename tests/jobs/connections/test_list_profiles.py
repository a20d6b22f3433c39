from __future__ import annotations

from s3enc_gui.domain.connections.profile import Profile, ProfileKind
from s3enc_gui.jobs.connections.list_profiles import ListProfiles

CONFIG = """[default]
region = eu-west-1
[profile corp]
sso_session = corp
[sso-session corp]
sso_start_url = https://d-1.awsapps.com/start
[profile role]
role_arn = arn:aws:iam::1:role/r
source_profile = corp
"""


def test_the_profiles_of_both_files(context, tmp_path, monkeypatch):
    (tmp_path / "config").write_text(CONFIG)
    (tmp_path / "credentials").write_text("[keys]\naws_access_key_id = A\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    assert ListProfiles().run(context) == (
        Profile("default", ProfileKind.OTHER, "eu-west-1"),
        Profile("corp", ProfileKind.SSO),
        Profile("role", ProfileKind.ROLE),
        Profile("keys", ProfileKind.KEYS),
    )


def test_without_files_there_are_none(context, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    assert ListProfiles().run(context) == ()
