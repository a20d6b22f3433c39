"""Part files: a download in progress, which records its own complete ranges.

Beside the target, as `.NAME-DIGEST.s3enc-part`: the object's bytes at their offsets, then a digest
of the object's identity and a record for each complete range. Bytes and records are in one file, so
after a crash only the missing ranges are fetched again.
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

from s3enc_gui.domain.downloads.safe_paths import PART_SUFFIX
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.store.files.existing import exists
from s3enc_gui.store.files.locked_file import open_locked
from s3enc_gui.store.files.rename_without_overwriting import publish
from s3enc_gui.store.os_errors import no_space, write_errors

PIECE = 1024 * 1024  # bytes read at a time
_HEADER = 32  # bytes: the digest of the object's identity
_RECORD = struct.Struct(">Q8s")  # CRC64NVME of a range, and a digest that validates the record
_EARLIER_MAX_NAME = 120  # bytes, of parts of earlier versions
_MAX_NAME = 80  # bytes of the target's name: the part's name fits on every disk (143 on eCryptfs)


class PartFile:
    """An open, locked part file; `records` are the CRCs of the complete ranges, by number.

    `identity` identifies the object and its content. Thread-safe. All methods raise AppError.
    """

    def __init__(self, target: Path, identity: str, size: int, range_size: int) -> None:
        self.target, self.size, self.range_size = target, size, range_size
        self.path = part_path(target)
        described = f"{identity} {size} {range_size}".encode()
        self._header = blake2b(described, digest_size=_HEADER).digest()
        self._position = Lock()  # used where there is no pread: threads share the file's position
        self.records: dict[int, int] = {}
        self.had_other = False
        """Whether the part of another object was there and has been overwritten."""
        _take_over(target)
        with write_errors(self.path):
            self._fd: int | None = open_locked(self.path, target)
        try:
            with write_errors(self.path):
                self._load()
        except BaseException:
            self.close()
            raise

    @property
    def is_open(self) -> bool:
        """Whether it has been neither closed nor published."""
        return self._fd is not None

    @property
    def ranges(self) -> int:
        """The number of ranges; an empty object has one empty range."""
        return max(1, -(-self.size // self.range_size))

    def span(self, number: int) -> tuple[int, int]:
        """Return the offset of a range's first byte, and of the byte after its last."""
        first = number * self.range_size
        return first, min(self.size, first + self.range_size)

    def write(self, offset: int, data: bytes) -> None:
        """Write bytes of the object."""
        with write_errors(self.path):
            self._write(offset, data)

    def note(self, number: int, crc: int) -> None:
        """Record that a range is complete."""
        with write_errors(self.path):
            self._write(self._record_offset(number), self._record(number, crc))
        self.records[number] = crc

    def pieces(self, first: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of the file from `first` to `end`, in order."""
        end = self.size if end is None else end
        while first < end:
            with write_errors(self.path):
                data = self._read(first, min(PIECE, end - first))
            if not data:
                return  # the file is too short: the checksum will differ
            yield data
            first += len(data)

    def complete(self, modified: float | None) -> None:
        """Truncate the records and sync to disk; `modified` in seconds since 1970."""
        with write_errors(self.path):
            os.ftruncate(self._file, self.size)
            if modified is not None:
                set_modified(self._file, self.path, modified)
            os.fsync(self._file)

    def publish(self, if_exists: IfExists) -> Path | None:
        """Rename the completed file to its target; None: the target exists, the part is deleted."""
        with write_errors(self.target):
            if sys.platform == "win32":
                self.close()  # an open file cannot be renamed
            named = publish(self.path, self.target, if_exists)
        if named is None:
            self.discard()
        self.close()
        return named

    def restart(self) -> None:
        """Delete all bytes and records."""
        self.records.clear()
        with write_errors(self.path):
            os.ftruncate(self._file, 0)
            self._begin()

    def discard(self) -> None:
        """Close and delete the file."""
        with write_errors(self.path):
            if sys.platform != "win32":
                self.path.unlink(missing_ok=True)
            self.close()
            self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; the next run resumes from it."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    # --- internal -------------------------------------------------------------------------------

    @property
    def _file(self) -> int:
        if self._fd is None:
            raise ValueError("The part file is closed")
        return self._fd

    def _load(self) -> None:
        length = os.fstat(self._file).st_size
        if self._read(self.size, _HEADER) != self._header:
            self.had_other = length > 0
            os.ftruncate(self._file, 0)
            self._begin()
            return
        start, step = self.size + _HEADER, _RECORD.size
        data = b"".join(self._chunks(start, start + self.ranges * step))
        for number in range(len(data) // step):
            record = data[number * step : (number + 1) * step]
            crc: int = _RECORD.unpack(record)[0]
            if record == self._record(number, crc):
                self.records[number] = crc

    def _chunks(self, first: int, end: int) -> Iterator[bytes]:
        while first < end and (data := self._read(first, min(PIECE, end - first))):
            yield data
            first += len(data)

    def _begin(self) -> None:
        free = free_bytes(self.path.parent)
        if free < self.size:
            raise no_space(self.target, self.size, free)
        self._write(self.size, self._header)

    def _record_offset(self, number: int) -> int:
        return self.size + _HEADER + number * _RECORD.size

    def _record(self, number: int, crc: int) -> bytes:
        signed = self._header + number.to_bytes(8, "big") + crc.to_bytes(8, "big")
        return _RECORD.pack(crc, blake2b(signed, digest_size=8).digest())

    def _write(self, offset: int, data: bytes) -> None:
        left = memoryview(data)
        while left:
            count = self._write_at(offset, left)
            offset += count
            left = left[count:]

    def _write_at(self, offset: int, data: memoryview) -> int:
        if hasattr(os, "pwrite"):
            return os.pwrite(self._file, data, offset)
        with self._position:  # Windows has no pwrite
            os.lseek(self._file, offset, os.SEEK_SET)
            return os.write(self._file, data)

    def _read(self, offset: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._file, size, offset)
        with self._position:
            os.lseek(self._file, offset, os.SEEK_SET)
            return os.read(self._file, size)


def part_path(target: Path) -> Path:
    """Return the path of a file until it is complete: in the same folder, so on the same disk.

    No other program uses a name with this digest, so S3enc may overwrite an existing file.
    """
    return _named(target, _MAX_NAME)


def _named(target: Path, max_name: int) -> Path:
    packed = os.fsencode(target.name)
    digest = blake2b(packed, digest_size=8, person=b"s3enc-part").hexdigest()
    shown = packed[:max_name].decode(errors="ignore")
    return target.with_name(f".{shown}-{digest}{PART_SUFFIX}")


def _take_over(target: Path) -> None:
    """Rename the part of an earlier version, so that the download goes on with it."""
    path, earlier = _named(target, _MAX_NAME), _named(target, _EARLIER_MAX_NAME)
    if earlier != path and exists(earlier) and not exists(path):
        with suppress(OSError):
            earlier.rename(path)


def remove_part(target: Path) -> bool:
    """Delete the part of a file unless another download has it open; return whether it was deleted.

    Raises AppError.
    """
    _take_over(target)
    path = part_path(target)
    if not exists(path):
        return False
    with write_errors(path):
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
    """Return the free bytes on a folder's disk. Raises OSError."""
    import shutil  # slow to import

    return shutil.disk_usage(folder).free


def set_modified(fd: int, path: Path, modified: float) -> None:
    """Set the modification time of an open file, if the file system supports it."""
    with suppress(OSError, OverflowError):
        os.utime(fd if os.utime in os.supports_fd else path, (modified, modified))
