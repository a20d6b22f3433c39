"""Presigned URLs by botocore, without a server."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from s3enc_gui.domain.location import Location
from s3enc_gui.domain.presigned_url import SigningIdentity
from s3enc_gui.s3.objects.presigned_url import presigned, signer


@pytest.fixture(scope="module")
def client_in():
    clients: list[Any] = []

    def client_in(region, token=None):
        session = boto3.Session("a", "b", token, region_name=region)
        clients.append(session.client("s3"))
        return clients[-1]

    yield client_in
    for client in clients:
        client.close()


@pytest.mark.parametrize(
    ("region", "host"),
    [
        # By default, both use Signature Version 2, and the second an endpoint without its Region.
        ("us-east-1", "my-bucket.s3.amazonaws.com"),
        ("eu-west-1", "my-bucket.s3.eu-west-1.amazonaws.com"),
        ("eu-central-1", "my-bucket.s3.eu-central-1.amazonaws.com"),
    ],
)
def test_it_is_signed_by_version_4_for_its_region(client_in, region, host):
    url = urlsplit(presigned(client_in(region), Location("my-bucket", "a b/é"), "v1", 60))
    query = {name: value for name, (value,) in parse_qs(url.query).items()}
    assert (url.hostname, url.path) == (host, "/a%20b/%C3%A9")
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    assert f"/{region}/s3/" in query["X-Amz-Credential"]
    assert (query["X-Amz-Expires"], query["versionId"]) == ("60", "v1")


def test_other_requests_keep_their_signature(client_in):
    client = client_in("eu-west-1")
    presigned(client, Location("my-bucket", "a"), None, 60)
    seen: list[Any] = []

    def stop(request, **_):
        seen.append(request)
        raise RuntimeError

    client.meta.events.register("before-send.s3", stop)
    with pytest.raises(RuntimeError):
        client.get_object(Bucket="my-bucket", Key="a")
    assert seen[0].headers["Authorization"].startswith(b"AWS4-HMAC-SHA256")
    assert "X-Amz-Signature" not in seen[0].url


def test_the_signing_identity(client_in):
    assert signer(client_in("us-east-1")) == SigningIdentity()
    assert signer(client_in("us-east-1", "token")) == SigningIdentity(temporary=True)


def test_the_expiry_of_credentials():
    until = datetime(2026, 3, 1, tzinfo=UTC)
    frozen = SimpleNamespace(token="t")
    credentials = SimpleNamespace(get_frozen_credentials=lambda: frozen, _expiry_time=until)
    client: Any = SimpleNamespace(_request_signer=SimpleNamespace(_credentials=credentials))
    assert signer(client) == SigningIdentity(temporary=True, until=until)
    client = SimpleNamespace(_request_signer=SimpleNamespace(_credentials=None))
    assert signer(client) == SigningIdentity()
