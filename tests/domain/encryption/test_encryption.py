from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.encryption import (
    BucketEncryption,
    Encryption,
    EncryptionChoice,
    is_client_side_encrypted,
)
from s3enc_gui.domain.errors import AppError

NONE, S3, KMS, DSSE = Encryption


@pytest.mark.parametrize(
    ("kind", "word"),
    [(NONE, "none"), (S3, "AES256"), (KMS, "aws:kms"), (DSSE, "aws:kms:dsse")],
)
def test_the_words_of_the_header(kind, word):
    assert kind.value == word
    assert kind.uses_kms == word.startswith("aws:kms")


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
def test_choices_that_go_together(kind, key, bucket_key):
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
def test_choices_that_contradict_themselves(kind, key, bucket_key):
    with pytest.raises(AppError) as caught:
        EncryptionChoice(kind, key, bucket_key)
    assert kind.value in caught.value.detail
    assert caught.value.hint


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
def test_a_bucket_default_made_explicit(default, choice):
    assert default.as_choice() == choice


@pytest.mark.parametrize(
    ("names", "answer"),
    [
        ([], False),
        (["author"], False),
        (["x-amz-key-v2", "x-amz-iv"], True),
        (["X-Amz-Key"], True),
        (["x-amz-c", "x-amz-d", "x-amz-i"], True),
        (["x-amz-c", "x-amz-d"], False),
    ],
)
def test_the_encryption_client_is_recognised(names, answer):
    assert is_client_side_encrypted(dict.fromkeys(names, "v")) is answer
