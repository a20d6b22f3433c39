from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption

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
