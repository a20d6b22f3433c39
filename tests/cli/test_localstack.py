"""`s3enc` against LocalStack: error messages for KMS keys that can't be used."""

from __future__ import annotations

import pytest

from tests.servers.server import OTHER_REGION

pytestmark = [pytest.mark.contract, pytest.mark.localstack]


@pytest.fixture
def server(localstack, at):
    return at(localstack)


@pytest.fixture
def bucket(server, new_bucket):
    return new_bucket(server)


@pytest.fixture
def upload(s3enc, bucket, small):
    def upload(key=None, *more):
        key_option = ["--sse-kms-key-id", key] if key else []
        return s3enc("upload", small, f"s3://{bucket}/", "--sse", "aws:kms", *key_option, *more)

    return upload


def disabled(server):
    arn = server.new_key()
    server.client("kms").disable_key(KeyId=arn)
    return arn


def pending_deletion(server):
    arn = server.new_key()
    server.client("kms").schedule_key_deletion(KeyId=arn, PendingWindowInDays=7)
    return arn


def of_another_region(server):
    return server.new_key(OTHER_REGION)


def id_of_another_region(server):
    return server.new_key(OTHER_REGION).rsplit("/", 1)[1]


def signing(server):
    return server.new_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_2048")


def unknown(server):
    return "alias/missing"


def unknown_arn(server):
    return server.new_key().rsplit("/", 1)[0] + "/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"


def test_aws_s3_before_it_exists(server, upload):
    ran = upload(None, "--json")
    assert ran.status == 0, ran.err
    (file,) = ran.json["files"]
    assert (file["verdict"], file["algorithm"]) == ("verified", "aws:kms")
    assert file["kms_key_arn"].startswith("arn:aws:kms:us-east-1:")


@pytest.mark.parametrize(
    ("make", "code", "message"),
    [
        (disabled, "KMS.DisabledException", "disabled"),
        (pending_deletion, "KMS.KMSInvalidStateException", "scheduled for deletion"),
        (of_another_region, "KeyInOtherRegion", "a different Region"),
        (id_of_another_region, "NotFoundException", "doesn't exist"),
        (signing, "KMS.InvalidKeyUsageException", "can't encrypt"),
        (unknown, "NotFoundException", "doesn't exist"),
        (unknown_arn, "NotFoundException", "doesn't exist"),
    ],
)
def test_unusable_key(server, upload, bucket, make, code, message):
    ran = upload(make(server))
    assert ran.status == 1
    assert f"[{code}]" in ran.err
    assert message in ran.err
    assert "Contents" not in server.client("s3").list_objects_v2(Bucket=bucket)
