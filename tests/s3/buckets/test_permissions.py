"""What servers return for the settings that decide who may upload."""

from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.buckets import config, permissions
from s3enc_gui.s3.buckets.versioning import read_versioning
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
from tests.s3.transport.http.server import serving

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
READINGS = {
    "policy": permissions.bucket_policy,
    "ownership": permissions.object_ownership,
    "public access": permissions.blocks_public_acls,
    "versioning": read_versioning,
}
STATEMENT = {"Sid": "Rule", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}


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


def answer(body, status=b"200 OK"):
    body = body.encode() if isinstance(body, str) else body
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)


def refusal(code, status=b"404 Not Found"):
    return answer(f"<Error><Code>{code}</Code><Message>No.</Message></Error>", status)


def test_a_policy_is_read(server, client):
    server.steps.append(answer(json.dumps({"Version": "2012-10-17", "Statement": [STATEMENT]})))
    (statement,) = permissions.bucket_policy(client, "bucket").statements
    assert (statement.sid, statement.denies) == ("Rule", True)
    assert server.heads[0].startswith(b"GET /bucket?policy HTTP/1.1")


@pytest.mark.parametrize(
    ("name", "code", "value"),
    [
        ("ownership", "OwnershipControlsNotFoundError", ""),
        ("public access", "NoSuchPublicAccessBlockConfiguration", False),
    ],
)
def test_a_setting_that_was_never_set(server, client, name, code, value):
    server.steps.append(refusal(code))
    assert READINGS[name](client, "bucket") == value


def test_no_policy(server, client):
    server.steps.append(refusal("NoSuchBucketPolicy"))
    assert permissions.bucket_policy(client, "bucket").statements == ()


@pytest.mark.parametrize("ownership", ["BucketOwnerEnforced", "ObjectWriter"])
def test_ownership(server, client, ownership):
    rule = f"<Rule><ObjectOwnership>{ownership}</ObjectOwnership></Rule>"
    server.steps.append(answer(f"<OwnershipControls>{rule}</OwnershipControls>"))
    assert permissions.object_ownership(client, "bucket") == ownership


@pytest.mark.parametrize("value", ["true", "false"])
def test_block_public_access(server, client, value):
    inside = f"<BlockPublicAcls>{value}</BlockPublicAcls>"
    root = "PublicAccessBlockConfiguration"
    server.steps.append(answer(f"<{root}>{inside}</{root}>"))
    assert permissions.blocks_public_acls(client, "bucket") is (value == "true")


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("<VersioningConfiguration/>", Versioning.OFF),
        (
            "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
            Versioning.ENABLED,
        ),
    ],
)
def test_versioning(server, client, body, state):
    server.steps.append(answer(body))
    assert read_versioning(client, "bucket") is state


def test_an_unknown_state_of_versioning_is_an_error(server, client):
    status = "<Status>Sometimes</Status>"
    server.steps.append(answer(f"<VersioningConfiguration>{status}</VersioningConfiguration>"))
    with pytest.raises(AppError):
        read_versioning(client, "bucket")


REFUSALS = {
    "denied": refusal("AccessDenied", b"403 Forbidden"),
    "other account": refusal("MethodNotAllowed", b"405 Method Not Allowed"),
    "not implemented": refusal("NotImplemented", b"501 Not Implemented"),
    "a page": answer("<!DOCTYPE html><html><p>Sign in</html>"),
    "a page with 404": answer("<html>Not here</html>", b"404 Not Found"),
    "crashed": refusal("InternalError", b"500 Internal Server Error"),
    "half": answer("<?xml version='1.0'?><Ow"),
}
NONSENSE: dict[str, list[str | bytes]] = {
    "policy": ["", "{}", "[]", "null", '{"Statement": 5}', "<a/>", "[" * 50_000, b"\xff\xfe"],
    "ownership": ["", "<a/>", "<OwnershipControls/>"],
    "public access": ["", "<a/>"],
    "versioning": [],
}


@pytest.mark.parametrize("name", READINGS)
@pytest.mark.parametrize("why", REFUSALS)
def test_what_is_refused_is_an_error(server, client, name, why):
    server.steps.append(REFUSALS[why])
    if (name, why) == ("versioning", "not implemented"):  # then there are no versions
        assert read_versioning(client, "bucket") is Versioning.OFF
        return
    with pytest.raises(AppError):
        READINGS[name](client, "bucket")


@pytest.mark.parametrize(
    ("name", "body"), [(name, body) for name, bodies in NONSENSE.items() for body in bodies]
)
def test_what_makes_no_sense_is_an_error(server, client, name, body):
    server.steps.append(answer(body))
    with pytest.raises(AppError):
        READINGS[name](client, "bucket")


@pytest.mark.parametrize(
    ("steps", "own"),
    [
        ([answer("")], True),
        ([answer("", b"403 Forbidden"), answer("")], False),
        ([answer("", b"403 Forbidden"), answer("", b"403 Forbidden")], None),
        ([answer("", b"501 Not Implemented")], None),
    ],
)
def test_whose_bucket_it_is(server, client, steps, own):
    server.steps += steps
    if own is None:
        with pytest.raises(AppError):
            permissions.belongs_to(client, "bucket", "111122223333")
    else:
        assert permissions.belongs_to(client, "bucket", "111122223333") is own
    assert b"x-amz-expected-bucket-owner: 111122223333" in server.heads[0]


def test_blocked_encryption_types(server, client):
    by = (
        "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
        "</ApplyServerSideEncryptionByDefault>"
    )
    blocked = (
        "<BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes>"
    )
    root = "ServerSideEncryptionConfiguration"
    server.steps.append(answer(f"<{root}><Rule>{by}{blocked}</Rule></{root}>"))
    found = config.default_encryption(client, "bucket")
    assert found == BucketEncryption("AES256", blocked=("SSE-C",))
