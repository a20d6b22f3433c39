"""Proof of a copy: what S3 says of it, compared with what S3 says of its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from s3enc_gui.domain.encryption.finding import (
    OTHER_WRITER,
    Verdict,
    equal,
    other_version,
    pairs_text,
    worst,
)
from s3enc_gui.domain.encryption.object_details import WHOLE, Checksum, ObjectDetails, ObjectLock
from s3enc_gui.domain.encryption.proof import algorithm_text, on_off
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.uploads.plan import STORAGE_CLASSES

# A server that answers so has no tags.
_NO_TAGS_HERE = frozenset({"NotImplemented", "501"})


class Trait(StrEnum):
    """What a copy has to keep; values as the window shows them."""

    ENCRYPTION = "Server-side encryption"
    KEY = "KMS key"
    BUCKET_KEY = "Bucket key"
    SIZE = "Size"
    CONTENT = "Content"
    STORAGE_CLASS = "Storage class"
    HEADERS = "Content headers"
    METADATA = "User metadata"
    TAGS = "Tags"
    LOCK = "Object Lock"
    OBJECT = "Object"


@dataclass(frozen=True, slots=True)
class CopySource:
    """An object with all that a copy has to keep."""

    details: ObjectDetails

    @property
    def tags(self) -> Mapping[str, str] | None:
        """Its tags; None where they may not be read."""
        if self.details.tags is None and self.details.tags_refused in _NO_TAGS_HERE:
            return {}
        return self.details.tags

    @property
    def headers(self) -> dict[str, str]:
        """The content headers it has, by their boto3 names."""
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
    """One trait of both sides, in words, and what follows."""

    trait: Trait
    source: str
    copy: str
    verdict: Verdict

    @property
    def words(self) -> str:
        """Both sides in one line; of the object as a whole, what was found."""
        if self.trait is Trait.OBJECT:
            return f"{self.trait}: {self.copy}"
        return f"{self.trait}: source {self.source}, copy {self.copy}"


@dataclass(frozen=True, slots=True)
class CopyProof:
    """All that was compared."""

    findings: tuple[TraitCheck, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings."""
        return worst(finding.verdict for finding in self.findings)

    @property
    def doubts(self) -> tuple[TraitCheck, ...]:
        """The findings that keep the copy from being verified."""
        return tuple(one for one in self.findings if one.verdict is not Verdict.VERIFIED)

    @property
    def lacks_only_content(self) -> bool:
        """Whether all is verified but the bytes, which no checksum tells."""
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

    `answered_etag` and `answered_version` are what the copying itself was answered. `same_bytes`:
    both were read and found to be the same, or not; None: nobody read them.
    """
    theirs, ours = source.details, copy.details
    findings = [
        *_encryption(theirs.status, ours.status),
        _same(Trait.SIZE, f"{theirs.size:,} bytes", f"{ours.size:,} bytes"),
        _content(theirs, ours, same_bytes),
        _storage_class(theirs.storage_class, ours.storage_class),
        _same(Trait.HEADERS, pairs_text(source.headers), pairs_text(copy.headers)),
        _metadata(theirs, ours),
        _tags(source.tags, copy.tags),
    ]
    if is_locked(theirs.lock):
        findings.append(_same(Trait.LOCK, lock_text(theirs.lock), lock_text(ours.lock)))
    if named_version(answered_version) is not None and answered_version != ours.version_id:
        other = other_version(ours.version_id)
        found = TraitCheck(Trait.OBJECT, f"version {answered_version}", other, Verdict.CANNOT_TELL)
        # Nothing that was seen there speaks against the copy.
        softened = (replace(one, verdict=one.verdict.softened) for one in findings)
        return CopyProof((*softened, found))
    if answered_etag and answered_etag != ours.etag:
        findings.append(TraitCheck(Trait.OBJECT, answered_etag, OTHER_WRITER, Verdict.CANNOT_TELL))
    return CopyProof(tuple(findings))


def unseen(why: str, verdict: Verdict = Verdict.CANNOT_TELL) -> CopyProof:
    """Return the proof of a copy that could not be looked at, for the reason given."""
    return CopyProof((TraitCheck(Trait.OBJECT, "", why, verdict),))


def _encryption(source: EncryptionStatus, copy: EncryptionStatus) -> Iterator[TraitCheck]:
    theirs, ours = algorithm_text(source), algorithm_text(copy)
    if source.algorithm is None:
        # No encryption cannot be asked for: it becomes what the bucket makes of it.
        yield TraitCheck(Trait.ENCRYPTION, theirs, ours, Verdict.VERIFIED)
        return
    yield _same(Trait.ENCRYPTION, theirs, ours)
    if source.key or copy.key or source.algorithm.startswith("aws:kms"):
        yield _key(source, copy)
    if source.algorithm == "aws:kms":
        yield _same(Trait.BUCKET_KEY, on_off(source.bucket_key), on_off(copy.bucket_key))


def _key(source: EncryptionStatus, copy: EncryptionStatus) -> TraitCheck:
    theirs, ours = source.key or "no key named", copy.key or "no key named"
    # A server that says SSE-KMS and names no key does not tell; without encryption there is none.
    tells = (source.key and copy.key) or copy.algorithm is None
    verdict = equal(source.key, copy.key) if tells else Verdict.CANNOT_TELL
    return TraitCheck(Trait.KEY, theirs, ours, verdict)


def _content(source: ObjectDetails, copy: ObjectDetails, same_bytes: bool | None) -> TraitCheck:
    """By checksums of the whole object, else by ETags, else by having read both."""
    if same_bytes is not None:
        words = ("read", "read, the same bytes" if same_bytes else "read, other bytes")
        return TraitCheck(Trait.CONTENT, *words, equal(same_bytes, True))
    theirs, ours = source.checksum, copy.checksum
    if theirs and ours and _can_be_compared(theirs, ours):
        words = (f"{theirs.algorithm} {theirs.value}", f"{ours.algorithm} {ours.value}")
        return _same(Trait.CONTENT, *words)
    if source.etag and source.etag == copy.etag:
        return _same(Trait.CONTENT, f"ETag {source.etag}", f"ETag {copy.etag}")
    # ETags that differ prove nothing: of parts, and under KMS, they are no MD5 (API_Object).
    none = "no checksum to compare"
    return TraitCheck(Trait.CONTENT, none, none, Verdict.CANNOT_TELL)


def _can_be_compared(one: Checksum, other: Checksum) -> bool:
    return one.algorithm == other.algorithm and one.kind == other.kind == WHOLE


def _storage_class(source: str, copy: str) -> TraitCheck:
    if source not in STORAGE_CLASSES:  # it cannot be asked for
        return TraitCheck(Trait.STORAGE_CLASS, source, copy, Verdict.VERIFIED)
    return _same(Trait.STORAGE_CLASS, source, copy)


def _metadata(source: ObjectDetails, copy: ObjectDetails) -> TraitCheck:
    theirs, ours = pairs_text(_lowered(source.metadata)), pairs_text(_lowered(copy.metadata))
    found = _same(Trait.METADATA, theirs, ours)
    if found.verdict is Verdict.VERIFIED and (source.metadata_left_out or copy.metadata_left_out):
        theirs, ours = (f"{one.metadata_left_out} not readable" for one in (source, copy))
        return TraitCheck(Trait.METADATA, theirs, ours, Verdict.CANNOT_TELL)
    return found


def _tags(source: Mapping[str, str] | None, copy: Mapping[str, str] | None) -> TraitCheck:
    theirs, ours = (
        "not allowed to look" if one is None else pairs_text(one) for one in (source, copy)
    )
    if source is None or copy is None:
        return TraitCheck(Trait.TAGS, theirs, ours, Verdict.CANNOT_TELL)
    return _same(Trait.TAGS, theirs, ours)


def is_locked(lock: ObjectLock) -> bool:
    """Whether something keeps the object from being deleted; S3 gives a copy nothing of it."""
    return bool(lock.mode) or lock.legal_hold == "ON"


def lock_text(lock: ObjectLock) -> str:
    """Return what keeps an object: `GOVERNANCE until 2030-01-01, legal hold`; `none`."""
    until = f" until {lock.retain_until:%Y-%m-%d}" if lock.retain_until else ""
    parts = [f"{lock.mode}{until}"] if lock.mode else []
    return ", ".join([*parts, *(["legal hold"] if lock.legal_hold == "ON" else [])]) or "none"


def _lowered(pairs: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in pairs.items()}


def _same(trait: Trait, source: str, copy: str) -> TraitCheck:
    return TraitCheck(trait, source, copy, equal(source, copy))
