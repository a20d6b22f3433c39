"""Checks downloaded bytes against the object's checksum or ETag.

A full-object checksum is preferred, then a checksum of parts, then an ETag that is the MD5 of the
content: of objects without SSE-KMS or SSE-C. Sources: S3 User Guide, checking-object-integrity; S3
API Reference, Object.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from typing import Protocol

from awscrt import checksums

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.object_details import COMPOSITE, WHOLE, ObjectDetails
from s3enc_gui.i18n import _
from s3enc_gui.s3.checksums import MD5_LENGTH, combined
from s3enc_gui.s3.objects.fetching import PartSizes


class _Digest(Protocol):
    def update(self, data: bytes, /) -> object: ...

    def digest(self) -> bytes: ...


class _Crc:
    """A CRC with the interface of hashlib."""

    def __init__(self, function: Callable[[bytes, int], int], size: int) -> None:
        self._function, self._size = function, size
        self._value = 0

    def update(self, data: bytes, /) -> None:
        self._value = self._function(data, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(self._size, "big")


_DIGESTS: dict[str, Callable[[], _Digest]] = {
    "CRC64NVME": lambda: _Crc(checksums.crc64nvme, 8),
    "CRC32": lambda: _Crc(checksums.crc32, 4),
    "CRC32C": lambda: _Crc(checksums.crc32c, 4),
    "SHA1": lambda: hashlib.sha1(usedforsecurity=False),
    "SHA256": hashlib.sha256,
    "SHA512": hashlib.sha512,
    "MD5": lambda: hashlib.md5(usedforsecurity=False),
}


@dataclass(frozen=True, slots=True)
class CheckMethod:
    """The digest to compute and its expected value; `part_size` None: of the whole object.

    `label` is its name for the user. `decides`: a difference means that the bytes are wrong;
    otherwise the server may compute the value differently.
    """

    algorithm: str
    expected: bytes
    label: str
    part_size: int | None = None
    count: int = 0
    decides: bool = True

    def start(self) -> ContentCheck:
        """Return a new computation."""
        return ContentCheck(self)


class ContentCheck:
    """Computes the digest of an object's bytes, given in order."""

    def __init__(self, method: CheckMethod) -> None:
        self._method = method
        self._make = _DIGESTS[method.algorithm]
        self._now = self._make()
        self._whole = self._make()  # of the digests of the parts
        self._left = method.part_size or 0  # bytes of the current part

    def update(self, data: bytes) -> None:
        """Add bytes."""
        size = self._method.part_size
        if size is None:
            self._now.update(data)
            return
        while data:
            if not self._left:
                self._close_part()
                self._left = size
            self._now.update(data[: self._left])
            count = min(len(data), self._left)
            self._left -= count
            data = data[count:]

    def matches(self) -> bool:
        """Whether the bytes match."""
        if self._method.part_size is None:
            return self._now.digest() == self._method.expected
        self._close_part()
        return self._whole.digest() == self._method.expected

    def _close_part(self) -> None:
        self._whole.update(self._now.digest())
        self._now = self._make()


def by_checksum(details: ObjectDetails) -> CheckMethod | None:
    """Return the check by a full-object checksum, None without a supported one."""
    checksum = details.checksum
    if checksum and checksum.kind == WHOLE and checksum.algorithm in _DIGESTS:
        expected = _from_base64(checksum.value)
        if expected is not None:
            label = _("{algorithm} of the object").format(algorithm=checksum.algorithm)
            return CheckMethod(checksum.algorithm, expected, label)
    return None


def by_parts(details: ObjectDetails, sizes: PartSizes) -> CheckMethod | None:
    """Return the check of an object that was uploaded in parts of `sizes`, None if impossible."""
    if not sizes.are_equal(details.size):
        return None
    algorithm, value, label = "MD5", details.etag, _("MD5 of its parts (ETag)")
    expected: bytes | None = None
    checksum = details.checksum
    if checksum and checksum.kind == COMPOSITE and checksum.algorithm in _DIGESTS:
        algorithm, value = checksum.algorithm, checksum.value
        label = _("{algorithm} of its parts").format(algorithm=algorithm)
        expected = _from_base64(value.partition("-")[0])
    elif _etag_is_md5(details):
        expected = _from_hex(value.partition("-")[0])
    if expected is None:
        return None
    return CheckMethod(algorithm, expected, label, sizes.first, sizes.count, decides=False)


def by_etag(details: ObjectDetails, *, amazon: bool) -> CheckMethod | None:
    """Return the check by an ETag that is an MD5; other servers than AWS may differ."""
    expected = _from_hex(details.etag) if _etag_is_md5(details) else None
    if expected is None:
        return None
    return CheckMethod("MD5", expected, _("MD5 (ETag)"), decides=amazon)


def why_unchecked(details: ObjectDetails) -> str:
    """Say why only the size could be compared."""
    checksum = details.checksum
    if checksum and checksum.kind == COMPOSITE:
        return _("Size only: its {algorithm} covers parts of unknown sizes").format(
            algorithm=checksum.algorithm
        )
    if checksum:
        return _("Size only: {algorithm} isn't supported").format(algorithm=checksum.algorithm)
    if details.parts:
        return _("Size only: S3 has no checksum of the whole object")
    return _("Size only: S3 has no checksum of it")


def _etag_is_md5(details: ObjectDetails) -> bool:
    return details.status.algorithm in (None, "AES256") and not details.status.customer_algorithm


def _from_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None


def _from_hex(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text) if len(text) == MD5_LENGTH else None
    except ValueError:
        return None


def matches_combined(method: CheckMethod, parts: Iterable[tuple[int, int]]) -> bool | None:
    """Whether (CRC64NVME, length in bytes) of all ranges in order match the object.

    None: for other checks, which need all bytes.
    """
    if method.algorithm != "CRC64NVME" or method.part_size is not None:
        return None
    return combined(parts).to_bytes(8, "big") == method.expected
