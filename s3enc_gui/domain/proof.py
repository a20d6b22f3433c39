"""Proof: what S3 stored, compared with what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from s3enc_gui.domain.encryption import EncryptionChoice, EncryptionStatus
from s3enc_gui.domain.object_details import ObjectDetails


class Verdict(Enum):
    """The outcome of a comparison; the worst one of its findings."""

    VERIFIED = "verified"
    CANNOT_TELL = "cannot tell"
    DIFFERENT = "different"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Different beats cannot tell beats verified; nothing found proves nothing."""
    found = set(verdicts)
    for verdict in (Verdict.DIFFERENT, Verdict.CANNOT_TELL):
        if verdict in found:
            return verdict
    return Verdict.VERIFIED if found else Verdict.CANNOT_TELL


class Aspect(Enum):
    """What is compared."""

    ALGORITHM = "Server-side encryption"
    KEY = "KMS key"
    BUCKET_KEY = "Bucket key"
    SIZE = "Size"
    CHECKSUM = "Checksum"
    OBJECT = "Object"


@dataclass(frozen=True, slots=True)
class Finding:
    """One aspect: what was asked, what is stored, in words, and what follows."""

    aspect: Aspect
    asked: str
    stored: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Proof:
    """All findings on one object."""

    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings."""
        return worst(finding.verdict for finding in self.findings)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The findings that keep the object from being verified."""
        return tuple(f for f in self.findings if f.verdict is not Verdict.VERIFIED)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a status must show for an encryption choice to be proved.

    `algorithm` None with `known`: no encryption at all (a bucket without default). `key_arn` is the
    ARN the asked key resolves to; `key_name` what the user called it. `aws_s3`: the AWS managed
    key is asked for. `bucket_key` None: the bucket's setting, whatever it is. `known` False: the
    bucket's default could not be read, so nothing can be proved.
    """

    choice: EncryptionChoice
    algorithm: str | None = None
    key_name: str | None = None
    key_arn: str | None = None
    aws_s3: bool = False
    bucket_key: bool | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: bytes, and checksum evidence computed here (base64 and ETag text).

    `composite` is the CRC64NVME of the CRC64NVMEs of the parts with their number behind it, as
    `…=-4`; None: it was sent whole, or an earlier version of the program noted it.
    """

    size: int
    crc64nvme: str
    md5_etag: str | None = None
    composite: str | None = None


def compare(
    asked: Expectation, details: ObjectDetails, sent: Sent, answered: EncryptionStatus
) -> Proof:
    """Compare what HeadObject says with what was asked and sent.

    `answered` is the status in the answer of the upload itself.
    """
    size = Finding(
        Aspect.SIZE,
        f"{sent.size:,} bytes",
        f"{details.size:,} bytes",
        _equal(sent.size, details.size),
    )
    return Proof((*_encryption(asked, details, answered), size, _checksum(sent, details)))


def unconfirmed(asked: Expectation, details: ObjectDetails, why: str) -> Proof:
    """Judge by the upload's own answer where HeadObject would not confirm it.

    A difference is one all the same; anything else stays open, for the reason given.
    """
    confirmation = Finding(Aspect.OBJECT, "confirmed by HeadObject", why, Verdict.CANNOT_TELL)
    return Proof((*_encryption(asked, details, details.status), confirmation))


def _encryption(
    asked: Expectation, details: ObjectDetails, answered: EncryptionStatus
) -> list[Finding]:
    status = details.status
    stored = algorithm_words(status)
    if not asked.known:
        return [
            Finding(Aspect.ALGORITHM, "bucket default (not readable)", stored, Verdict.CANNOT_TELL)
        ]
    same = _equal(asked.algorithm, status.algorithm)
    if status.customer_algorithm:
        same = Verdict.DIFFERENT
    findings = [
        Finding(
            Aspect.ALGORITHM,
            algorithm_words(EncryptionStatus(asked.algorithm)),
            stored,
            same,
        )
    ]
    if asked.aws_s3 or asked.key_name:
        findings.append(_key(asked, details))
    if asked.bucket_key is not None:
        findings.append(_bucket_key(asked.bucket_key, status, answered))
    return findings


def _bucket_key(asked: bool, status: EncryptionStatus, answered: EncryptionStatus) -> Finding:
    """S3 leaves the field out where it is off; some servers leave it out of HEAD always."""
    if answered.bucket_key and not status.bucket_key:
        stored = "on in the upload's answer, not confirmed by HeadObject"
        return Finding(Aspect.BUCKET_KEY, on_off(asked), stored, Verdict.CANNOT_TELL)
    return Finding(
        Aspect.BUCKET_KEY,
        on_off(asked),
        on_off(status.bucket_key),
        _equal(asked, status.bucket_key),
    )


def _key(asked: Expectation, details: ObjectDetails) -> Finding:
    name = "aws/s3" if asked.aws_s3 else asked.key_arn or asked.key_name or ""
    stored = details.key_arn or details.status.key
    if stored is None:
        # Without encryption there is surely no key; with it, the server just does not say.
        verdict = Verdict.CANNOT_TELL if details.status.algorithm else Verdict.DIFFERENT
        return Finding(Aspect.KEY, name, "no key named", verdict)
    if asked.aws_s3:
        answers = {True: Verdict.VERIFIED, False: Verdict.DIFFERENT, None: Verdict.CANNOT_TELL}
        return Finding(Aspect.KEY, name, stored, answers[details.key_is_aws_s3])
    if asked.key_arn is None:
        # A key id is unique: the ARN that ends with it is the ARN of that key.
        named = stored == asked.key_name or stored.endswith(f":key/{asked.key_name}")
        same = Verdict.VERIFIED if named else Verdict.CANNOT_TELL
        return Finding(Aspect.KEY, name, stored, same)
    return Finding(Aspect.KEY, name, stored, _equal(asked.key_arn, stored))


def _checksum(sent: Sent, details: ObjectDetails) -> Finding:
    """S3's CRC64NVME of the whole object if it reports one, else its ETag where that is an MD5."""
    reported = details.checksum
    if reported and reported.algorithm == "CRC64NVME":
        return Finding(
            Aspect.CHECKSUM,
            f"CRC64NVME {sent.crc64nvme}",
            f"CRC64NVME {reported.value}",
            _equal(sent.crc64nvme, reported.value),
        )
    if sent.md5_etag and details.etag == sent.md5_etag:
        return Finding(
            Aspect.CHECKSUM, f"MD5 {sent.md5_etag}", f"ETag {details.etag}", Verdict.VERIFIED
        )
    # An ETag that is not the MD5 proves nothing either way: under KMS it is none (API_Object).
    return Finding(
        Aspect.CHECKSUM,
        f"CRC64NVME {sent.crc64nvme}",
        "none reported that can be compared",
        Verdict.CANNOT_TELL,
    )


def _equal(asked: object, stored: object) -> Verdict:
    return Verdict.VERIFIED if asked == stored else Verdict.DIFFERENT


_ALGORITHMS = {
    None: "not encrypted",
    "AES256": "SSE-S3",
    "aws:kms": "SSE-KMS",
    "aws:kms:dsse": "DSSE-KMS",
}


def algorithm_words(status: EncryptionStatus) -> str:
    """Name the kind of encryption; an unknown value is "encrypted: other", never "none"."""
    if status.customer_algorithm:
        return "SSE-C"
    return _ALGORITHMS.get(status.algorithm, f"encrypted: other ({status.algorithm})")


def on_off(value: bool) -> str:
    """`on` or `off`."""
    return "on" if value else "off"
