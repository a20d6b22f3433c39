from __future__ import annotations

import pytest

from tests.servers.hostile import refusal
from tests.servers.hostile.faults.registry import misbehave

BUCKET = "s3://bucket"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"


def test_the_settings_are_shown_each_with_its_own_reason(s3enc, hostile):
    hostile.always("GetPublicAccessBlock", refusal(403, "AccessDenied"))
    hostile.always("GetBucketOwnershipControls", refusal(501, "NotImplemented"))
    ran = s3enc("bucket", "show", BUCKET)
    assert ran.status == 0
    assert "Default encryption        SSE-S3\n" in ran.out
    assert "Block Public Access       You aren't allowed to look (s3:GetBucketPublic" in ran.out
    assert "Object Ownership          The server doesn't report it\n" in ran.out
    found = s3enc("bucket", "show", BUCKET, "--json").json
    assert found["encryption"]["algorithm"] == "AES256"
    assert found["public_access"]["error"]["code"] == "AccessDenied"


def test_the_default_encryption_is_changed_and_undone(s3enc, hostile):
    options = ("--sse", "aws:kms", "--sse-kms-key-id", KEY, "--bucket-key", "--block-sse-c")
    ran = s3enc("bucket", "encryption", BUCKET, *options, "--yes")
    assert ran.status == 0, ran.err
    assert f"+      <KMSMasterKeyID>{KEY}</KMSMasterKeyID>" in ran.out
    assert "Warning: S3enc couldn't check the key" in ran.err  # this server has no KMS
    written = hostile.buckets["bucket"].configuration
    assert "<BucketKeyEnabled>true</BucketKeyEnabled>" in written
    assert "<EncryptionType>SSE-C</EncryptionType>" in written
    assert s3enc("bucket", "encryption", BUCKET, *options, "--yes").status == 0  # nothing to do
    assert s3enc("bucket", "undo", BUCKET, "--yes").status == 0
    assert "KMSMasterKeyID" not in hostile.buckets["bucket"].configuration


def test_an_alias_whose_arn_is_not_known_is_not_written(s3enc, hostile):
    ran = s3enc(
        "bucket", "encryption", BUCKET, "--sse", "aws:kms", "--sse-kms-key-id", "alias/x", "--yes"
    )
    assert ran.status == 1
    assert "The key's ARN isn't known" in ran.err
    assert hostile.buckets["bucket"].configuration == ""


def test_blocked_types_that_a_server_forgets_are_reported(s3enc, hostile):
    misbehave(hostile, "blocked-types-are-dropped")
    ran = s3enc("bucket", "encryption", BUCKET, "--block-sse-c", "--yes")
    assert ran.status == 3
    assert "StoredDifferently" in ran.err


def test_unblocking_says_so_to_the_server(s3enc, hostile):
    s3enc("bucket", "encryption", BUCKET, "--no-block-sse-c", "--yes", "--json")
    assert "<EncryptionType>NONE</EncryptionType>" in hostile.buckets["bucket"].configuration


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--bucket-key",),
        ("--sse-kms-key-id", KEY),
        ("--sse", "AES256", "--sse-kms-key-id", KEY),
        ("--sse", "aws:kms:dsse", "--bucket-key"),
        ("--sse", "none"),
    ],
)
def test_combinations_that_make_no_sense_are_usage_errors(s3enc, hostile, arguments):
    assert s3enc("bucket", "encryption", BUCKET, *arguments, "--yes").status == 2
    assert hostile.requests == []
