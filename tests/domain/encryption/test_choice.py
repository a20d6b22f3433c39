from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError

NONE, S3, KMS, DSSE = Encryption


@pytest.mark.parametrize(
    ("kind", "value"),
    [(NONE, "none"), (S3, "AES256"), (KMS, "aws:kms"), (DSSE, "aws:kms:dsse")],
)
def test_values_are_the_header_values(kind, value):
    assert kind.value == value
    assert kind.uses_kms == value.startswith("aws:kms")


@pytest.mark.parametrize(
    ("kind", "key", "bucket_key"),
    [
        (NONE, None, None),
        (S3, None, None),
        (KMS, None, None),
        (KMS, "alias/x", True),
        (KMS, None, False),
        (DSSE, "alias/x", None),
    ],
)
def test_valid_choices(kind, key, bucket_key):
    assert EncryptionChoice(kind, key, bucket_key).kind is kind


@pytest.mark.parametrize(
    ("kind", "key", "bucket_key"),
    [
        (NONE, "alias/x", None),
        (S3, "alias/x", None),
        (NONE, None, True),
        (S3, None, False),
        (DSSE, "alias/x", True),
    ],
)
def test_contradictory_choices(kind, key, bucket_key):
    with pytest.raises(AppError) as caught:
        EncryptionChoice(kind, key, bucket_key)
    assert kind.value in caught.value.detail
    assert caught.value.hint
