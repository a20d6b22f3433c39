"""`--sse-kms-key-id` and `--require` with the keys of S3-compatible servers."""

from __future__ import annotations

import pytest

from tests.servers.hostile import ENCRYPTION, hostile_server

pytestmark = pytest.mark.contract

KEY = f"{ENCRYPTION}-aws-kms-key-id"


@pytest.fixture
def minio(at):
    with hostile_server() as hostile:
        hostile.key_prefix = "arn:aws:kms:"
        at(hostile.server)
        yield hostile


@pytest.fixture
def at_amazon(monkeypatch):
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_KMS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")


@pytest.mark.parametrize("name", ["my-key", "arn:aws:kms:my-key"])
def test_an_upload_with_a_key_of_any_name(s3enc, minio, small, name):
    command = ["upload", small, "s3://bucket/", "--sse-kms-key-id", name]
    ran = s3enc(*command, "--json")
    assert ran.status == 0, ran.err
    assert f"“{name}” isn't the name of an AWS KMS key." in ran.err
    assert ran.json["files"][0]["kms_key_arn"] == "arn:aws:kms:my-key"
    assert minio.objects["text.txt"].headers[KEY] == "arn:aws:kms:my-key"
    ran = s3enc(*command, "--quiet", "--if-exists", "overwrite")
    assert (ran.status, "AWS KMS key" in ran.err) == (0, False)


def test_a_name_of_aws_needs_no_note(s3enc, minio, small):
    key = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
    ran = s3enc("upload", small, "s3://bucket/", "--sse-kms-key-id", key)
    assert ran.status == 0, ran.err
    assert "isn't the name" not in ran.err


def test_an_audit_that_requires_a_key_of_any_name(s3enc, minio):
    minio.put("mine", b"x", {ENCRYPTION: "aws:kms", KEY: "arn:aws:kms:my-key"})
    ran = s3enc("audit", "s3://bucket", "--require", "aws:kms=my-key", "--json")
    assert ran.status == 0, ran.err
    assert "isn't the name of an AWS KMS key" in ran.err
    minio.put("other", b"x", {ENCRYPTION: "aws:kms", KEY: "arn:aws:kms:other"})
    assert s3enc("audit", "s3://bucket", "--require", "aws:kms=my-key").status == 3


@pytest.mark.parametrize("name", ["my-key", "arn:aws:kms:my-key", "test_key"])
def test_at_amazon_the_name_is_refused_before_any_request(s3enc, at_amazon, small, name):
    for command in (
        ("upload", small, "s3://bucket/", "--sse-kms-key-id", name),
        ("audit", "s3://bucket", "--require", f"aws:kms={name}"),
    ):
        ran = s3enc(*command)
        assert (ran.status, "[MalformedKey]" in ran.err) == (2, True), ran.err
        assert "Only the server knows" not in ran.err


def test_a_name_that_cannot_be_sent_is_refused(s3enc, minio, small):
    ran = s3enc("upload", small, "s3://bucket/", "--sse-kms-key-id", "ключ")
    assert (ran.status, "[MalformedKey]" in ran.err) == (2, True)


def test_the_check_before_an_upload_does_not_look_for_the_key(s3enc, minio, small):
    ran = s3enc("upload", small, "s3://bucket/", "--sse-kms-key-id", "my-key", "--check")
    assert "Only the server knows whether it has the key my-key." in ran.out
    assert ran.status == 0, ran.out
    assert minio.objects.get("text.txt") is None
