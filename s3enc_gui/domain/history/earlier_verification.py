"""Whether the history holds the verification of an object that is looked at now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.history.receipt import Receipt, stored_values
from s3enc_gui.domain.history.reverification import changed_encryption, is_for_object
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.i18n import AnyText, text

_VERIFIED = Result.VERIFIED.value


@dataclass(frozen=True, slots=True)
class EarlierVerification:
    """What the history knows of an object.

    `receipt` is that of its upload (None: there is none), `at` the time of its latest verification
    that still holds (with a time zone). If `holds` is false, `reason` says why.
    """

    receipt: Receipt | None = None
    holds: bool = False
    at: datetime | None = None
    reason: AnyText = ""


def earlier_verification(
    details: ObjectDetails, receipts: Sequence[Receipt]
) -> EarlierVerification:
    """Return the verification of exactly this object, if S3 still reports the same encryption.

    `receipts` are those of its bucket, key and connection, newest first. The same version and ETag
    aren't enough: UpdateObjectEncryption changes the encryption and keeps both.
    """
    key, etag = details.location.key, details.etag
    of_object = [one for one in receipts if is_for_object(one, key, etag, details.version_id)]
    of_object = [one for one in of_object if _is_same_time(one, details)]
    if not of_object:
        if receipts:
            reason = text("not the object that was uploaded from this computer")
        else:
            reason = text("no upload of this object is in the history")
        return EarlierVerification(reason=reason)
    receipt = next((one for one in of_object if one.verdict == _VERIFIED), of_object[0])
    if receipt.verdict != _VERIFIED:
        reason = text("its upload wasn't verified, see the receipt")
    elif details.status.unreported:
        reason = text("this server doesn't report the encryption")
    elif changed_encryption(receipt, _as_receipt(receipt, details)):
        reason = text("its encryption was changed since the upload, see the receipt")
    else:
        return EarlierVerification(receipt, holds=True, at=_latest(receipt))
    return EarlierVerification(receipt, reason=reason)


def known_context(details: ObjectDetails, receipts: Sequence[Receipt]) -> ContextPairs | None:
    """Return the encryption context that exactly this object was stored with; None: not known.

    `receipts` as in `earlier_verification`. After a change of the encryption it isn't known.
    """
    key, etag = details.location.key, details.etag
    for one in receipts:
        if one.encryption_context is None or not _is_same_time(one, details):
            continue
        same = is_for_object(one, key, etag, details.version_id)
        if same and not changed_encryption(one, _as_receipt(one, details)):
            return one.encryption_context
    return None


def _is_same_time(receipt: Receipt, details: ObjectDetails) -> bool:
    """Whether it was stored at the same time; S3 reports whole seconds, some servers fractions."""
    was, now = receipt.last_modified, details.last_modified
    return was is None or now is None or abs((was - now).total_seconds()) < 1


def _as_receipt(receipt: Receipt, details: ObjectDetails) -> Receipt:
    return replace(receipt, findings=(), **stored_values(details))


def _latest(receipt: Receipt) -> datetime | None:
    times = [one.at for one in receipt.checked_again if one.verdict == _VERIFIED and one.at]
    return max(times, default=receipt.ended)
