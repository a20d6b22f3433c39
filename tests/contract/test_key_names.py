"""KMS keys of S3-compatible servers: their names, and how the servers refuse them."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.uploads.outcome import Result
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
KMS = EncryptionChoice(Encryption.SSE_KMS, KEY_ARN)


@pytest.mark.parametrize(
    ("fault", "title", "code"),
    [
        ("key-unknown-to-minio", "The KMS key doesn't exist", "kms:KeyNotFound"),
        ("key-unknown-to-ceph", "The server couldn't get the KMS key", "KMS.NotFoundException"),
        ("key-missing-in-vault", "The server couldn't get the KMS key", "KMS.NotFoundException"),
        (
            "key-unknown-and-unexplained",
            "The server may not have the KMS key",
            "InvalidAccessKeyId",
        ),
    ],
)
def test_a_key_that_the_server_lacks_is_named(hostile, harness, small, large, fault, title, code):
    misbehave(hostile, fault)
    for outcome in harness.upload("bucket", [small, large], KMS):
        assert outcome.result is Result.FAILED
        assert (outcome.error.title, outcome.error.code) == (title, code)
        assert KEY_ARN in outcome.error.detail
