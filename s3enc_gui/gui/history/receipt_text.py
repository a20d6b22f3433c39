"""Texts of a receipt: its rows and its verdict."""

from __future__ import annotations

from s3enc_gui.domain.encryption.comparison import Finding, Verdict, on_off
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import LaterCheck, Receipt
from s3enc_gui.domain.uploads.outcome import RESULTS, Result
from s3enc_gui.gui.history.receipts_model import receipt_result, result_label
from s3enc_gui.gui.messages.locale import exact_time
from s3enc_gui.i18n import N_, _, text
from s3enc_gui.jobs.history.receipts import key_name
from s3enc_gui.wording import labels
from s3enc_gui.wording.formats import NOTHING, format_exact_size

LABELS = (
    N_("File"),
    N_("Bucket"),
    N_("Key"),
    N_("Version ID"),
    N_("Size"),
    N_("Server-side encryption"),
    N_("KMS key"),
    N_("KMS key ARN"),
    N_("Bucket key"),
    N_("Checksum"),
    N_("ETag"),
    N_("Storage class"),
    N_("Region"),
    N_("Started"),
    N_("Ended"),
    N_("Last modified"),
    N_("Uploaded by"),
    N_("Request ID"),
    N_("Compared"),
    N_("Checked again"),
)
"""The rows in order; translated where they are shown."""

_TONES: dict[Result | None, str] = {
    Result.DIFFERENT: "error",
    Result.FAILED: "error",
    Result.SKIPPED: "info",
}


def receipt_values(receipt: Receipt) -> dict[str, str]:
    """Return the values by label; `–` if S3 reported none or nothing was stored."""
    has_bucket_key = receipt.kms_key_arn and receipt.bucket_key is not None
    values = (
        receipt.file,
        receipt.bucket,
        receipt.key,
        receipt.version_id,
        format_exact_size(receipt.size),
        _encryption(receipt),
        key_name(receipt),
        receipt.kms_key_arn,
        str(on_off(bool(receipt.bucket_key))) if has_bucket_key else "",
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
    return {name: value or NOTHING for name, value in zip(LABELS, values, strict=True)}


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


def _encryption(receipt: Receipt) -> str:
    if receipt.algorithm is None and receipt.storage_class is None:
        return ""
    return labels.status_text(EncryptionStatus.of_record(receipt.algorithm))


def _compared(finding: Finding) -> str:
    message = _("{aspect}: requested {requested}, stored {stored}. {result}.")
    return message.format(
        aspect=labels.aspect_text(finding.aspect),
        requested=finding.asked,
        stored=finding.stored,
        result=labels.result_text(RESULTS[finding.verdict]),
    )


def _checked(check: LaterCheck) -> str:
    """Return `3/1/26 12:00 CET: Verified again.`, or what differed then."""
    verified = check.verdict == Verdict.VERIFIED.value
    result = _("Verified again") if verified else result_label(check)
    message = _("{time}: {result}. {detail}")
    shown = message.format(time=exact_time(check.at), result=result, detail=check.detail)
    return shown.rstrip()
