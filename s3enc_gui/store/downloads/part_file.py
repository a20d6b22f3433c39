"""A file that arrives in ranges, and knows by itself which of them are there.

Beside the target, as `.NAME-DIGEST.s3enc-part`: first the bytes in their places, then whose they
are and a record for each range that is complete. So what is there and what is said of it are never
apart, and whatever ends the program, only the missing ranges are fetched again.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from s3enc_gui.domain.downloads.safe_paths import PART_END
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.store.files.atomic_publish import publish
from s3enc_gui.store.files.locked_file import open_locked
from s3enc_gui.store.files.write_errors import as_app_error, no_room

PIECE = 1024 * 1024  # bytes read at a time
_HEAD = 32  # bytes: the digest of whose bytes these are
_RECORD = struct.Struct(">Q8s")  # CRC64NVME of a range, and a digest that makes it a record
_MOST_NAME = 120  # bytes of a name, so that it fits with what is added


class PartFile:
    """Open and locked; `records` are the ranges an earlier run noted, by number, with their CRC.

    `identity` tells the object from all others, and from what was under its key before. Several
    threads may write and read. All methods raise AppError.
    """

    def __init__(self, target: Path, identity: str, size: int, range_size: int) -> None:
        self.target, self.size, self.range_size = target, size, range_size
        self.path = part_path(target)
        self._head = blake2b(f"{identity} {size} {range_size}".encode(), digest_size=_HEAD).digest()
        self._position = Lock()  # of a file whose position is shared
        self.records: dict[int, int] = {}
        self.had_other = False
        """Whether there was a part of another object, which is gone now."""
        with as_app_error(self.path):
            self._fd: int | None = open_locked(self.path, target)
        try:
            with as_app_error(self.path):
                self._load()
        except BaseException:
            self.close()
            raise

    @property
    def is_open(self) -> bool:
        """Whether it was neither closed, nor completed and named."""
        return self._fd is not None

    @property
    def ranges(self) -> int:
        """How many ranges there are; an empty object has one of no bytes."""
        return max(1, -(-self.size // self.range_size))

    def span(self, number: int) -> tuple[int, int]:
        """Return the first byte of a range, from 0, and the one behind its last."""
        first = number * self.range_size
        return first, min(self.size, first + self.range_size)

    def write(self, offset: int, data: bytes) -> None:
        """Write bytes of the object."""
        with as_app_error(self.path):
            self._write(offset, data)

    def note(self, number: int, crc: int) -> None:
        """Note that a range is complete."""
        with as_app_error(self.path):
            self._write(self._place(number), self._record(number, crc))
        self.records[number] = crc

    def pieces(self, first: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield what is there, in order."""
        end = self.size if end is None else end
        while first < end:
            with as_app_error(self.path):
                data = self._read(first, min(PIECE, end - first))
            if not data:
                return  # it is shorter than it should be: no check will agree
            yield data
            first += len(data)

    def complete(self, modified: float | None) -> None:
        """Cut off the records and see that all is on the disk; `modified` in seconds since 1970."""
        with as_app_error(self.path):
            os.ftruncate(self._file, self.size)
            if modified is not None:
                set_modified(self._file, self.path, modified)
            os.fsync(self._file)

    def publish(self, if_exists: IfExists) -> Path | None:
        """Let the completed file have its name; None: that was taken meanwhile, it is no more."""
        with as_app_error(self.target):
            if sys.platform == "win32":
                self.close()  # an open file cannot be renamed
            named = publish(self.path, self.target, if_exists)
        if named is None:
            self.discard()
        self.close()
        return named

    def restart(self) -> None:
        """Forget all that is there."""
        self.records.clear()
        with as_app_error(self.path):
            os.ftruncate(self._file, 0)
            self._begin()

    def discard(self) -> None:
        """Close and remove it."""
        with as_app_error(self.path):
            if sys.platform != "win32":
                self.path.unlink(missing_ok=True)
            self.close()
            self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close it; what is noted stays for the next run."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    # --- inside ---------------------------------------------------------------------------------

    @property
    def _file(self) -> int:
        if self._fd is None:
            raise ValueError("The part is closed")
        return self._fd

    def _load(self) -> None:
        length = os.fstat(self._file).st_size
        if self._read(self.size, _HEAD) != self._head:
            self.had_other = length > 0
            os.ftruncate(self._file, 0)
            self._begin()
            return
        start, step = self.size + _HEAD, _RECORD.size
        data = b"".join(self._through(start, start + self.ranges * step))
        for number in range(len(data) // step):
            record = data[number * step : (number + 1) * step]
            crc: int = _RECORD.unpack(record)[0]
            if record == self._record(number, crc):
                self.records[number] = crc

    def _through(self, first: int, end: int) -> Iterator[bytes]:
        while first < end and (data := self._read(first, min(PIECE, end - first))):
            yield data
            first += len(data)

    def _begin(self) -> None:
        free = free_bytes(self.path.parent)
        if free < self.size:
            raise no_room(self.target, self.size, free)
        self._write(self.size, self._head)

    def _place(self, number: int) -> int:
        return self.size + _HEAD + number * _RECORD.size

    def _record(self, number: int, crc: int) -> bytes:
        meant = self._head + number.to_bytes(8, "big") + crc.to_bytes(8, "big")
        return _RECORD.pack(crc, blake2b(meant, digest_size=8).digest())

    def _write(self, offset: int, data: bytes) -> None:
        left = memoryview(data)
        while left:
            count = self._write_at(offset, left)
            offset += count
            left = left[count:]

    def _write_at(self, offset: int, data: memoryview) -> int:
        if hasattr(os, "pwrite"):
            return os.pwrite(self._file, data, offset)
        with self._position:  # Windows has no such call
            os.lseek(self._file, offset, os.SEEK_SET)
            return os.write(self._file, data)

    def _read(self, offset: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._file, size, offset)
        with self._position:
            os.lseek(self._file, offset, os.SEEK_SET)
            return os.read(self._file, size)


def part_path(target: Path) -> Path:
    """Return where a file lies until it is complete: in the same folder, so on the same disk.

    The digest makes it a name that nobody else gives: what is there is ours to write over.
    """
    packed = os.fsencode(target.name)
    digest = blake2b(packed, digest_size=8, person=b"s3enc-part").hexdigest()
    shown = packed[:_MOST_NAME].decode(errors="ignore")
    return target.with_name(f".{shown}-{digest}{PART_END}")


def remove_part(target: Path) -> bool:
    """Remove what has arrived of a file, unless another download is at it; whether it is gone.

    Raises AppError.
    """
    path = part_path(target)
    if not path.exists():
        return False
    with as_app_error(path):
        try:
            fd = open_locked(path, target)
        except AppError:
            return False
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        os.close(fd)
        path.unlink(missing_ok=True)
    return True


def free_bytes(folder: Path) -> int:
    """Return the bytes that are free for us on a folder's disk. Raises OSError."""
    import shutil  # slow to import

    return shutil.disk_usage(folder).free


def set_modified(fd: int, path: Path, modified: float) -> None:
    """Give an open file a date of modification, where the disk takes it."""
    with suppress(OSError):
        os.utime(fd if os.utime in os.supports_fd else path, (modified, modified))
