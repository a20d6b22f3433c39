"""CRC64NVME as S3 computes it, and MD5 for servers that don't support it.

Source: S3 User Guide, checking-object-integrity.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from awscrt import checksums

MD5_LENGTH = 32  # hexadecimal digits

Buffer = bytes | bytearray | memoryview


def crc64nvme(data: Buffer, before: int = 0) -> int:
    """Return the CRC64NVME of data; `before` is the CRC of the data that precedes it."""
    value: int = checksums.crc64nvme(data, before)
    return value


def combined(parts: Iterable[tuple[int, int]]) -> int:
    """Return the CRC64NVME of an object from (CRC, length in bytes) of its parts, in order."""
    whole = 0
    for crc, size in parts:
        whole = checksums.combine_crc64nvme(whole, crc, size)
    return whole


def of_parts(crcs: Iterable[int]) -> int:
    """Return the checksum of type COMPOSITE: the CRC64NVME of the parts' CRCs, 8 bytes each."""
    return crc64nvme(b"".join(crc.to_bytes(8, "big") for crc in crcs))


def as_header(crc: int) -> str:
    """Return the value of `x-amz-checksum-crc64nvme`: big-endian, base64."""
    return base64.b64encode(crc.to_bytes(8, "big")).decode()


def md5(data: Buffer) -> bytes:
    """Return the MD5, which servers compare with `Content-MD5` (RFC 1864)."""
    return hashlib.md5(data, usedforsecurity=False).digest()


def md5_header(digest: bytes) -> str:
    """Return the value of `Content-MD5`: base64."""
    return base64.b64encode(digest).decode()


def multipart_etag(digests: list[bytes]) -> str:
    """Return the MD5-based ETag of a multipart object: the MD5 of the parts' MD5s, and `-N`."""
    return f"{md5(b''.join(digests)).hex()}-{len(digests)}"
