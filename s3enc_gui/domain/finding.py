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


def pairs_words(pairs: Mapping[str, str]) -> str:
    """Return names and values in one line, by name; `none` where there are none."""
    return ", ".join(f"{name}={value}" for name, value in sorted(pairs.items())) or "none"
