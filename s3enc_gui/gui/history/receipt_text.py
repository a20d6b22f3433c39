"""Texts of a receipt: its rows and its verdict."""

from __future__ import annotations

from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.i18n import text
from s3enc_gui.wording import labels
from s3enc_gui.wording.history.receipt_rows import receipt_result, result_label

_TONES: dict[Result | None, str] = {
    Result.DIFFERENT: "error",
    Result.FAILED: "error",
    Result.SKIPPED: "info",
}


def receipt_verdict(receipt: Receipt) -> tuple[AppError, str]:
    """Return the verdict for a banner: its text, and the tone of ErrorBanner."""
    result, label = receipt_result(receipt), result_label(receipt)
    if result is Result.VERIFIED:
        return AppError(label, text("S3 stored the object as requested.")), "ok"
    if result is Result.CANCELLED and not receipt.error:
        return AppError(label, text("The upload was canceled before it was complete.")), "info"
    doubts = [found for found in receipt.findings if found.verdict is not Verdict.VERIFIED]
    detail = receipt.error or "\n".join(labels.finding_text(doubt) for doubt in doubts)
    return AppError(label, detail), _TONES.get(result, "warning")
