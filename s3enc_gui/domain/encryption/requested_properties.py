"""Requested properties other than the encryption, compared with what S3 reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.finding import (
    ACCESS_DENIED,
    Aspect,
    Finding,
    Verdict,
    equal,
    pairs_text,
)
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.headers.metadata import decoded_values
from s3enc_gui.i18n import text, text_plural

if TYPE_CHECKING:
    from s3enc_gui.domain.uploads.plan import UploadOptions


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties requested for every object of an upload; empty ones are not compared.

    Additional tags and metadata are ignored: scanners add tags, servers add metadata.
    """

    storage_class: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, options: UploadOptions) -> Properties:
        """Return those of an upload."""
        return cls(options.storage_class, options.metadata, options.tags)

    def findings(self, details: ObjectDetails, content_type: str | None) -> Iterator[Finding]:
        """Compare the requested ones; `content_type` is what was sent for this object."""
        if self.storage_class:
            stored = details.storage_class
            verdict = equal(self.storage_class, stored)
            yield Finding(Aspect.STORAGE_CLASS, self.storage_class, stored, verdict)
        if content_type:
            yield _content_type(content_type, details.content_type)
        if self.metadata:
            yield _metadata(dict(self.metadata), details)
        if self.tags:
            yield _tags(dict(self.tags), details)


NOTHING_MORE = Properties()


def _content_type(asked: str, stored: str) -> Finding:
    if not stored:
        return Finding(Aspect.CONTENT_TYPE, asked, text("none reported"), Verdict.CANNOT_TELL)
    return Finding(Aspect.CONTENT_TYPE, asked, stored, equal(is_same_type(asked, stored), True))


def is_same_type(sent: str, stored: str) -> bool:
    """Whether a content type is the one that was sent, with parameters of the server's own."""
    (sent_media, *requested), (media, *reported) = _parts(sent), _parts(stored)
    return sent_media == media and set(requested) <= set(reported)


def _parts(content_type: str) -> list[str]:
    """Return the media type and its parameters, normalized for comparison (RFC 9110, 8.3.1).

    Servers add a charset, and write it in capitals. The default type of S3, `binary/octet-stream`,
    equals `application/octet-stream`.
    """
    media, *parameters = (part.strip().lower() for part in content_type.split(";"))
    media = media.replace("binary/octet-stream", "application/octet-stream")
    return [media, *(part.replace('"', "") for part in parameters)]


def _metadata(asked: dict[str, str], details: ObjectDetails) -> Finding:
    """Compare texts by case-insensitive names; HTTP strips the spaces around values."""
    asked = {name: value.strip() for name, value in decoded_values(asked).items()}
    shown = {name.lower(): value.strip() for name, value in details.decoded_metadata.items()}
    found = {name: shown[name.lower()] for name in asked if name.lower() in shown}
    if any(found[name] != asked[name] for name in found):
        verdict = Verdict.DIFFERENT
    elif len(found) == len(asked):
        verdict = Verdict.VERIFIED
    else:
        # S3 only counts values that headers can't carry (`MissingMeta`); these may be the missing.
        verdict = Verdict.CANNOT_TELL if details.metadata_left_out else Verdict.DIFFERENT
    stored = pairs_text(found)
    if details.metadata_left_out:
        count = details.metadata_left_out
        stored = text("{values}, {count} not readable", values=stored, count=count)
    return Finding(Aspect.METADATA, pairs_text(asked), stored, verdict)


def _tags(asked: dict[str, str], details: ObjectDetails) -> Finding:
    """Compare the tags; a tag count (HeadObject) below the requested one proves a difference."""
    count, requested = details.tag_count, pairs_text(asked)
    if count is not None and count < len(asked):
        stored = text_plural("{count} tag", "{count} tags", count)
        return Finding(Aspect.TAGS, requested, stored, Verdict.DIFFERENT)
    if details.tags is None:
        denied = not details.tags_refused or details.tags_refused in DENIED
        other = text("not readable ({code})", code=details.tags_refused)
        why = ACCESS_DENIED if denied else other
        return Finding(Aspect.TAGS, requested, why, Verdict.CANNOT_TELL)
    found = {name: details.tags[name] for name in asked if name in details.tags}
    return Finding(Aspect.TAGS, requested, pairs_text(found), equal(asked, found))
