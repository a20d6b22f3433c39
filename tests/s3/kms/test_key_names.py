"""Any printable name away from Amazon, however the endpoint is configured; four forms at Amazon."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.kms.key_names import parsed_for
from s3enc_gui.s3.session.aws_session import AwsSession

HERE = "http://127.0.0.1:9"
NAMES = ("my-key", "arn:aws:kms:my-key", "arn:aws:kms:eu-west-1:123:key/x")
CONFIG = f"""
[profile everything]
region = eu-west-1
endpoint_url = {HERE}
[profile only-s3]
region = eu-west-1
services = here
[services here]
s3 =
  endpoint_url = {HERE}
[profile amazon]
region = eu-west-1
"""


@pytest.fixture
def config(tmp_path, monkeypatch):
    path = tmp_path / "config"
    path.write_text(CONFIG)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))


def session(**connection) -> AwsSession:
    return AwsSession(Connection(region="eu-west-1", **connection))


@pytest.mark.parametrize("name", NAMES)
def test_at_amazon_the_name_has_one_of_four_forms(name):
    with pytest.raises(AppError) as caught:
        parsed_for(session(), name)
    assert caught.value.code == "MalformedKey"
    assert parsed_for(session(), "alias/test_key").problem is None


@pytest.mark.parametrize("name", NAMES)
def test_at_the_endpoint_of_the_command_line_any_name_is_taken(name):
    assert parsed_for(session(endpoint_url=HERE), name).text == name


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])
def test_at_the_endpoint_of_the_environment_any_name_is_taken(monkeypatch, variable):
    monkeypatch.setenv(variable, HERE)
    assert parsed_for(session(), "my-key").text == "my-key"


@pytest.mark.parametrize("profile", ["everything", "only-s3"])
def test_at_the_endpoint_of_the_profile_any_name_is_taken(config, profile):
    assert parsed_for(session(profile=profile), "my-key").text == "my-key"


def test_a_profile_without_an_endpoint_is_amazons(config):
    with pytest.raises(AppError):
        parsed_for(session(profile="amazon"), "my-key")


def test_the_endpoint_of_another_service_does_not_count(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", HERE)
    with pytest.raises(AppError):
        parsed_for(session(), "my-key")
