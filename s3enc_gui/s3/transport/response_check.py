"""Checks that GetObject's response matches the request: servers may ignore conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.headers.content_encoding import codings
from s3enc_gui.i18n import Text, sentences, text
from s3enc_gui.regex import regex
from s3enc_gui.s3.transport.interface import GetRequest
from s3enc_gui.s3.transport.responses import read_etag

OTHER_OBJECT = "OtherObject"
NO_RANGES = "NoRanges"
RECODED = "ContentEncodingChanged"

_CONTENT_RANGE = regex(r"bytes ([0-9]{1,19})-([0-9]{1,19})/([0-9]{1,19}|\*)", re.ASCII)


def check_response(request: GetRequest, fields: Mapping[str, Any]) -> None:
    """Compare a response's fields with the request, before its body is read.

    Raises AppError: OtherObject for another ETag or size of the object, NoRanges for other bytes of
    it, RECODED where it was unpacked or compressed on the way. Missing fields aren't compared.
    """
    recoded = _recoded(request, fields)
    try:
        _compare(request, fields)
    except AppError as error:
        raise recoded or error from None
    if recoded and "ContentLength" not in fields:
        raise recoded


def _compare(request: GetRequest, fields: Mapping[str, Any]) -> None:
    if request.etag and read_etag(fields) not in ("", request.etag):
        raise _other_object(text("Its ETag is different."))
    is_partial = fields["ResponseMetadata"]["HTTPStatusCode"] == 206
    if request.is_range != is_partial:
        raise no_ranges()
    if is_partial:
        _check_range(request, str(fields.get("ContentRange") or ""))
    elif request.size is not None and fields.get("ContentLength", request.size) != request.size:
        raise other_size(fields["ContentLength"], request.size)


def _check_range(request: GetRequest, content_range: str) -> None:
    found = _CONTENT_RANGE.fullmatch(content_range)
    if not found or int(found[1]) != request.first:
        raise no_ranges()
    if request.last is not None and int(found[2]) > request.last:
        raise no_ranges()
    if request.size is not None and found[3] not in ("*", str(request.size)):
        raise other_size(int(found[3]), request.size)


def _recoded(request: GetRequest, fields: Mapping[str, Any]) -> AppError | None:
    """Return the error for content in another coding than that of the object; None: the same.

    It isn't an error by itself: a server may leave the header out, and send the stored bytes.
    """
    if request.encoding is None:
        return None
    stored, sent = codings(request.encoding), codings(fields.get("ContentEncoding") or "")
    if stored == sent:
        return None
    hint = text(
        "Nothing was saved. Connect without the proxy, or store the object with Cache-Control:"
        " no-transform."
    )
    if sent:
        return AppError(
            text("The object was compressed on the way"),
            text("The server or a proxy sent it with Content-Encoding {sent}.", sent=sent),
            hint,
            code=RECODED,
        )
    return AppError(
        text("The object was unpacked on the way"),
        text(
            "It is stored with Content-Encoding {stored}. The server or a proxy sent it unpacked.",
            stored=stored,
        ),
        hint,
        code=RECODED,
    )


def other_size(size: int, expected: int) -> AppError:
    """Return the error for another object than requested, by its size in bytes."""
    return _other_object(
        text(
            "Its size is {size:,} instead of {expected:,} bytes.",
            size=size,
            expected=expected,
        )
    )


def _other_object(reason: Text) -> AppError:
    return AppError(
        text("The downloaded content differs from the object"),
        sentences(text("The server sent a different object than the one that was listed."), reason),
        text("Try again. If it happens again, show this message to the server's owner."),
        code=OTHER_OBJECT,
    )


def no_ranges() -> AppError:
    """Return the error for other bytes of an object than requested."""
    return AppError(
        text("The server doesn't support byte ranges"),
        text("It returned different bytes of the object than requested."),
        text("Check that the address is an S3 server's, and that no proxy changes its responses."),
        code=NO_RANGES,
    )
