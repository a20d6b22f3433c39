"""Values in words, for the window and the command line alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.proof import Aspect, Expectation, Finding, algorithm_text, on_off
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.keys.kms_key import AWS_S3_ALIAS
from s3enc_gui.domain.uploads.outcome import Outcome, Result

NOTHING = "–"
NOT_KNOWN = "Not known"
AWS_S3 = "aws/s3"

RESULT_TEXTS: dict[Result, str] = {
    Result.VERIFIED: "Verified",
    Result.CANNOT_TELL: "Cannot tell",
    Result.DIFFERENT: "Stored otherwise than asked",
    Result.FAILED: "Failed",
    Result.EXISTS: "Already there",
    Result.SKIPPED: "Skipped",
    Result.CANCELLED: "Cancelled",
}

KIND_TEXTS: dict[Encryption, str] = {
    Encryption.BUCKET_DEFAULT: "Bucket default",
    Encryption.SSE_S3: "Amazon S3 master-key (SSE-S3)",
    Encryption.SSE_KMS: "AWS KMS master-key (SSE-KMS)",
    Encryption.DSSE_KMS: "AWS KMS master-key, dual-layer (DSSE-KMS)",
}

DETAILS_LABELS = (
    "Server-side encryption",
    "KMS key",
    "KMS key ARN",
    "Bucket key",
    "Asked for",
    "Stored as",
    "Verified",
    "ETag",
    "Checksum",
    "Version ID",
    "Storage class",
    "Size",
    "Last modified",
    "Link",
)
"""The rows of the Encryption details, in order."""


def details_rows(
    details: ObjectDetails | None, outcome: Outcome | None = None
) -> list[tuple[str, str]]:
    """Return (label, value) of the 14 rows; `details` None where nothing was stored.

    Without an outcome nothing was asked, so nothing is compared.
    """
    asked = asked_text(outcome.expectation) if outcome and outcome.expectation else NOTHING
    proved = verdict_text(outcome) if outcome else NOTHING
    if details is None:
        known = {"Asked for": asked, "Verified": proved}
        return [(label, known.get(label, NOTHING)) for label in DETAILS_LABELS]
    values = (
        status_text(details.status),
        key_text(details),
        _arn(details),
        on_off(details.status.bucket_key) if details.uses_kms else NOTHING,
        asked,
        stored_text(details),
        proved,
        details.etag or NOTHING,
        _checksum(details),
        details.version_id or NOTHING,
        details.storage_class or NOTHING,
        format_exact_size(details.size),
        format_moment(details.last_modified),
        details.link or NOTHING,
    )
    return list(zip(DETAILS_LABELS, values, strict=True))


def status_text(status: EncryptionStatus) -> str:
    """Name an object's server-side encryption as the console does."""
    if status.customer_algorithm:
        words = f"Customer-provided key (SSE-C, {status.customer_algorithm})"
    elif status.algorithm is None:
        words = "Not encrypted"
    elif status.algorithm in _STATUS:
        words = _STATUS[status.algorithm]
    else:
        words = f"Encrypted: other ({status.algorithm})"
    return f"{words}, encrypted before upload (client-side)" if status.client_side else words


_STATUS = {
    kind.value: words for kind, words in KIND_TEXTS.items() if kind is not Encryption.BUCKET_DEFAULT
}


def key_text(details: ObjectDetails) -> str:
    """Name the object's KMS key: `aws/s3`, its aliases, else its id."""
    key = details.status.key
    if key is None:
        return NOT_KNOWN if details.uses_kms else NOTHING
    return named_key_text(key, details.key_aliases, is_aws_s3=details.key_is_aws_s3)


def named_key_text(key: str, aliases: Sequence[str], *, is_aws_s3: bool | None) -> str:
    """Name a key by what KMS told of it: `aws/s3`, its aliases, else its id."""
    if is_aws_s3:
        return AWS_S3
    return ", ".join(short_key(alias) for alias in aliases) or short_key(key)


def short_key(key: str | None) -> str:
    """Return a key as people say it: alias or id without what stands before; None is `aws/s3`."""
    if key is None:
        return AWS_S3
    name = key.rpartition(":")[2]
    return name.removeprefix("alias/").removeprefix("key/")


def stored_text(details: ObjectDetails) -> str:
    """Say in short how the object is stored: `SSE-KMS, test_key, bucket key on`."""
    parts = [_kind(details.status)]
    if details.uses_kms:
        key = key_text(details)
        parts.append("key not known" if key == NOT_KNOWN else key)
    if details.status.bucket_key or details.status.algorithm == Encryption.SSE_KMS.value:
        parts.append(f"bucket key {on_off(details.status.bucket_key)}")
    if details.status.client_side:
        parts.append("client-side")
    return ", ".join(parts)


def _kind(status: EncryptionStatus) -> str:
    words = algorithm_text(status)
    return words[0].upper() + words[1:]


def choice_text(choice: EncryptionChoice) -> str:
    """Name what is asked for: `AWS KMS master-key (SSE-KMS), test_key, bucket key on`."""
    return ", ".join((KIND_TEXTS[choice.kind], *_choice_details(choice)))


def short_choice_text(choice: EncryptionChoice) -> str:
    """Name what is asked for in a table: `SSE-KMS, test_key`."""
    if choice.kind is Encryption.BUCKET_DEFAULT:
        return KIND_TEXTS[choice.kind]
    status = EncryptionStatus(choice.kind.value)
    return ", ".join((algorithm_text(status), *_choice_details(choice)))


def _choice_details(choice: EncryptionChoice) -> Iterator[str]:
    if choice.kind.uses_kms:
        yield AWS_S3 if choice.key == AWS_S3_ALIAS else short_key(choice.key)
    if choice.bucket_key is not None:
        yield f"bucket key {on_off(choice.bucket_key)}"


def asked_text(expectation: Expectation) -> str:
    """Name what was asked for; the bucket's default with what it is."""
    choice = expectation.choice
    if choice.kind is not Encryption.BUCKET_DEFAULT:
        return short_choice_text(choice)
    if not expectation.known:
        return "Bucket default (not readable)"
    parts = [algorithm_text(EncryptionStatus(expectation.algorithm))]
    if expectation.aws_s3:
        parts.append(AWS_S3)
    elif expectation.key_name:
        parts.append(short_key(expectation.key_name))
    return f"Bucket default: {', '.join(parts)}"


def verdict_text(outcome: Outcome) -> str:
    """Say how an upload ended, with every reason for doubt."""
    word = RESULT_TEXTS[outcome.result]
    if outcome.error:
        return f"{word}: {outcome.error.title}"
    if outcome.proof and outcome.proof.doubts:
        return f"{word}: {'; '.join(finding_text(doubt) for doubt in outcome.proof.doubts)}"
    return word


def finding_text(finding: Finding) -> str:
    """Name both sides of a comparison; of the object as a whole, what was found."""
    if finding.aspect is Aspect.OBJECT:
        return f"{finding.aspect.value}: {finding.stored}"
    return f"{finding.aspect.value}: asked {finding.asked}, stored {finding.stored}"


def _arn(details: ObjectDetails) -> str:
    if details.key_arn:
        return details.key_arn
    key = details.status.key
    if key and key.startswith("arn:"):
        return key
    return NOT_KNOWN if details.uses_kms else NOTHING


def _checksum(details: ObjectDetails) -> str:
    checksum = details.checksum
    if checksum is None:
        return NOTHING
    kind = checksum.kind.lower().replace("_", " ")
    return f"{checksum.algorithm} {checksum.value} ({kind})"


def format_moment(moment: datetime | None) -> str:
    """Return a moment by the clock here, to the second: `2026-03-01 12:00:00 CET`."""
    if moment is None:
        return NOTHING
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S %Z").strip()


_UNITS = ("KB", "MB", "GB", "TB", "PB")


def format_size(size: float) -> str:
    """Return a number of bytes with at most three digits: `1.2 MB`; units of 1,000."""
    if size < 0:
        return NOT_KNOWN
    if size < 1000:
        return f"{size:.0f} byte{'' if round(size) == 1 else 's'}"
    exponent = 1
    # What would be rounded to 1,000 takes the next unit.
    while size / 1000**exponent >= 999.5 and exponent < len(_UNITS):
        exponent += 1
    number = size / 1000**exponent
    # 9.96 would be rounded to 10.0: no digit after the point there.
    digits = f"{number:.1f}".removesuffix(".0") if number < 9.95 else f"{number:.0f}"
    return f"{digits} {_UNITS[exponent - 1]}"


def format_exact_size(size: int) -> str:
    """Return a size for reading and for comparing: `1.2 MB (1,234,567 bytes)`."""
    words = format_size(size)
    return words if size < 1000 else f"{words} ({size:,} bytes)"


def format_speed(speed: float) -> str:
    """Return bytes a second: `82 MB/s`."""
    return f"{format_size(speed)}/s"


def format_duration(seconds: float) -> str:
    """Return a length of time in its two largest units: `12 s`, `3 min 05 s`, `1 h 02 min`."""
    whole = max(0, round(seconds))
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if days:
        return f"{days} d {hour:02} h"
    if hours:
        return f"{hours} h {minute:02} min"
    if minutes:
        return f"{minutes} min {second:02} s"
    return f"{second} s"
