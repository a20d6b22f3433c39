"""What is asked for beside the encryption, compared with what HeadObject and the tags say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from s3enc_gui.domain.encryption.finding import Aspect, Finding, Verdict, equal, pairs_text
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.uploads.plan import UploadOptions


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties that every object of an upload is to have; empty ones are the bucket's choice.

    What else an object has was not asked for and counts for nothing: scanners add tags, servers add
    metadata.
    """

    storage_class: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, options: UploadOptions) -> Properties:
        """Take down those of an upload."""
        return cls(options.storage_class, options.metadata, options.tags)

    def findings(self, details: ObjectDetails, content_type: str | None) -> Iterator[Finding]:
        """Compare those that were asked for; `content_type` is what was sent with this object."""
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
        return Finding(Aspect.CONTENT_TYPE, asked, "none shown", Verdict.CANNOT_TELL)
    return Finding(Aspect.CONTENT_TYPE, asked, stored, equal(_media(asked), _media(stored)))


def _media(content_type: str) -> str:
    """Return the media type, without its parameters (RFC 9110, 8.3.1).

    Both names of bytes that nothing is known of are one: S3 itself says `binary/octet-stream`.
    """
    media = content_type.partition(";")[0].strip().lower()
    return media.replace("binary/octet-stream", "application/octet-stream")


def _metadata(asked: dict[str, str], details: ObjectDetails) -> Finding:
    """Compare by names without case; HTTP takes the blanks around values away."""
    shown = {name.lower(): value.strip() for name, value in details.metadata.items()}
    found = {name: shown[name.lower()] for name in asked if name.lower() in shown}
    if any(found[name] != asked[name].strip() for name in found):
        verdict = Verdict.DIFFERENT
    elif len(found) == len(asked):
        verdict = Verdict.VERIFIED
    else:
        # What a header cannot carry is only counted (`MissingMeta`): it may be what is missing.
        verdict = Verdict.CANNOT_TELL if details.metadata_left_out else Verdict.DIFFERENT
    stored = pairs_text(found)
    if details.metadata_left_out:
        stored = f"{stored}, {details.metadata_left_out} not readable"
    return Finding(Aspect.METADATA, pairs_text(asked), stored, verdict)


def _tags(asked: dict[str, str], details: ObjectDetails) -> Finding:
    """The number of tags, which HeadObject may tell, proves nothing; too small, it disproves."""
    count, words = details.tag_count, pairs_text(asked)
    if count is not None and count < len(asked):
        return Finding(Aspect.TAGS, words, f"{count} tags", Verdict.DIFFERENT)
    if details.tags is None:
        denied = not details.tags_refused or details.tags_refused in DENIED
        why = "not allowed to look" if denied else f"not readable ({details.tags_refused})"
        return Finding(Aspect.TAGS, words, why, Verdict.CANNOT_TELL)
    found = {name: details.tags[name] for name in asked if name in details.tags}
    return Finding(Aspect.TAGS, words, pairs_text(found), equal(asked, found))
