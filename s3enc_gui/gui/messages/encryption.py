"""The kinds of encryption, and what is unusual about a status."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.encryption.encryption import Encryption, EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.wording import labels


def kind_word(kind: Encryption) -> str:
    """Return the name of a kind of encryption."""
    return QCoreApplication.translate("Encryption", labels.KIND_TEXTS[kind])


def status_remark(status: EncryptionStatus) -> tuple[AppError, str] | None:
    """Return what is remarkable about how an object is encrypted, for a banner; or None."""
    if status.customer_algorithm:
        return _remark(
            "Encrypted with a customer's own key (SSE-C)",
            "S3 tells nothing more about it to whoever has not that key.",
        ), "info"
    if status.client_side:
        return _remark(
            "Encrypted before it was uploaded",
            "The S3 Encryption Client did so; only whoever has its key can read the object.",
        ), "info"
    if status.algorithm is None:
        return _remark("Not encrypted", "S3 reports no encryption for this object."), "warning"
    return None


def _remark(title: str, detail: str) -> AppError:
    return AppError(_tr(title), _tr(detail))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
