"""Finding: one comparison of what was requested with what is stored, and its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import AnyText, Text, text, text_plural, untranslated


class Verdict(Enum):
    """The outcome of a comparison, or the worst outcome of several."""

    VERIFIED = "verified"
    CANNOT_TELL = "cannot tell"
    DIFFERENT = "different"

    @property
    def softened(self) -> Verdict:
        """The verdict if another version may have been examined: a difference proves nothing."""
        return Verdict.CANNOT_TELL if self is Verdict.DIFFERENT else self


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst verdict: DIFFERENT, CANNOT_TELL, VERIFIED; CANNOT_TELL if there is none."""
    found = set(verdicts)
    for verdict in (Verdict.DIFFERENT, Verdict.CANNOT_TELL):
        if verdict in found:
            return verdict
    return Verdict.VERIFIED if found else Verdict.CANNOT_TELL


def equal(asked: object, stored: object) -> Verdict:
    """Return VERIFIED if both are equal, else DIFFERENT."""
    return Verdict.VERIFIED if asked == stored else Verdict.DIFFERENT


class Aspect(Enum):
    """What is compared. The values are stored in receipts; labels are in `wording.labels`."""

    ALGORITHM = "Server-side encryption"
    KEY = "KMS key"
    CUSTOMER_KEY = "MD5 of the customer-provided key"
    BUCKET_KEY = "Bucket key"
    CONTEXT = "Encryption context"
    CLIENT_SIDE = "Client-side encryption"
    DATA_KEY = "Wrapped data key"
    CLIENT_CONTEXT = "Client-side encryption context"
    SIZE = "Size"
    CHECKSUM = "Checksum"
    STORAGE_CLASS = "Storage class"
    CONTENT_TYPE = "Content type"
    METADATA = "User metadata"
    TAGS = "Tags"
    OBJECT = "Object"


@dataclass(frozen=True, slots=True)
class Finding:
    """One aspect: what was requested, what is stored, and the verdict."""

    aspect: Aspect
    asked: AnyText
    stored: AnyText
    verdict: Verdict

    @property
    def recorded(self) -> Finding:
        """It as a receipt keeps it: in the source language."""
        if isinstance(self.asked, str) and isinstance(self.stored, str):
            return self
        return replace(self, asked=untranslated(self.asked), stored=untranslated(self.stored))

    @property
    def record(self) -> str:
        """It on one line, in the source language."""
        found = self.recorded
        return f"{self.aspect.value} – requested: {found.asked}, stored: {found.stored}"


ACCESS_DENIED = text("not readable (access denied)")
"""What is found if the permission to read it is missing."""


def other_writer(etag: str) -> Text:
    """Return what is found if the ETag is not the one in the response to the request."""
    return text("ETag {etag}: another request wrote the same key in the meantime", etag=etag)


def other_version(version_id: str | None) -> Text:
    """Return what is found if S3 returned another version than the one that was stored."""
    return text("version {version_id}: S3 returned another version", version_id=version_id)


def pairs_text(pairs: Mapping[str, str]) -> AnyText:
    """Return names and values on one line, sorted by name."""
    joined = ", ".join(f"{name}={value}" for name, value in sorted(pairs.items()))
    return joined or text("none")


def bytes_text(size: int) -> Text:
    """Return an exact size in bytes, or that it isn't reported."""
    if size < 0:
        return text("not reported")
    return text_plural("{count:,} byte", "{count:,} bytes", size, count=size)


_ON, _OFF = text("on"), text("off")


def on_off(value: bool) -> Text:
    """Return `on` or `off`."""
    return _ON if value else _OFF
