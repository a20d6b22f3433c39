from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption, is_client_side_encrypted

_, S3, KMS, DSSE, _ = Encryption


@pytest.mark.parametrize(
    ("default", "choice"),
    [
        (BucketEncryption(), None),
        (BucketEncryption("aws:fsx"), None),
        (BucketEncryption("AES256", None, True), EncryptionChoice(S3)),
        (BucketEncryption("aws:kms"), EncryptionChoice(KMS, None, False)),
        (BucketEncryption("aws:kms", "alias/x", True), EncryptionChoice(KMS, "alias/x", True)),
        (BucketEncryption("aws:kms:dsse", "k", True), EncryptionChoice(DSSE, "k")),
    ],
)
def test_a_bucket_default_as_a_choice(default, choice):
    assert default.as_choice() == choice


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], False),
        (["author"], False),
        (["x-amz-key-v2", "x-amz-iv"], True),
        (["X-Amz-Key"], True),
        (["x-amz-c", "x-amz-d", "x-amz-i"], True),
        (["x-amz-c", "x-amz-d"], False),
    ],
)
def test_the_encryption_client_is_recognized(names, expected):
    assert is_client_side_encrypted(dict.fromkeys(names, "v")) is expected
