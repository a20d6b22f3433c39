"""Proof of a copy: what S3 reports for the copy, compared with what it reports for the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.copies.object_lock import is_locked, lock_text
from s3enc_gui.domain.encryption.comparison import UNREPORTED, algorithm_text, reported_key
from s3enc_gui.domain.encryption.finding import (
    ACCESS_DENIED,
    Verdict,
    bytes_text,
    equal,
    on_off,
    other_version,
    other_writer,
    pairs_text,
    worst,
)
from s3enc_gui.domain.encryption.object_details import WHOLE, Checksum, ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.headers.metadata import decoded_values
from s3enc_gui.domain.keys.key_names import is_same_name
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.uploads.plan import STORAGE_CLASSES
from s3enc_gui.i18n import AnyText, text

# Responses of a server that doesn't support tags.
_TAGS_UNSUPPORTED = frozenset({"NotImplemented", "501"})


class Trait(StrEnum):
    """What a copy has to preserve; labels are in `wording.labels`."""

    ENCRYPTION = "Server-side encryption"
    KEY = "KMS key"
    CUSTOMER_KEY = "MD5 of the customer-provided key"
    BUCKET_KEY = "Bucket key"
    CONTEXT = "Encryption context"
    SIZE = "Size"
    CONTENT = "Content"
    STORAGE_CLASS = "Storage class"
    HEADERS = "Content headers"
    METADATA = "User metadata"
    TAGS = "Tags"
    ANNOTATIONS = "Annotations"
    LOCK = "Object Lock"
    OBJECT = "Object"


@dataclass(frozen=True, slots=True)
class CopySource:
    """An object with everything that a copy has to preserve.

    `keeps_lock`: also its Object Lock, which S3 doesn't copy by itself. `had_customer_key`: the
    status of `details` is what the copy is to get; the object itself has SSE-C.
    """

    details: ObjectDetails
    keeps_lock: bool = False
    had_customer_key: bool = False

    @property
    def tags(self) -> Mapping[str, str] | None:
        """Its tags; None if they can't be read."""
        if self.details.tags is None and self.details.tags_refused in _TAGS_UNSUPPORTED:
            return {}
        return self.details.tags

    def sized(self, listed: int) -> CopySource:
        """Return it with the size in a listing (0: not known) if HeadObject doesn't report one."""
        if self.details.size >= 0 or not listed:
            return self
        return replace(self, details=replace(self.details, size=listed))

    @property
    def headers(self) -> dict[str, str]:
        """Its content headers, by their boto3 names."""
        content = self.details.content
        headers = {
            "CacheControl": content.cache_control,
            "ContentDisposition": content.disposition,
            "ContentEncoding": content.encoding,
            "ContentLanguage": content.language,
            "ContentType": self.details.content_type,
            "Expires": content.expires,
            "WebsiteRedirectLocation": content.redirect,
        }
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True, slots=True)
class TraitCheck:
    """One trait of the source and of the copy, and the verdict."""

    trait: Trait
    source: AnyText
    copy: AnyText
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CopyProof:
    """All comparisons of one copy."""

    findings: tuple[TraitCheck, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the findings."""
        return worst(finding.verdict for finding in self.findings)

    @property
    def doubts(self) -> tuple[TraitCheck, ...]:
        """The findings that are not verified."""
        return tuple(one for one in self.findings if one.verdict is not Verdict.VERIFIED)

    @property
    def lacks_only_content(self) -> bool:
        """Whether only the content is not verified, for want of a checksum."""
        return {(one.trait, one.verdict) for one in self.doubts} == {
            (Trait.CONTENT, Verdict.CANNOT_TELL)
        }


def compare(
    source: CopySource,
    copy: CopySource,
    answered_etag: str = "",
    same_bytes: bool | None = None,
    answered_version: str | None = None,
) -> CopyProof:
    """Compare a copy with its source.

    `answered_etag` and `answered_version` are from the response to the copy request. `same_bytes`
    is the result of reading and comparing both objects; None if they weren't read.
    """
    theirs, ours = source.details, copy.details
    findings = [
        *_encryption(theirs.status, ours.status),
        _size(theirs.size, ours.size),
        _content(source, ours, same_bytes),
        _storage_class(theirs.storage_class, ours.storage_class),
        _same(Trait.HEADERS, *(pairs_text(decoded_values(one.headers)) for one in (source, copy))),
        _metadata(theirs, ours),
        _tags(source.tags, copy.tags),
    ]
    if is_locked(theirs.lock):
        findings.append(_same(Trait.LOCK, lock_text(theirs.lock), lock_text(ours.lock)))
    if named_version(answered_version) is not None and answered_version != ours.version_id:
        found = TraitCheck(
            Trait.OBJECT,
            text("version {version_id}", version_id=answered_version),
            other_version(ours.version_id),
            Verdict.CANNOT_TELL,
        )
        # Differences of another version don't count against the copy.
        softened = (replace(one, verdict=one.verdict.softened) for one in findings)
        return CopyProof((*softened, found))
    if answered_etag and answered_etag != ours.etag:
        other = other_writer(ours.etag)
        findings.append(TraitCheck(Trait.OBJECT, answered_etag, other, Verdict.CANNOT_TELL))
    return CopyProof(tuple(findings))


def unseen(why: AnyText, verdict: Verdict = Verdict.CANNOT_TELL) -> CopyProof:
    """Return the proof of a copy that couldn't be read, for the reason given."""
    return CopyProof((TraitCheck(Trait.OBJECT, "", why, verdict),))


def _encryption(source: EncryptionStatus, copy: EncryptionStatus) -> Iterator[TraitCheck]:
    theirs, ours = algorithm_text(source), algorithm_text(copy)
    if source.customer_algorithm:
        yield from _customer_key(source, copy)
        return
    if source.algorithm is None and not copy.customer_algorithm:
        # "No encryption" can't be requested: the bucket's default applies.
        yield TraitCheck(Trait.ENCRYPTION, theirs, ours, Verdict.VERIFIED)
        return
    if copy.unreported:
        yield TraitCheck(Trait.ENCRYPTION, theirs, ours, Verdict.CANNOT_TELL)
        return
    yield _same(Trait.ENCRYPTION, theirs, ours)
    if source.key or copy.key or (source.algorithm or "").startswith("aws:kms"):
        yield _key(source, copy)
    if source.algorithm == "aws:kms":
        yield _same(Trait.BUCKET_KEY, on_off(source.bucket_key), on_off(copy.bucket_key))


def _customer_key(source: EncryptionStatus, copy: EncryptionStatus) -> Iterator[TraitCheck]:
    """Compare SSE-C: S3 reports the MD5 of the key that decrypted the copy, and nothing else."""
    theirs, ours = algorithm_text(source), algorithm_text(copy)
    if copy.customer_algorithm is None and copy.unreported:
        verdict = Verdict.CANNOT_TELL
    else:
        stored = (copy.customer_algorithm, copy.algorithm)
        verdict = equal((source.customer_algorithm, None), stored)
    yield TraitCheck(Trait.ENCRYPTION, theirs, ours, verdict)
    asked = source.customer_key or UNREPORTED
    if copy.customer_key is None:
        yield TraitCheck(Trait.CUSTOMER_KEY, asked, UNREPORTED, Verdict.CANNOT_TELL)
    else:
        yield _same(Trait.CUSTOMER_KEY, asked, copy.customer_key)


def _key(source: EncryptionStatus, copy: EncryptionStatus) -> TraitCheck:
    # A server that reports SSE-KMS without a key proves nothing; without encryption, there is none.
    if source.key and copy.key:
        verdict = equal(is_same_name(source.key, copy.key), True)
    else:
        is_known = copy.algorithm is None
        verdict = equal(source.key, copy.key) if is_known else Verdict.CANNOT_TELL
    return TraitCheck(Trait.KEY, reported_key(source), reported_key(copy), verdict)


def _size(source: int, copy: int) -> TraitCheck:
    verdict = Verdict.CANNOT_TELL if min(source, copy) < 0 else equal(source, copy)
    return TraitCheck(Trait.SIZE, bytes_text(source), bytes_text(copy), verdict)


def _content(whole: CopySource, copy: ObjectDetails, same_bytes: bool | None) -> TraitCheck:
    """Compare by reading both, else by full-object checksums, else by ETags."""
    if same_bytes is not None:
        found = text("read, same content") if same_bytes else text("read, different content")
        return TraitCheck(Trait.CONTENT, text("read"), found, equal(same_bytes, True))
    source = whole.details
    theirs, ours = source.checksum, copy.checksum
    if theirs and ours and _are_comparable(theirs, ours):
        checksums = (f"{theirs.algorithm} {theirs.value}", f"{ours.algorithm} {ours.value}")
        return _same(Trait.CONTENT, *checksums)
    is_opaque = whole.had_customer_key or any(
        one.status.customer_algorithm for one in (source, copy)
    )
    if source.etag and source.etag == copy.etag and not is_opaque:
        return _same(Trait.CONTENT, f"ETag {source.etag}", f"ETag {copy.etag}")
    # Different ETags prove nothing: those of multipart and KMS objects are no MD5, nor are those of
    # SSE-C (S3 API Reference, Object).
    none = text("no comparable checksum")
    return TraitCheck(Trait.CONTENT, none, none, Verdict.CANNOT_TELL)


def _are_comparable(one: Checksum, other: Checksum) -> bool:
    return one.algorithm == other.algorithm and one.kind == other.kind == WHOLE


def _storage_class(source: str, copy: str) -> TraitCheck:
    if source not in STORAGE_CLASSES:  # it can't be requested
        return TraitCheck(Trait.STORAGE_CLASS, source, copy, Verdict.VERIFIED)
    return _same(Trait.STORAGE_CLASS, source, copy)


def _metadata(source: ObjectDetails, copy: ObjectDetails) -> TraitCheck:
    theirs, ours = (pairs_text(_lowered(one.decoded_metadata)) for one in (source, copy))
    found = _same(Trait.METADATA, theirs, ours)
    if found.verdict is Verdict.VERIFIED and (source.metadata_left_out or copy.metadata_left_out):
        theirs, ours = (
            text("{count} not readable", count=one.metadata_left_out) for one in (source, copy)
        )
        return TraitCheck(Trait.METADATA, theirs, ours, Verdict.CANNOT_TELL)
    return found


def _tags(source: Mapping[str, str] | None, copy: Mapping[str, str] | None) -> TraitCheck:
    theirs, ours = (ACCESS_DENIED if one is None else pairs_text(one) for one in (source, copy))
    if source is None or copy is None:
        return TraitCheck(Trait.TAGS, theirs, ours, Verdict.CANNOT_TELL)
    return _same(Trait.TAGS, theirs, ours)


def _lowered(pairs: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in pairs.items()}


def _same(trait: Trait, source: AnyText, copy: AnyText) -> TraitCheck:
    return TraitCheck(trait, source, copy, equal(source, copy))
