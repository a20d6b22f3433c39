from __future__ import annotations

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.client_side.errors import kms_error


@pytest.mark.parametrize(
    ("code", "encrypts", "title", "hint"),
    [
        ("AccessDeniedException", True, "permission to encrypt", "kms:GenerateDataKey"),
        ("AccessDeniedException", False, "permission to decrypt", "kms:ViaService"),
        ("IncorrectKeyException", False, "wasn't encrypted with this KMS key", "Use the key"),
        ("InvalidCiphertextException", False, "wasn't encrypted with this KMS key", "metadata"),
        ("NotFoundException", True, "doesn't exist", "Region"),
    ],
)
def test_errors_of_kms_say_what_to_do(code, encrypts, title, hint):
    found = kms_error(AppError("Title", "Detail.", "Hint", code), "alias/a", encrypts=encrypts)
    assert title in found.title
    assert "alias/a" in found.detail
    assert hint in found.command_hint
    assert found.code == f"ClientSide.{code}"


@pytest.mark.parametrize("code", ["ThrottlingException", "ExpiredTokenException", "Other"])
def test_errors_that_pass_or_need_a_sign_in_stay_as_they_are(code):
    error = AppError("Title", "Detail.", "Hint", code)
    assert kms_error(error, "alias/a", encrypts=True) is error
