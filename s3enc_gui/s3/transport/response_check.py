"""Whether an answer to GetObject holds the bytes that were asked for: servers ignore conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.transport.interface import GetRequest
from s3enc_gui.s3.transport.responses import read_etag

OTHER_OBJECT = "OtherObject"
NO_RANGES = "NoRanges"

_SPAN = re.compile(r"bytes ([0-9]{1,19})-([0-9]{1,19})/([0-9]{1,19}|\*)", re.ASCII)


def check_answer(wanted: GetRequest, fields: Mapping[str, Any]) -> None:
    """Compare an answer's fields with what was asked, before its body is taken.

    Raises AppError: OtherObject where ETag or size are not those of the object that was meant,
    NoRanges where these are other bytes of it. What the answer does not say is not compared.
    """
    if wanted.etag and read_etag(fields) not in ("", wanted.etag):
        raise other_object("Its ETag is another one.")
    parted = fields["ResponseMetadata"]["HTTPStatusCode"] == 206
    if wanted.is_range != parted:
        raise no_ranges()
    if parted:
        _check_span(wanted, str(fields.get("ContentRange") or ""))
    elif wanted.size is not None and fields.get("ContentLength", wanted.size) != wanted.size:
        raise other_object(f"It has {fields['ContentLength']:,} bytes, not {wanted.size:,}.")


def _check_span(wanted: GetRequest, span: str) -> None:
    found = _SPAN.fullmatch(span)
    if not found or int(found[1]) != wanted.first:
        raise no_ranges()
    if wanted.last is not None and int(found[2]) > wanted.last:
        raise no_ranges()
    if wanted.size is not None and found[3] not in ("*", str(wanted.size)):
        raise other_object(f"It has {int(found[3]):,} bytes, not {wanted.size:,}.")


def other_object(how: str) -> AppError:
    """Return the words for bytes of another object than was asked for."""
    return AppError(
        "What arrived is not what was stored",
        f"The server sent another object than the one that was listed. {how}",
        "Try again; if it stays so, show this message to whoever runs the server.",
        code=OTHER_OBJECT,
    )


def no_ranges() -> AppError:
    """Return the words for other bytes of an object than those that were asked for."""
    return AppError(
        "The server does not send parts of objects",
        "It was asked for some bytes of an object and sent others.",
        "See whether the endpoint is that of an S3 server, and whether there is a proxy between.",
        code=NO_RANGES,
    )
