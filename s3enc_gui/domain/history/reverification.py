"""A receipt whose object is proved again: it gets a line more, no second receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from s3enc_gui.domain.encryption.proof import (
    Aspect,
    Finding,
    Proof,
    Verdict,
    algorithm_text,
    on_off,
)
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.history.receipt import LaterCheck, Receipt
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.domain.uploads.ownership import UNSURE_WHOSE

MOST_CHECKS = 50  # kept of one receipt: the first and the latest
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Reverification:
    """An object that an earlier run stored: by which transfer, its receipt, and when it was looked
    at again.
    """

    transfer: int
    receipt: Receipt
    at: datetime


def speaks_for(receipt: Receipt, key: str, etag: str, version_id: str | None) -> bool:
    """Whether a receipt is about the object that S3 has now under a key of its bucket.

    An object without a version (or with the version `null`) is known by its ETag alone. A receipt
    without an ETag speaks for no object. Whether it is encrypted as it was is another question.
    """
    versions = {named_version(receipt.version_id), named_version(version_id)}
    if None not in versions and len(versions) > 1:
        return False
    return receipt.key == key and bool(etag) and receipt.etag == etag


def proves_storing(receipt: Receipt) -> bool:
    """Whether the transfer surely stored this object, and S3 confirmed it."""
    return receipt.verdict in _VERDICTS and not _object_doubts(receipt)


def changed_encryption(receipt: Receipt, later: Receipt) -> Finding | None:
    """Return the difference where S3 says another encryption now than when it was confirmed.

    The encryption of an object can be changed under the same version and ETag
    (UpdateObjectEncryption).
    """
    if _object_doubts(receipt) or _object_doubts(later):
        return None  # one of the two is not what HeadObject said
    if _encryption(receipt) == _encryption(later) and _same_key(receipt, later):
        return None
    when = f", as uploaded {receipt.ended:%Y-%m-%d}" if receipt.ended else ", as uploaded"
    return Finding(
        Aspect.ALGORITHM,
        f"{_words(receipt)}{when}",
        f"{_words(later)}: it was changed since",
        Verdict.DIFFERENT,
    )


def checked_again(receipt: Receipt, later: Receipt) -> Receipt | None:
    """Return a receipt with a line on a later look at its object; None: it is another object.

    A verdict stays as long as later looks agree. One that could not tell becomes that of the later
    look; a difference stays.
    """
    same = speaks_for(receipt, later.key, later.etag or "", later.version_id)
    if not same or receipt.bucket != later.bucket:
        return None
    changed = changed_encryption(receipt, later)
    if changed:
        findings = (*(one for one in later.findings if one != changed), changed)
        later = replace(later, verdict=Verdict.DIFFERENT.value, findings=findings)
    line = LaterCheck(later.ended, later.verdict, "; ".join(map(_doubt_text, _doubts(later))))
    before = receipt.checked_again
    if len(before) >= MOST_CHECKS:
        before = (before[0], *before[2 - MOST_CHECKS :])
    return replace(_judged(receipt, later), checked_again=(*before, line))


def proved_again(outcome: Outcome, bucket: str, again: Reverification) -> Outcome:
    """Return the outcome of an object that an earlier run stored, with what has changed since."""
    proof = outcome.proof or Proof(())
    changed = changed_encryption(again.receipt, Receipt.of(outcome, bucket))
    unsure = UNSURE_WHOSE if UNSURE_WHOSE in again.receipt.findings else None
    more = [one for one in (changed, unsure) if one and one not in proof.findings]
    if not more:
        return replace(outcome, again=again)
    judged = Outcome.proved(outcome.item, Proof((*proof.findings, *more)))
    return replace(outcome, result=judged.result, proof=judged.proof, again=again)


def kept_receipt(outcome: Outcome, fresh: Receipt) -> Receipt:
    """Return the receipt that is kept of an outcome; `fresh` is what it says by itself.

    Of an object that an earlier run stored it is the one of then, with a line more.
    """
    again = outcome.again
    if again is None:
        return fresh
    return checked_again(again.receipt, replace(fresh, ended=again.at)) or fresh


def _judged(receipt: Receipt, later: Receipt) -> Receipt:
    was, now = _VERDICTS.get(receipt.verdict), _VERDICTS.get(later.verdict)
    if was is Verdict.CANNOT_TELL and now is not Verdict.CANNOT_TELL:
        if UNSURE_WHOSE in receipt.findings:
            return receipt  # a later look cannot tell who stored it, either
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


def _encryption(receipt: Receipt) -> tuple[str | None, bool]:
    return receipt.algorithm, bool(receipt.bucket_key)


def _same_key(receipt: Receipt, later: Receipt) -> bool:
    """Servers name a key by its id or its ARN, and KMS may not always say which that is."""
    one, other = receipt.kms_key_arn or "", later.kms_key_arn or ""
    return one.rpartition("key/")[2] == other.rpartition("key/")[2]


def _words(receipt: Receipt) -> str:
    words = [algorithm_text(EncryptionStatus(receipt.algorithm))]
    if receipt.kms_key_arn:
        words.append(receipt.kms_key_arn)
    if receipt.bucket_key:
        words.append(f"bucket key {on_off(receipt.bucket_key)}")
    return ", ".join(words)


def _doubt_text(doubt: Finding) -> str:
    return f"{doubt.aspect.value}: asked {doubt.asked}, stored {doubt.stored}"
