from __future__ import annotations

import socket

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.network.address_family import family_of
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.transport.request_template import RequestSerializer

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}


@pytest.fixture
def opened():
    sessions = []

    def opened(**options):
        sessions.append(AwsSession(Connection(**options), SessionSource(KEYS)))
        return sessions[-1]

    yield opened
    for one in sessions:
        one.close()


@pytest.mark.parametrize(
    ("options", "s3", "kms"),
    [
        ({"fips": True}, "s3-fips.us-west-2", "kms-fips.us-west-2.amazonaws.com"),
        ({"dual_stack": True}, "s3.dualstack.us-west-2", "kms.us-west-2.api.aws"),
        (
            {"fips": True, "dual_stack": True},
            "s3-fips.dualstack.us-west-2",
            "kms-fips.us-west-2.api.aws",
        ),
    ],
)
def test_both_transports_use_the_connections_endpoints(opened, options, s3, kms):
    session = opened(region="us-west-2", **options)
    request = RequestSerializer(session.s3()).fill("HeadObject", "bucket", "key", {}, None)
    assert request.template.netloc == f"bucket.{s3}.amazonaws.com"
    assert session.s3().meta.endpoint_url == f"https://{s3}.amazonaws.com"
    assert session.kms("us-west-2").meta.endpoint_url == f"https://{kms}"


@pytest.mark.parametrize(
    ("options", "region", "title"),
    [
        ({"fips": True}, "eu-west-1", "Amazon S3 has no FIPS endpoints in eu-west-1"),
        ({"fips": True}, "cn-north-1", "Amazon S3 has no FIPS endpoints in cn-north-1"),
        (
            {"dual_stack": True},
            "us-iso-east-1",
            "Amazon S3 has no dual-stack endpoints in us-iso-east-1",
        ),
    ],
)
def test_a_region_without_them_is_refused_in_words(opened, options, region, title):
    session = opened(region=region, **options)
    with pytest.raises(AppError) as caught:
        session.s3()
    assert (caught.value.title, caught.value.code) == (title, "EndpointKind")


def test_a_service_that_lacks_them_is_named(opened):
    session = opened(region="ca-central-1", fips=True)
    assert "s3-fips" in session.s3().meta.endpoint_url
    with pytest.raises(AppError, match="AWS STS has no FIPS endpoints in ca-central-1"):
        session.identity()


def test_a_region_that_botocore_does_not_know_is_left_to_aws(opened):
    session = opened(region="us-new-9", fips=True)
    assert session.s3().meta.endpoint_url == "https://s3-fips.us-new-9.amazonaws.com"


@pytest.mark.parametrize("option", ["fips", "dual_stack"])
def test_an_address_of_its_own_has_none(opened, monkeypatch, option):
    with pytest.raises(AppError, match="Only AWS has"):
        opened(endpoint_url="https://s3.example.com", **{option: True})
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://s3.example.com")
    with pytest.raises(AppError, match="Only AWS has"):
        opened(**{option: True})


def test_ipv6_only_needs_dual_stack_endpoints_on_aws(opened):
    with pytest.raises(AppError, match="IPv6 needs dual-stack endpoints"):
        opened(region="us-west-2", ipv6_only=True)
    session = opened(region="us-west-2", ipv6_only=True, dual_stack=True)
    assert family_of(session.s3()) is socket.AF_INET6
    assert family_of(opened(region="us-west-2").s3()) is socket.AF_UNSPEC
