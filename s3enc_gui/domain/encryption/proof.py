"""Proof: what S3 stored, compared with what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from s3enc_gui.domain.encryption.choice import EncryptionChoice
from s3enc_gui.domain.encryption.finding import (
    Aspect,
    Finding,
    Verdict,
    equal,
    other_version,
    worst,
)
from s3enc_gui.domain.encryption.object_details import WHOLE, Checksum, ObjectDetails
from s3enc_gui.domain.encryption.requested_properties import NOTHING_MORE, Properties
from s3enc_gui.domain.encryption.status import EncryptionStatus

__all__ = ["Aspect", "Finding", "Proof", "Verdict", "compare", "unconfirmed"]


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
    """What an object must show for what was asked to be proved.

    `algorithm` None with `known`: no encryption at all (a bucket without default). `key_arn` is the
    ARN the asked key resolves to; `key_name` what the user called it. `aws_s3`: the AWS managed
    key is asked for. `bucket_key` None: the bucket's setting, whatever it is. `known` False: the
    bucket's default could not be read, or makes no sense: an object that is like it is as asked,
    one that is not may be so, too. `amazon`: the server is Amazon's, which shows in HeadObject all
    that it keeps.
    """

    choice: EncryptionChoice
    algorithm: str | None = None
    key_name: str | None = None
    key_arn: str | None = None
    aws_s3: bool = False
    bucket_key: bool | None = None
    known: bool = True
    amazon: bool = False
    properties: Properties = NOTHING_MORE


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
    asked: Expectation, details: ObjectDetails, sent: Sent, content_type: str | None = None
) -> Proof:
    """Compare what S3 says of an object afterwards with what was asked and sent.

    `content_type` is what was sent with it. Nothing is taken from the answer of the upload itself:
    an upload that is resumed has none, and the verdict must be the same.
    """
    size = Finding(
        Aspect.SIZE,
        f"{sent.size:,} bytes",
        f"{details.size:,} bytes",
        equal(sent.size, details.size),
    )
    content = content_finding(sent, details.checksum, details.etag)
    if asked.amazon and details.uses_kms and details.checksum is None:
        content = _hidden(sent)
    properties = asked.properties.findings(details, content_type)
    return Proof((*_encryption(asked, details), size, content, *properties))


def unconfirmed(asked: Expectation, details: ObjectDetails, why: str) -> Proof:
    """Judge by the upload's own answer where HeadObject would not confirm it.

    A difference is one all the same; anything else stays open, for the reason given.
    """
    confirmation = Finding(Aspect.OBJECT, "confirmed by HeadObject", why, Verdict.CANNOT_TELL)
    return Proof((*_encryption(asked, details), confirmation))


def of_another_version(proof: Proof, named: str, details: ObjectDetails) -> Proof:
    """Return the proof where S3 showed another version than the one that the upload was answered.

    Nothing that was seen there speaks for or against what was uploaded.
    """
    shown = other_version(details.version_id)
    other = Finding(Aspect.OBJECT, f"version {named}", shown, Verdict.CANNOT_TELL)
    return Proof((*_softened(proof.findings), other))


def _softened(findings: Iterable[Finding]) -> list[Finding]:
    return [replace(one, verdict=one.verdict.softened) for one in findings]


def _encryption(asked: Expectation, details: ObjectDetails) -> list[Finding]:
    status = details.status
    stored = algorithm_text(status)
    if not asked.known and asked.algorithm is None:
        return [
            Finding(Aspect.ALGORITHM, "bucket default (not readable)", stored, Verdict.CANNOT_TELL)
        ]
    same = equal(asked.algorithm, status.algorithm)
    if status.customer_algorithm:
        same = Verdict.DIFFERENT
    findings = [
        Finding(
            Aspect.ALGORITHM,
            algorithm_text(EncryptionStatus(asked.algorithm)),
            stored,
            same,
        )
    ]
    if asked.aws_s3 or asked.key_name:
        findings.append(_key(asked, details))
    if asked.bucket_key is not None:
        findings.append(_bucket_key(asked.bucket_key, status, amazon=asked.amazon))
    return findings if asked.known else _softened(findings)


def _bucket_key(asked: bool, status: EncryptionStatus, *, amazon: bool) -> Finding:
    """Amazon leaves the field out where it is off; some other servers leave it out always."""
    if asked and not status.bucket_key and not amazon:
        stored = "not shown by HeadObject"
        return Finding(Aspect.BUCKET_KEY, on_off(asked), stored, Verdict.CANNOT_TELL)
    return Finding(
        Aspect.BUCKET_KEY,
        on_off(asked),
        on_off(status.bucket_key),
        equal(asked, status.bucket_key),
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
    return Finding(Aspect.KEY, name, stored, equal(asked.key_arn, stored))


def content_finding(sent: Sent, reported: Checksum | None, etag: str) -> Finding:
    """Compare the bytes: by S3's CRC64NVME of the whole object if it reports one, else by that of
    the parts, else by the ETag where that is an MD5.

    Only the first one says that they differ: what a server makes a checksum of parts of is its own
    affair (S3 has none of CRC64NVME), and under KMS an ETag is no MD5 (API_Object).
    """
    asked = f"CRC64NVME {sent.crc64nvme}"
    if reported and reported.algorithm == "CRC64NVME":
        stored = f"CRC64NVME {reported.value}"
        if reported.kind == WHOLE:
            return Finding(Aspect.CHECKSUM, asked, stored, equal(sent.crc64nvme, reported.value))
        if sent.composite and reported.value in (sent.composite, sent.composite.partition("-")[0]):
            words = f"CRC64NVME of the parts {sent.composite}"
            return Finding(Aspect.CHECKSUM, words, stored, Verdict.VERIFIED)
    if sent.md5_etag and etag == sent.md5_etag:
        return Finding(Aspect.CHECKSUM, f"MD5 {sent.md5_etag}", f"ETag {etag}", Verdict.VERIFIED)
    none = "none reported that can be compared"
    return Finding(Aspect.CHECKSUM, asked, none, Verdict.CANNOT_TELL)


def _hidden(sent: Sent) -> Finding:
    """Return the finding on an object whose checksum HeadObject shows only with kms:Decrypt.

    Amazon compared the checksum that was sent before it stored the object (BadDigest otherwise).
    """
    stored = "compared by S3 as it was stored; to read it needs kms:Decrypt"
    return Finding(Aspect.CHECKSUM, f"CRC64NVME {sent.crc64nvme}", stored, Verdict.VERIFIED)


_ALGORITHMS = {
    None: "not encrypted",
    "AES256": "SSE-S3",
    "aws:kms": "SSE-KMS",
    "aws:kms:dsse": "DSSE-KMS",
}


def algorithm_text(status: EncryptionStatus) -> str:
    """Name the kind of encryption; an unknown value is "encrypted: other", never "none"."""
    if status.customer_algorithm:
        return "SSE-C"
    return _ALGORITHMS.get(status.algorithm, f"encrypted: other ({status.algorithm})")


def on_off(value: bool) -> str:
    """`on` or `off`."""
    return "on" if value else "off"
