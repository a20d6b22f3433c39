"""Whether a copy holds the bytes of its source, by reading both: where no checksum tells."""

from __future__ import annotations

import asyncio

from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.uploads.parts import USUAL_PART
from s3enc_gui.s3.copies.copier import Copier
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.objects.checksums import combined, crc64nvme
from s3enc_gui.s3.transport.interface import GetRequest
from s3enc_gui.s3.transport.response_check import other_object

LARGEST_READ = USUAL_PART  # bytes: whoever copies terabytes must not be made to download them


async def same_bytes(copier: Copier, source: ObjectDetails, copy: ObjectDetails) -> bool | None:
    """Read both and compare; None where they are too large for that, or may not be read."""
    if source.size > LARGEST_READ or source.size != copy.size:
        return None
    try:
        theirs, ours = await asyncio.gather(
            _checksum(copier.source, source), _checksum(copier.target, copy)
        )
    except AppError:
        return None
    return theirs == ours


async def _checksum(place: CopyBucket, details: ObjectDetails) -> tuple[int, int]:
    """Return CRC64NVME and length of an object, as long as it is the one that was looked at."""
    whole = size = 0

    def take(piece: bytes) -> None:
        nonlocal whole, size
        whole = combined([(whole, size), (crc64nvme(piece), len(piece))])
        size += len(piece)

    wanted = GetRequest(
        take,
        version_id=named_version(details.version_id),
        etag=details.etag,
        if_match=details.if_match,
        size=details.size,
    )
    await place.transport.get_object(place.bucket, details.location.key, wanted)
    if size != details.size:
        raise other_object(f"It has {size:,} bytes, not {details.size:,}.")
    return whole, size
