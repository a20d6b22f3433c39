"""The size of an object whose server leaves it out of the response to HeadObject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.transport.interface import GetRequest, Transport
from s3enc_gui.s3.transport.responses import read_etag

_LENGTH = "ContentLength"


async def with_length(
    transport: Transport, location: Location, version_id: str | None, fields: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return HeadObject's fields with the length, as they are if the server doesn't report it.

    Some servers leave it out if they would unpack the object for the client (Google Cloud Storage),
    others always. The range of a GetObject response has it, too.
    """
    names = location.bucket, location.key
    try:
        packed = await transport.head_object(*names, version_id, accept="gzip")
        if _LENGTH in packed and read_etag(packed) == read_etag(fields):
            return {**fields, **packed}
        length = await _length_by_range(transport, names, version_id, fields)
    except AppError:
        return fields
    return fields if length is None else {**fields, _LENGTH: length}


async def _length_by_range(
    transport: Transport,
    names: tuple[str, str],
    version_id: str | None,
    fields: Mapping[str, Any],
) -> int | None:
    request = GetRequest(
        lambda _: None,
        first=0,
        last=0,
        version_id=version_id,
        etag=read_etag(fields) or None,
        encoding=fields.get("ContentEncoding") or "",
    )
    try:
        found = await transport.get_object(*names, request)
    except AppError as error:
        if error.code == "InvalidRange":  # there is no first byte
            return 0
        raise
    size = str(found.get("ContentRange") or "").rpartition("/")[2]
    return int(size) if size.isascii() and size.isdigit() else None
