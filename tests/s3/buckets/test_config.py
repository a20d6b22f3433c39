from __future__ import annotations

from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.buckets.versioning import versioning
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
from tests.s3.transport.http.server import OK, serving

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
NO_XML = {
    b"": "UnreadableAnswer",
    b"<html><p>Sign in": "NotS3",
    b"<?xml version='1.0'?><LocationConst": "UnreadableAnswer",
}


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def client(server):
    where = Connection(endpoint_url=f"http://localhost:{server.port}", region="eu-central-1")
    aws_session = AwsSession(where, SessionSource(KEYS))
    yield aws_session.probe_client("eu-central-1")
    aws_session.close()


def answer(body):
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def test_a_server_that_can_be_reached(server, client):
    server.steps.append(answer(b"<LocationConstraint>eu-central-1</LocationConstraint>"))
    config.probe(client, "bucket")
    assert server.heads[0].startswith(b"GET /bucket?location HTTP/1.1")


@pytest.mark.parametrize("body", NO_XML)
def test_unsupported_checksums_by_code_and_message(server, client, body):
    server.steps.append(answer(body))
    with pytest.raises(AppError) as caught:
        config.probe(client, "bucket")
    assert caught.value.code == NO_XML[body]


def default(*rules):
    inside = "".join(f"<Rule>{rule}</Rule>" for rule in rules)
    root = "ServerSideEncryptionConfiguration"
    return f"<{root}>{inside}</{root}>".encode()


def applied(inside):
    return (
        f"<ApplyServerSideEncryptionByDefault>{inside}</ApplyServerSideEncryptionByDefault>"
        "<BucketKeyEnabled>true</BucketKeyEnabled>"
    )


KMS = applied("<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID>")


def test_a_default_is_read(server, client):
    server.steps.append(answer(default(KMS)))
    found = config.default_encryption(client, "bucket")
    assert found == BucketEncryption("aws:kms", "k", bucket_key=True)


@pytest.mark.parametrize(
    "body", [*NO_XML, b"<a/>", default(), default(KMS, KMS), default(""), default(applied(""))]
)
def test_an_invalid_default_is_an_error(server, client, body):
    server.steps.append(answer(body))
    with pytest.raises(AppError):
        config.default_encryption(client, "bucket")


@pytest.mark.parametrize("body", NO_XML)
def test_an_unreadable_region_is_none(server, client, body):
    server.steps += [OK, answer(body)]
    assert config.bucket_region(client, "bucket") is None


ALIAS = "mine-abc123-s3alias"
POINT = "arn:aws:s3:eu-central-1:111122223333:accesspoint/shared"
GLOBAL = "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap"
EMPTY = b"<ListBucketResult></ListBucketResult>"


class Raw:
    """A body that botocore reads."""

    def stream(self):
        return iter([EMPTY])


class Silent:
    """Fails on any request."""


def test_an_access_point_is_probed_by_a_list(server, client):
    server.steps.append(answer(EMPTY))
    config.probe(client, ALIAS)
    assert server.heads[0].startswith(b"GET /mine-abc123-s3alias?list-type=2&max-keys=1")


@pytest.mark.parametrize("point", [POINT, GLOBAL])
def test_an_access_point_arn_is_probed(point):
    aws_session = AwsSession(Connection(region="eu-central-1"), SessionSource(KEYS))
    asked = []

    def answered(request, **_):
        asked.append(request.url)
        return AWSResponse(request.url, 200, HTTPHeaders(), Raw())

    client = aws_session.probe_client("eu-central-1")
    client.meta.events.register("before-send.s3", answered)
    config.probe(client, point)
    aws_session.close()
    assert len(asked) == 1
    assert ".amazonaws.com/?list-type=2&max-keys=1" in asked[0]


@pytest.mark.parametrize("point", [ALIAS, POINT, GLOBAL])
def test_an_access_point_has_no_default_encryption(point):
    nobody: Any = Silent()
    assert versioning(nobody, point) is None
    with pytest.raises(AppError) as caught:
        config.default_encryption(nobody, point)
    assert "doesn't report its bucket's default encryption" in caught.value.detail


def test_the_region_of_an_arn_is_in_it():
    nobody: Any = Silent()
    assert config.bucket_region(nobody, POINT) == "eu-central-1"
    assert config.bucket_region(nobody, GLOBAL) is None


def test_an_access_point_alias_has_no_location_request(server, client):
    server.steps.append(OK)
    assert config.bucket_region(client, ALIAS) is None
    assert len(server.heads) == 1
