"""Notes on how an object is encrypted."""

from __future__ import annotations

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text


def status_remark(status: EncryptionStatus) -> tuple[AppError, str] | None:
    """Return a banner's text and tone for an encryption status that needs a note; else None."""
    if status.needs_customer_key:
        return AppError(
            text("Encrypted with a customer-provided key (SSE-C)"),
            text(
                "None of the keys that are known for this bucket is its key. S3 doesn't report more"
                " about the object without that key."
            ),
        ), "info"
    if status.client_side:
        return AppError(
            text("Encrypted before upload (client-side encryption)"),
            text(
                "The Amazon S3 Encryption Client encrypted it. Only someone with the key "
                "can read it: download it with the key."
            ),
        ), "info"
    if status.customer_algorithm:
        return None  # its key is in a row
    if status.unreported:
        return AppError(
            text("Encryption not reported"),
            text(
                "This server doesn't report how it encrypts objects. It may encrypt all of them by"
                " itself."
            ),
        ), "info"
    if status.algorithm is None:
        return AppError(
            text("Not encrypted"), text("S3 reports no encryption for this object.")
        ), "warning"
    return None
