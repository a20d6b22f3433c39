"""Compares the bytes of a copy with its source, if no checksum can be compared."""

from __future__ import annotations

import asyncio

from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.uploads.parts import USUAL_PART
from s3enc_gui.s3.checksums import combined, crc64nvme
from s3enc_gui.s3.copies.copier import Copier
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.transport.interface import GetRequest
from s3enc_gui.s3.transport.response_check import other_size

LARGEST_READ = USUAL_PART  # bytes; larger objects aren't downloaded for a comparison


async def same_bytes(copier: Copier, source: ObjectDetails, copy: ObjectDetails) -> bool | None:
    """Read both and compare; None where they are too large, or can't be read."""
    if not 0 <= source.size <= LARGEST_READ or source.size != copy.size:
        return None
    try:
        source_sum, copy_sum = await asyncio.gather(
            copier.source.gate.run(lambda: read_checksum(copier.source, source)),
            copier.target.gate.run(lambda: read_checksum(copier.target, copy)),
        )
    except AppError:
        return None
    return source_sum == copy_sum


async def read_checksum(bucket: CopyBucket, details: ObjectDetails) -> tuple[int, int]:
    """Read an object; return CRC64NVME and length in bytes.

    Raises AppError where the object has changed, or can't be read.
    """
    whole = size = 0

    def take(piece: bytes) -> None:
        nonlocal whole, size
        whole = combined([(whole, size), (crc64nvme(piece), len(piece))])
        size += len(piece)

    request = GetRequest(
        take,
        version_id=named_version(details.version_id),
        etag=details.etag,
        if_match=details.if_match,
        size=details.size,
        encoding=details.content.encoding,
    )
    await bucket.transport.get_object(bucket.bucket, details.location.key, request)
    if size != details.size:
        raise other_size(size, details.size)
    return whole, size
