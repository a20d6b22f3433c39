"""A receipt in words: all it says, row by row, and the verdict."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.encryption.proof import Finding, Verdict, on_off
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import LaterCheck, Receipt
from s3enc_gui.domain.uploads.outcome import RESULTS, Result
from s3enc_gui.gui.history.receipts_model import receipt_result, receipt_word
from s3enc_gui.gui.messages.locale import exact_time
from s3enc_gui.gui.messages.results import result_word
from s3enc_gui.jobs.history.receipts import key_name
from s3enc_gui.wording import labels
from s3enc_gui.wording.formats import NOTHING, format_exact_size

LABELS = (
    "File",
    "Bucket",
    "Key",
    "Version ID",
    "Size",
    "Server-side encryption",
    "KMS key",
    "KMS key ARN",
    "Bucket key",
    "Checksum",
    "ETag",
    "Storage class",
    "Region",
    "Started",
    "Ended",
    "Last modified",
    "Uploaded by",
    "Request ID",
    "Compared",
    "Checked again",
)
"""The rows, in order."""


def receipt_rows(receipt: Receipt) -> list[tuple[str, str]]:
    """Return (label, value); `–` where S3 did not say, or nothing was stored."""
    values = (
        receipt.file,
        receipt.bucket,
        receipt.key,
        receipt.version_id,
        format_exact_size(receipt.size),
        _encryption(receipt),
        key_name(receipt),
        receipt.kms_key_arn,
        str(on_off(receipt.bucket_key))
        if receipt.kms_key_arn and receipt.bucket_key is not None
        else "",
        receipt.checksum,
        receipt.etag,
        receipt.storage_class,
        receipt.region,
        exact_time(receipt.started),
        exact_time(receipt.ended),
        exact_time(receipt.last_modified),
        receipt.who,
        receipt.request_id,
        "\n".join(map(_compared, receipt.findings)),
        "\n".join(map(_checked, receipt.checked_again)),
    )
    names = (QCoreApplication.translate("Receipt", label) for label in LABELS)
    return [(name, value or NOTHING) for name, value in zip(names, values, strict=True)]


def receipt_verdict(receipt: Receipt) -> tuple[AppError, str]:
    """Return the verdict for a banner: words, and `error`, `warning`, `ok` or `info`."""
    result, word = receipt_result(receipt), receipt_word(receipt)
    if result is Result.VERIFIED:
        return AppError(word, _tr("S3 stored it exactly as it was asked for.")), "ok"
    if result is Result.CANCELLED and not receipt.error:
        return AppError(word, _tr("The upload was stopped before it was complete.")), "info"
    doubts = [found for found in receipt.findings if found.verdict is not Verdict.VERIFIED]
    detail = receipt.error or "\n".join(labels.finding_text(doubt) for doubt in doubts)
    return AppError(word, detail), _TONES.get(result, "warning")


_TONES: dict[Result | None, str] = {
    Result.DIFFERENT: "error",
    Result.FAILED: "error",
    Result.SKIPPED: "info",
}


def _encryption(receipt: Receipt) -> str:
    if receipt.algorithm is None and receipt.storage_class is None:
        return ""
    return labels.status_text(EncryptionStatus(receipt.algorithm))


def _compared(finding: Finding) -> str:
    verdict = result_word(RESULTS[finding.verdict])
    return f"{labels.finding_text(finding)}. {verdict}."


def _checked(check: LaterCheck) -> str:
    """Say `3/1/26 12:00 CET: Verified again.`, or what differed then."""
    verified = check.verdict == Verdict.VERIFIED.value
    word = _tr("Verified again") if verified else receipt_word(check)
    return f"{exact_time(check.at)}: {word}. {check.detail}".rstrip()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
