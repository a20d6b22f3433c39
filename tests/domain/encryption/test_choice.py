from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError

NONE, S3, KMS, DSSE, SSE_C = Encryption


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


@pytest.mark.parametrize("kind", Encryption)
def test_only_kms_keys_have_an_encryption_context(kind):
    def make():
        md5 = "md5" if kind is SSE_C else None
        return EncryptionChoice(kind, customer_key=md5, context=(("b", "1"), ("a", "2")))

    if kind.uses_kms:
        assert make().context == (("a", "2"), ("b", "1"))
        return
    with pytest.raises(AppError, match="context"):
        make()


def test_sse_c_and_only_sse_c_has_the_name_of_a_customer_key():
    assert EncryptionChoice(SSE_C, customer_key="md5").customer_key == "md5"
    for invalid in ((SSE_C,), (S3, None, None, "md5"), (SSE_C, "alias/x", None, "md5")):
        with pytest.raises(AppError) as refused:
            EncryptionChoice(*invalid)
        assert refused.value.code == "InvalidEncryptionChoice"


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
