"""Finding: one comparison of what was asked with what is stored, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """The outcome of a comparison; the worst one of its findings."""

    VERIFIED = "verified"
    CANNOT_TELL = "cannot tell"
    DIFFERENT = "different"

    @property
    def softened(self) -> Verdict:
        """What is left of it where something else may have been looked at: no difference."""
        return Verdict.CANNOT_TELL if self is Verdict.DIFFERENT else self


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Different beats cannot tell beats verified; nothing found proves nothing."""
    found = set(verdicts)
    for verdict in (Verdict.DIFFERENT, Verdict.CANNOT_TELL):
        if verdict in found:
            return verdict
    return Verdict.VERIFIED if found else Verdict.CANNOT_TELL


def equal(asked: object, stored: object) -> Verdict:
    """Verified where both are the same, else different."""
    return Verdict.VERIFIED if asked == stored else Verdict.DIFFERENT


def other_version(version_id: str | None) -> str:
    """Return what is found where another version was looked at than the one that was stored."""
    return f"version {version_id}: another version was looked at"


OTHER_WRITER = "somebody else wrote the same name meanwhile"
"""What is found where the ETag is not the one that the request was answered."""


class Aspect(Enum):
    """What is compared."""

    ALGORITHM = "Server-side encryption"
    KEY = "KMS key"
    BUCKET_KEY = "Bucket key"
    SIZE = "Size"
    CHECKSUM = "Checksum"
    STORAGE_CLASS = "Storage class"
    CONTENT_TYPE = "Content type"
    METADATA = "User metadata"
    TAGS = "Tags"
    OBJECT = "Object"


@dataclass(frozen=True, slots=True)
class Finding:
    """One aspect: what was asked, what is stored, in words, and what follows."""

    aspect: Aspect
    asked: str
    stored: str
    verdict: Verdict


def pairs_text(pairs: Mapping[str, str]) -> str:
    """Return names and values in one line, by name; `none` where there are none."""
    return ", ".join(f"{name}={value}" for name, value in sorted(pairs.items())) or "none"
