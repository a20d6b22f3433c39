"""By what the bytes of an object can be checked once they are here (userguide,
checking-object-integrity).

A checksum of the whole object comes first, then one of its parts, then an ETag that is the MD5 of
the content: that of an object without KMS or customer key (API_Object).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from awscrt import checksums

from s3enc_gui.domain.encryption.object_details import COMPOSITE, WHOLE, ObjectDetails
from s3enc_gui.s3.objects.checksums import MD5_LENGTH, combined
from s3enc_gui.s3.objects.fetching import PartSizes


class _Digest(Protocol):
    def update(self, data: bytes, /) -> object: ...

    def digest(self) -> bytes: ...


class _Crc:
    """A CRC with the manners of hashlib."""

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
    """What is to be computed and what must come out; `part_size` None: of the whole.

    `words` name it. `decides`: where it differs the bytes are wrong; else it may be that the server
    means something else by it, and nothing is known.
    """

    algorithm: str
    expected: bytes
    words: str
    part_size: int | None = None
    count: int = 0
    decides: bool = True

    def start(self) -> ContentCheck:
        """Begin to compute."""
        return ContentCheck(self)


class ContentCheck:
    """Takes the bytes of an object in order."""

    def __init__(self, how: CheckMethod) -> None:
        self._how = how
        self._make = _DIGESTS[how.algorithm]
        self._now = self._make()
        self._whole = self._make()  # of the digests of the parts
        self._room = how.part_size or 0

    def update(self, data: bytes) -> None:
        """Take some bytes."""
        size = self._how.part_size
        if size is None:
            self._now.update(data)
            return
        while data:
            if not self._room:
                self._close_part()
                self._room = size
            self._now.update(data[: self._room])
            taken = min(len(data), self._room)
            self._room -= taken
            data = data[taken:]

    def matches(self) -> bool:
        """Whether they are what S3 has."""
        if self._how.part_size is None:
            return self._now.digest() == self._how.expected
        self._close_part()
        return self._whole.digest() == self._how.expected

    def _close_part(self) -> None:
        self._whole.update(self._now.digest())
        self._now = self._make()


def how_to_check(details: ObjectDetails) -> CheckMethod | None:
    """Return the check of the whole object, None where S3 reports none that is known here."""
    checksum = details.checksum
    if checksum and checksum.kind == WHOLE and checksum.algorithm in _DIGESTS:
        expected = _unpacked(checksum.value)
        if expected is not None:
            return CheckMethod(checksum.algorithm, expected, f"{checksum.algorithm} of the object")
    return None


def by_parts(details: ObjectDetails, sizes: PartSizes) -> CheckMethod | None:
    """Return the check of an object that was uploaded in `sizes`, None where there is none."""
    if not sizes.are_equal(details.size):
        return None
    algorithm, value, words = "MD5", details.etag, "MD5 of its parts (ETag)"
    expected: bytes | None = None
    checksum = details.checksum
    if checksum and checksum.kind == COMPOSITE and checksum.algorithm in _DIGESTS:
        algorithm, value = checksum.algorithm, checksum.value
        words = f"{algorithm} of its parts"
        expected = _unpacked(value.partition("-")[0])
    elif _etag_is_md5(details):
        expected = _from_hex(value.partition("-")[0])
    if expected is None:
        return None
    return CheckMethod(algorithm, expected, words, sizes.first, sizes.count, decides=False)


def by_etag(details: ObjectDetails, *, amazon: bool) -> CheckMethod | None:
    """Return the check by an ETag that is an MD5; on servers not Amazon's it need not be one."""
    expected = _from_hex(details.etag) if _etag_is_md5(details) else None
    if expected is None:
        return None
    return CheckMethod("MD5", expected, "MD5 (ETag)", decides=amazon)


def why_not(details: ObjectDetails) -> str:
    """Say why only the size could be compared."""
    checksum = details.checksum
    if checksum and checksum.kind == COMPOSITE:
        return f"Size only: its {checksum.algorithm} is one of parts of unknown sizes"
    if checksum:
        return f"Size only: {checksum.algorithm} is not known here"
    if details.parts:
        return "Size only: S3 has no checksum of the whole object"
    return "Size only: S3 has no checksum of it"


def _etag_is_md5(details: ObjectDetails) -> bool:
    return details.status.algorithm in (None, "AES256") and not details.status.customer_algorithm


def _unpacked(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None


def _from_hex(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text) if len(text) == MD5_LENGTH else None
    except ValueError:
        return None


def is_combined(how: CheckMethod, parts: Iterable[tuple[int, int]]) -> bool | None:
    """Return whether (CRC64NVME, length in bytes) of pieces in order make what S3 has.

    None: the check is another, and all bytes have to be read.
    """
    if how.algorithm != "CRC64NVME" or how.part_size is not None:
        return None
    return combined(parts).to_bytes(8, "big") == how.expected
