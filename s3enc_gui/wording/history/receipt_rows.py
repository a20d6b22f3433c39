"""The rows of a receipt, for the window and for pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from s3enc_gui.domain.encryption.comparison import Aspect, Finding, Verdict, on_off
from s3enc_gui.domain.history.receipt import LaterCheck, Receipt
from s3enc_gui.domain.uploads.outcome import RESULTS, Result
from s3enc_gui.i18n import N_, _
from s3enc_gui.wording import labels
from s3enc_gui.wording.customer_keys.key_text import customer_key_text
from s3enc_gui.wording.formats import NOTHING, format_exact_size
from s3enc_gui.wording.object_details import context_text

LABELS = (
    N_("File"),
    N_("Bucket"),
    N_("Object"),
    N_("Version ID"),
    N_("Size"),
    N_("Server-side encryption"),
    N_("KMS key"),
    N_("KMS key ARN"),
    N_("Bucket key"),
    N_("Customer-provided key"),
    N_("Encryption context"),
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


MomentText = Callable[[datetime | None], str]


def receipt_result(receipt: Receipt | LaterCheck) -> Result | None:
    """Return the result; None: written by a newer version and unknown here."""
    try:
        return Result(receipt.verdict)
    except ValueError:
        return None


def result_label(receipt: Receipt | LaterCheck) -> str:
    """Return the label of the result of a receipt or a later check."""
    result = receipt_result(receipt)
    return labels.result_text(result) if result else receipt.verdict


def receipt_time(receipt: Receipt) -> datetime | None:
    """Return when the upload ended, or the next best time known."""
    return receipt.ended or receipt.started or receipt.last_modified


def receipt_values(receipt: Receipt, moment: MomentText) -> dict[str, str]:
    """Return the values by label; `–` if S3 reported none or nothing was stored.

    `moment` returns a time as text.
    """
    has_bucket_key = receipt.kms_key_arn and receipt.bucket_key is not None
    values = (
        receipt.file,
        receipt.bucket,
        receipt.key,
        receipt.version_id,
        format_exact_size(receipt.size),
        encryption_text(receipt),
        key_name(receipt),
        receipt.kms_key_arn,
        labels.capitalized(str(on_off(bool(receipt.bucket_key)))) if has_bucket_key else "",
        customer_key_text(receipt.customer_key),
        context_text(receipt.encryption_context),
        receipt.checksum,
        receipt.etag,
        receipt.storage_class,
        receipt.region,
        moment(receipt.started),
        moment(receipt.ended),
        moment(receipt.last_modified),
        receipt.who,
        receipt.request_id,
        "\n".join(map(_compared, receipt.findings)),
        "\n".join(_checked(check, moment) for check in receipt.checked_again),
    )
    return {name: value or NOTHING for name, value in zip(LABELS, values, strict=True)}


def encryption_text(receipt: Receipt) -> str:
    """Return how the object is encrypted, as S3 reported it; empty if nothing was stored."""
    if receipt.algorithm is None and receipt.storage_class is None:
        return ""
    return labels.status_text(receipt.encryption)


def key_name(receipt: Receipt) -> str:
    """Return the alias or id of the KMS key; empty if S3 named none."""
    for finding in receipt.findings:
        proved = finding.aspect is Aspect.KEY and finding.verdict is Verdict.VERIFIED
        if proved and finding.asked == labels.AWS_S3:
            return labels.AWS_S3
    if receipt.kms_key_alias:
        return receipt.kms_key_alias.removeprefix("alias/")
    return labels.short_key(receipt.kms_key_arn) if receipt.kms_key_arn else ""


def _compared(finding: Finding) -> str:
    result = labels.result_text(RESULTS[finding.verdict])
    return _("{finding}. {result}.").format(finding=labels.finding_text(finding), result=result)


def _checked(check: LaterCheck, moment: MomentText) -> str:
    """Return `3/1/26 12:00 CET: Verified again.`, or what differed then."""
    verified = check.verdict == Verdict.VERIFIED.value
    result = _("Verified again") if verified else result_label(check)
    message = _("{time}: {result}. {detail}")
    shown = message.format(time=moment(check.at), result=result, detail=check.detail)
    return shown.rstrip()
