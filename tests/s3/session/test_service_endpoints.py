"""KMS and STS are where S3 is, however the endpoint of S3 is configured."""

from __future__ import annotations

from typing import Any

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.s3.session.aws_session import AwsSession

HERE, THERE = "http://127.0.0.1:9", "http://127.0.0.1:8"
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
[profile two]
region = eu-west-1
services = both
[services both]
s3 =
  endpoint_url = {HERE}
kms =
  endpoint_url = {THERE}
"""


@pytest.fixture(autouse=True)
def config(tmp_path, monkeypatch):
    path = tmp_path / "config"
    path.write_text(CONFIG)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))


def endpoints(profile=None, endpoint_url=None):
    session = AwsSession(Connection(profile, "eu-west-1", endpoint_url))
    clients = session.s3(), session.kms("eu-west-1")
    return (*(client.meta.endpoint_url for client in clients), session.has_sts)


def is_path_style(profile=None):
    config: Any = AwsSession(Connection(profile, "eu-west-1")).s3().meta.config
    return (config.s3 or {}).get("addressing_style") == "path"


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])
def test_the_endpoint_of_the_environment(monkeypatch, variable):
    monkeypatch.setenv(variable, HERE)
    assert endpoints() == (HERE, HERE, False)
    assert is_path_style()


@pytest.mark.parametrize("profile", ["everything", "only-s3"])
def test_the_endpoint_of_the_profile(profile):
    assert endpoints(profile) == (HERE, HERE, False)
    assert is_path_style(profile)


def test_the_endpoint_of_the_connection_wins(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", THERE)
    assert endpoints(endpoint_url=HERE) == (HERE, HERE, False)


def test_kms_may_have_its_own_endpoint(monkeypatch):
    assert endpoints("two") == (HERE, THERE, False)
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", THERE)
    assert endpoints(endpoint_url=HERE) == (HERE, THERE, False)


def test_at_amazon_each_service_has_its_own():
    kms = "https://kms.eu-west-1.amazonaws.com"
    assert endpoints() == ("https://s3.eu-west-1.amazonaws.com", kms, True)
    dual_stack = "https://s3.dualstack.eu-west-1.amazonaws.com"
    assert endpoints(endpoint_url=dual_stack) == (dual_stack, kms, True)
    assert not is_path_style()
