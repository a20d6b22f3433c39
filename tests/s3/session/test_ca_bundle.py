from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.s3.session.aws_session import AwsSession


@pytest.fixture
def config(tmp_path, monkeypatch):
    path = tmp_path / "config"
    path.write_text("[profile plain]\nregion = eu-west-1\n[profile own]\nca_bundle = own.pem\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))


@pytest.mark.parametrize(
    ("profile", "variable", "bundle"),
    [
        ("own", None, "own.pem"),
        ("plain", "AWS_CA_BUNDLE", "env.pem"),
        ("plain", "REQUESTS_CA_BUNDLE", "env.pem"),
        ("plain", None, None),  # the system's
    ],
)
def test_the_ca_bundle_of_profile_and_variables(config, monkeypatch, profile, variable, bundle):
    if variable:
        monkeypatch.setenv(variable, "env.pem")
    aws_session = AwsSession(Connection(profile=profile, region="eu-west-1"))
    assert aws_session._settings.ca_bundle == bundle
