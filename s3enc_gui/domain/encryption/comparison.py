"""Proof: what S3 stored, compared with what was requested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.client_side.choice import ClientSideKey
from s3enc_gui.domain.client_side.envelope import Envelope
from s3enc_gui.domain.client_side.findings import client_side_findings, encrypted_size_text
from s3enc_gui.domain.customer_keys.customer_key import ALGORITHM
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.finding import (
    Aspect,
    Finding,
    Verdict,
    bytes_text,
    equal,
    on_off,
    other_version,
    pairs_text,
    worst,
)
from s3enc_gui.domain.encryption.object_details import WHOLE, Checksum, ObjectDetails
from s3enc_gui.domain.encryption.requested_properties import NOTHING_MORE, Properties
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.keys.key_names import is_named, is_same_name
from s3enc_gui.i18n import AnyText, text

__all__ = ["Aspect", "Finding", "Proof", "Verdict", "compare", "on_off", "unconfirmed"]


@dataclass(frozen=True, slots=True)
class Proof:
    """All findings on one object."""

    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the findings."""
        return worst(finding.verdict for finding in self.findings)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The findings that are not verified."""
        return tuple(f for f in self.findings if f.verdict is not Verdict.VERIFIED)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What S3 must report for an object to be verified.

    - `algorithm`: None with `known` means no encryption (a bucket without default encryption).
    - `key_arn`: the ARN that the requested key resolves to; `key_name`: the key as the user typed
      it; `aws_s3`: the AWS managed key is requested.
    - `bucket_key`: None accepts the bucket's setting.
    - `known`: False if the bucket's default encryption couldn't be read or is invalid. Then an
      object that equals it is verified, and one that differs is CANNOT_TELL.
    - `amazon`: the server is Amazon S3, whose HeadObject reports everything it stores.
    - `client_side`: the key with which files are encrypted before they are sent.
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
    client_side: ClientSideKey | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: size in bytes, and checksums computed here (base64; `md5_etag` as an ETag).

    `composite` is the CRC64NVME of the parts' CRC64NVMEs and the number of parts (`…=-4`). It is
    None for a single PutObject, and for records of earlier versions of the program. `envelope` is
    the metadata of client-side encryption: size and checksums are then those of encrypted bytes.
    """

    size: int
    crc64nvme: str
    md5_etag: str | None = None
    composite: str | None = None
    envelope: Envelope = ()


def compare(
    asked: Expectation, details: ObjectDetails, sent: Sent, content_type: str | None = None
) -> Proof:
    """Compare what S3 reports for a stored object with what was requested and sent.

    `content_type` is what was sent. The response to the upload itself isn't used: a resumed upload
    has none, and the verdict must be the same. Only the encryption context is reported nowhere
    else (`details.context`).
    """
    asked_size = bytes_text(sent.size)
    stored_size = asked_size if details.size == sent.size else bytes_text(details.size)
    verdict = Verdict.CANNOT_TELL if details.size < 0 else equal(sent.size, details.size)
    if sent.envelope:
        asked_size = encrypted_size_text(sent.size)
    size = Finding(Aspect.SIZE, asked_size, stored_size, verdict)
    content = content_finding(sent, details.checksum, details.etag)
    if asked.amazon and details.uses_kms and details.checksum is None:
        content = _checksum_hidden(sent)
    properties = asked.properties.findings(details, content_type)
    own = client_side_findings(asked.client_side, sent.envelope, details)
    return Proof((*_encryption(asked, details), *own, size, content, *properties))


def unconfirmed(asked: Expectation, details: ObjectDetails, why: AnyText) -> Proof:
    """Compare the response to the upload itself if HeadObject failed, for the reason given.

    A difference counts; everything else is CANNOT_TELL.
    """
    confirmation = Finding(Aspect.OBJECT, text("confirmed by the server"), why, Verdict.CANNOT_TELL)
    return Proof((*_encryption(asked, details), confirmation))


def of_another_version(proof: Proof, named: str, details: ObjectDetails) -> Proof:
    """Return the proof if S3 returned another version than the one that the upload created.

    Its findings then neither confirm nor contradict the upload.
    """
    other = Finding(
        Aspect.OBJECT,
        text("version {version_id}", version_id=named),
        other_version(details.version_id),
        Verdict.CANNOT_TELL,
    )
    return Proof((*_softened(proof.findings), other))


def _softened(findings: Iterable[Finding]) -> list[Finding]:
    return [replace(one, verdict=one.verdict.softened) for one in findings]


def _encryption(asked: Expectation, details: ObjectDetails) -> list[Finding]:
    status = details.status
    stored = algorithm_text(status)
    if status.unreported and asked.choice.kind is Encryption.BUCKET_DEFAULT:
        return []  # nothing was requested, and nothing is reported
    if not asked.known and asked.algorithm is None:
        default = text("bucket default (not readable)")
        return [Finding(Aspect.ALGORITHM, default, stored, Verdict.CANNOT_TELL)]
    if asked.choice.kind is Encryption.SSE_C:
        return [
            Finding(Aspect.ALGORITHM, "SSE-C", stored, _customer_verdict(status)),
            _customer_key(asked.choice.customer_key, status),
        ]
    verdict = equal(asked.algorithm, status.algorithm)
    if status.customer_algorithm:
        verdict = Verdict.DIFFERENT
    elif status.unreported:
        verdict = Verdict.CANNOT_TELL
    requested = algorithm_text(EncryptionStatus(asked.algorithm))
    findings = [Finding(Aspect.ALGORITHM, requested, stored, verdict)]
    if asked.aws_s3 or asked.key_name:
        findings.append(_key(asked, details))
    if asked.bucket_key is not None:
        findings.append(_bucket_key(asked.bucket_key, status, amazon=asked.amazon))
    if asked.choice.context:
        findings.append(_context(asked.choice.context, details.context))
    return findings if asked.known else _softened(findings)


def _customer_verdict(status: EncryptionStatus) -> Verdict:
    """SSE-C is proved by the response to a request with the key, which has no other algorithm."""
    if status.customer_algorithm is None and status.unreported:
        return Verdict.CANNOT_TELL
    return equal((ALGORITHM, None), (status.customer_algorithm, status.algorithm))


def _customer_key(md5: str | None, status: EncryptionStatus) -> Finding:
    """S3 returns the MD5 of the key that decrypted the object, or refuses the request."""
    if status.customer_key is None:
        return Finding(Aspect.CUSTOMER_KEY, md5 or "", UNREPORTED, Verdict.CANNOT_TELL)
    verdict = equal(md5, status.customer_key)
    return Finding(Aspect.CUSTOMER_KEY, md5 or "", status.customer_key, verdict)


def _bucket_key(asked: bool, status: EncryptionStatus, *, amazon: bool) -> Finding:
    """Amazon S3 omits the field if it is off; some other servers always omit it."""
    if (asked and not status.bucket_key and not amazon) or status.unreported:
        return Finding(Aspect.BUCKET_KEY, on_off(asked), UNREPORTED, Verdict.CANNOT_TELL)
    verdict = equal(asked, status.bucket_key)
    return Finding(Aspect.BUCKET_KEY, on_off(asked), on_off(status.bucket_key), verdict)


def _context(asked: ContextPairs, stored: ContextPairs | None) -> Finding:
    """S3 returns the context in the response to the upload only, some servers not even there."""
    requested = pairs_text(dict(asked))
    if stored is None:
        missing = text("not in the response to the upload; S3 doesn't report it later")
        return Finding(Aspect.CONTEXT, requested, missing, Verdict.CANNOT_TELL)
    return Finding(Aspect.CONTEXT, requested, pairs_text(dict(stored)), equal(asked, stored))


def _key(asked: Expectation, details: ObjectDetails) -> Finding:
    name = "aws/s3" if asked.aws_s3 else asked.key_arn or asked.key_name or ""
    stored = details.key_arn or details.status.key
    if stored is None:
        found = reported_key(details.status)
        verdict = Verdict.CANNOT_TELL if found is UNREPORTED else Verdict.DIFFERENT
        return Finding(Aspect.KEY, name, found, verdict)
    if asked.aws_s3:
        return Finding(Aspect.KEY, name, stored, _VERDICTS[details.key_is_aws_s3])
    if asked.key_arn is None:
        return Finding(Aspect.KEY, name, stored, _VERDICTS[is_named(asked.key_name or "", stored)])
    same = is_same_name(asked.key_arn, stored)
    return Finding(Aspect.KEY, name, stored, _VERDICTS[same])


_VERDICTS = {True: Verdict.VERIFIED, False: Verdict.DIFFERENT, None: Verdict.CANNOT_TELL}


def reported_key(status: EncryptionStatus) -> AnyText:
    """Return the KMS key that S3 reports.

    Without encryption there is none; with encryption, the server just doesn't report it.
    """
    if status.key or status.algorithm or status.unreported:
        return status.key or UNREPORTED
    return text("none")


UNREPORTED = text("not reported by the server")
"""What is found if S3 doesn't report it."""


def content_finding(sent: Sent, reported: Checksum | None, etag: str) -> Finding:
    """Compare the content by CRC64NVME (full object, else composite), else by an MD5 ETag.

    Only a full-object checksum can prove a difference. Composite CRC64NVME checksums are not
    defined by S3, and the ETag of an object encrypted with KMS is no MD5 (S3 API Reference,
    Object).
    """
    asked = f"CRC64NVME {sent.crc64nvme}"
    if reported and reported.algorithm == "CRC64NVME":
        stored = f"CRC64NVME {reported.value}"
        if reported.kind == WHOLE:
            return Finding(Aspect.CHECKSUM, asked, stored, equal(sent.crc64nvme, reported.value))
        if sent.composite and reported.value in (sent.composite, sent.composite.partition("-")[0]):
            parts = text("CRC64NVME of the parts {checksum}", checksum=sent.composite)
            return Finding(Aspect.CHECKSUM, parts, stored, Verdict.VERIFIED)
    if sent.md5_etag and etag == sent.md5_etag:
        return Finding(Aspect.CHECKSUM, f"MD5 {sent.md5_etag}", f"ETag {etag}", Verdict.VERIFIED)
    return Finding(Aspect.CHECKSUM, asked, text("no comparable checksum"), Verdict.CANNOT_TELL)


def _checksum_hidden(sent: Sent) -> Finding:
    """Return the finding if HeadObject reports the checksum only with kms:Decrypt.

    Amazon S3 verified the checksum that was sent before it stored the object (else BadDigest).
    """
    stored = text("verified by S3 on upload; reading it requires kms:Decrypt")
    return Finding(Aspect.CHECKSUM, f"CRC64NVME {sent.crc64nvme}", stored, Verdict.VERIFIED)


_ALGORITHMS: Mapping[str | None, AnyText] = {
    None: text("not encrypted"),
    "AES256": "SSE-S3",
    "aws:kms": "SSE-KMS",
    "aws:kms:dsse": "DSSE-KMS",
    Encryption.SSE_C.value: "SSE-C",  # of a choice; S3 reports it by a field of its own
}


def algorithm_text(status: EncryptionStatus) -> AnyText:
    """Name the kind of encryption; an unknown value is "encrypted: other", never "none"."""
    if status.customer_algorithm:
        return _customer_text(status, status.customer_algorithm)
    if status.unreported:
        return UNREPORTED
    if status.algorithm in _ALGORITHMS:
        return _ALGORITHMS[status.algorithm]
    return text("encrypted: other ({algorithm})", algorithm=status.algorithm)


def _customer_text(status: EncryptionStatus, algorithm: str) -> AnyText:
    """Name SSE-C, and what no server should report with it."""
    name = "SSE-C" if algorithm == ALGORITHM else f"SSE-C ({algorithm})"
    if status.algorithm is None:
        return name
    return text(
        "{one} and {other}", one=name, other=algorithm_text(EncryptionStatus(status.algorithm))
    )
