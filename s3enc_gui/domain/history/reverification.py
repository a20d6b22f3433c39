"""Later verifications of a receipt's object; they are added to the receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.comparison import Proof, algorithm_text
from s3enc_gui.domain.encryption.finding import Aspect, Finding, Verdict
from s3enc_gui.domain.encryption.status import NOT_REPORTED
from s3enc_gui.domain.history.receipt import LaterCheck, Receipt
from s3enc_gui.domain.keys.key_names import key_id_of
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.domain.uploads.ownership import UNSURE_OWNER, is_owner_unsure
from s3enc_gui.i18n import Moment, Text, text

MAX_CHECKS = 50  # per receipt: the first and the latest are kept
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Reverification:
    """A verification of an object that an earlier run stored.

    `transfer` is the ID of the transfer that stored it, `receipt` that transfer's receipt, `at` the
    time of this verification.
    """

    transfer: int
    receipt: Receipt
    at: datetime


def is_for_object(receipt: Receipt, key: str, etag: str, version_id: str | None) -> bool:
    """Whether a receipt is for the object that S3 has now under a key of its bucket.

    An object without a version ID (or with `null`) is identified by its ETag alone; a receipt
    without an ETag is for none. The encryption isn't compared.
    """
    versions = {named_version(receipt.version_id), named_version(version_id)}
    if None not in versions and len(versions) > 1:
        return False
    return receipt.key == key and bool(etag) and receipt.etag == etag


def confirms_storing(receipt: Receipt) -> bool:
    """Whether this transfer stored the object, and S3 confirmed it."""
    return receipt.verdict in _VERDICTS and not _object_doubts(receipt)


def changed_encryption(receipt: Receipt, later: Receipt) -> Finding | None:
    """Return the difference if S3 reports another encryption now than for the receipt.

    UpdateObjectEncryption changes the encryption of an object; version and ETag stay.
    """
    if _object_doubts(receipt) or _object_doubts(later):
        return None  # one of them is not from HeadObject
    if NOT_REPORTED in (receipt.algorithm, later.algorithm):
        return None
    if _encryption(receipt) == _encryption(later) and _same_key(receipt, later):
        return None
    was, now = _encryption_text(receipt), _encryption_text(later)
    asked = text("{encryption}, as uploaded", encryption=was)
    if receipt.ended:
        date = Moment(receipt.ended, f"{receipt.ended:%Y-%m-%d}", "day")
        asked = text("{encryption}, as uploaded {date}", encryption=was, date=date)
    stored = text("{encryption}, changed since the upload", encryption=now)
    return Finding(Aspect.ALGORITHM, asked, stored, Verdict.DIFFERENT)


def checked_again(receipt: Receipt, later: Receipt) -> Receipt | None:
    """Return a receipt with a later verification of its object added; None if it is another object.

    VERIFIED stays unless the later verification finds a difference, CANNOT_TELL becomes the later
    verdict, DIFFERENT stays.
    """
    same = is_for_object(receipt, later.key, later.etag or "", later.version_id)
    if not same or receipt.bucket != later.bucket:
        return None
    changed = changed_encryption(receipt, later)
    if changed:
        changed = changed.recorded
        findings = (*(one for one in later.findings if one != changed), changed)
        later = replace(later, verdict=Verdict.DIFFERENT.value, findings=findings)
    doubts = "; ".join(doubt.record for doubt in _doubts(later))
    check = LaterCheck(later.ended, later.verdict, doubts)
    before = receipt.checked_again
    if len(before) >= MAX_CHECKS:
        before = (before[0], *before[2 - MAX_CHECKS :])
    return replace(_judged(receipt, later), checked_again=(*before, check))


def reverified(outcome: Outcome, bucket: str, again: Reverification) -> Outcome:
    """Return the outcome for an object that an earlier run stored, with what has changed since."""
    proof = outcome.proof or Proof(())
    changed = changed_encryption(again.receipt, Receipt.of(outcome, bucket))
    unsure = UNSURE_OWNER if is_owner_unsure(again.receipt.findings) else None
    more = [one for one in (changed, unsure) if one and one not in proof.findings]
    if not more:
        return replace(outcome, again=again)
    judged = Outcome.proved(outcome.item, Proof((*proof.findings, *more)))
    return replace(outcome, result=judged.result, proof=judged.proof, again=again)


def kept_receipt(outcome: Outcome, fresh: Receipt) -> Receipt:
    """Return the receipt to keep for an outcome; `fresh` is that of the outcome alone.

    For an object that an earlier run stored, it is the earlier receipt with this check added.
    """
    again = outcome.again
    if again is None:
        return fresh
    return checked_again(again.receipt, replace(fresh, ended=again.at)) or fresh


def _judged(receipt: Receipt, later: Receipt) -> Receipt:
    was, now = _VERDICTS.get(receipt.verdict), _VERDICTS.get(later.verdict)
    if was is Verdict.CANNOT_TELL and now is not Verdict.CANNOT_TELL:
        if is_owner_unsure(receipt.findings):
            return receipt  # a later verification can't tell who stored it, either
        return replace(
            later,
            file=receipt.file,
            size=receipt.size,
            request_id=receipt.request_id or later.request_id,
            started=receipt.started,
            ended=receipt.ended,
            who=receipt.who,
        )
    if was is Verdict.VERIFIED and now is Verdict.DIFFERENT:
        return replace(
            receipt, verdict=later.verdict, findings=(*receipt.findings, *_doubts(later))
        )
    return receipt


def _doubts(receipt: Receipt) -> list[Finding]:
    return [one for one in receipt.findings if one.verdict is not Verdict.VERIFIED]


def _object_doubts(receipt: Receipt) -> list[Finding]:
    return [one for one in _doubts(receipt) if one.aspect is Aspect.OBJECT]


def _encryption(receipt: Receipt) -> tuple[str | None, bool, str | None]:
    return receipt.algorithm, bool(receipt.bucket_key), receipt.customer_key


def _same_key(receipt: Receipt, later: Receipt) -> bool:
    """Whether both name the same key; some servers report its ID, some its ARN."""
    return key_id_of(receipt.kms_key_arn or "") == key_id_of(later.kms_key_arn or "")


def _encryption_text(receipt: Receipt) -> Text:
    algorithm, key = (
        algorithm_text(receipt.encryption),
        receipt.kms_key_arn,
    )
    values = {"encryption": algorithm, "key": key}
    if key and receipt.bucket_key:
        return text("{encryption}, {key}, S3 Bucket Key on", **values)
    if receipt.bucket_key:
        return text("{encryption}, S3 Bucket Key on", **values)
    return text("{encryption}, {key}", **values) if key else text("{encryption}", **values)
