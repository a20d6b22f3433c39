"""CRC64NVME as S3 writes it, and the MD5 fallback for servers that do not know it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from awscrt import checksums

from s3enc_gui.domain.errors import AppError

MD5_LENGTH = 32  # hexadecimal digits

Buffer = bytes | bytearray | memoryview


def crc64nvme(data: Buffer, before: int = 0) -> int:
    """Return the CRC64NVME of some bytes; `before` is that of what comes before them."""
    value: int = checksums.crc64nvme(data, before)
    return value


def combined(parts: Iterable[tuple[int, int]]) -> int:
    """Return the CRC64NVME of a whole from (CRC, length in bytes) of its parts, in order."""
    whole = 0
    for crc, size in parts:
        whole = checksums.combine_crc64nvme(whole, crc, size)
    return whole


def of_parts(crcs: Iterable[int]) -> int:
    """Return the CRC64NVME of the CRC64NVMEs of the parts in order, eight bytes each.

    So servers compute a checksum of type COMPOSITE (userguide, checking-object-integrity).
    """
    return crc64nvme(b"".join(crc.to_bytes(8, "big") for crc in crcs))


def as_header(crc: int) -> str:
    """Return the form of `x-amz-checksum-crc64nvme`: big-endian, base64."""
    return base64.b64encode(crc.to_bytes(8, "big")).decode()


def md5(data: Buffer) -> bytes:
    """Return the MD5, which servers without newer checksums compare with `Content-MD5`."""
    return hashlib.md5(data, usedforsecurity=False).digest()


def md5_header(digest: bytes) -> str:
    """Return the form of `Content-MD5`: base64."""
    return base64.b64encode(digest).decode()


def multipart_etag(digests: list[bytes]) -> str:
    """Return the ETag of a multipart object where ETags are MD5 (API_Object): MD5 of MD5s, `-N`."""
    return f"{md5(b''.join(digests)).hex()}-{len(digests)}"


def refuses_checksum(error: AppError) -> bool:
    """Whether a server said that it does not know this checksum, rather than that it differs.

    Seen of S3-compatible servers: 501 NotImplemented, or 400 with the header's name in its words
    (boto/s3transfer#327).
    """
    if error.code in ("NotImplemented", "501"):
        return True
    words = error.detail.lower()
    return error.code in ("InvalidRequest", "InvalidArgument", "400", "BadRequest") and (
        "checksum" in words or "crc64" in words
    )
