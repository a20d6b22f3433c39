"""Findings on client-side encryption: what was sent as envelope, compared with what is stored."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.domain.client_side.choice import TAG, ClientSideKey
from s3enc_gui.domain.client_side.envelope import (
    ClientSideFormat,
    Envelope,
    only_envelope,
    read_format,
)
from s3enc_gui.domain.encryption.finding import (
    Aspect,
    Finding,
    Verdict,
    bytes_text,
    equal,
    pairs_text,
)
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.i18n import AnyText, Text, text

_NOT = text("not encrypted client-side")
_START = 12  # characters of a wrapped data key that are shown


def client_side_findings(
    key: ClientSideKey | None, envelope: Envelope, details: ObjectDetails
) -> Iterator[Finding]:
    """Compare the envelope that was sent with the object's metadata.

    `key` is the requested one. S3 can't say which key it is: KMS wrapped the data key with it when
    the file was encrypted, and the object must have exactly that wrapped key. An object without
    content, as that of an empty folder, isn't encrypted.
    """
    if key is None or (not envelope and details.size == 0):
        return
    sent = read_format(dict(envelope))
    stored = read_format(details.metadata)
    if sent is None:
        found = stored.title if stored else _NOT
        verdict = Verdict.CANNOT_TELL if stored else Verdict.DIFFERENT
        yield Finding(Aspect.CLIENT_SIDE, text("encrypted before upload"), found, verdict)
        return
    title = stored.title if stored else _NOT
    yield Finding(Aspect.CLIENT_SIDE, sent.title, title, _same_envelope(envelope, details))
    wrapped = text("{wrapped}, by {key}", wrapped=_shortened(sent), key=key.key)
    same = equal(sent.wrapped_key, stored and stored.wrapped_key)
    yield Finding(Aspect.DATA_KEY, wrapped, _shortened(stored), same)
    if key.context:
        context = stored.context if stored else ()
        found = text("not readable") if context is None else pairs_text(dict(context))
        verdict = equal(key.context, context)
        yield Finding(Aspect.CLIENT_CONTEXT, pairs_text(dict(key.context)), found, verdict)


def encrypted_size_text(size: int) -> Text:
    """Return the size of an encrypted object, and that of the file it was made of."""
    return text(
        "{size}: {file} encrypted, {tag} for authentication",
        size=bytes_text(size),
        file=bytes_text(size - TAG),
        tag=TAG,
    )


def _same_envelope(envelope: Envelope, details: ObjectDetails) -> Verdict:
    # What was added counts, too: an encryption client may read that instead.
    return equal(dict(envelope), only_envelope(details.metadata))


def _shortened(found: ClientSideFormat | None) -> AnyText:
    if found is None or not found.wrapped_key:
        return text("none")
    return f"{found.wrapped_key[:_START]}…"
