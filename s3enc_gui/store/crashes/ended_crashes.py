"""The crashes of processes that have ended, which nobody has been told of yet."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.times import epoch_time, iso_time
from s3enc_gui.store.crashes.crash_file import LOCKED_BYTE, SUFFIX, remove
from s3enc_gui.store.files.file_lock import try_lock

SEEN = ".seen.txt"
KEPT = 5  # crashes that the user has seen, for support
_MOST = 200_000  # bytes that are read


@dataclass(frozen=True, slots=True)
class Crash:
    """What a process wrote when it crashed; `time` is when."""

    id: str
    program: str
    about: str
    time: datetime | None
    traceback: str


class EndedCrashes:
    """The crashes in a folder. Thread-safe.

    One that was found stays locked until `seen`: another program doesn't tell it as well, and if
    this one ends before, the next start tells it again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._found: dict[str, int] = {}

    @property
    def may_exist(self) -> bool:
        """Whether there are files, perhaps of processes that run."""
        return any(self.folder.glob(f"*{SUFFIX}"))

    def find(self, *programs: str) -> tuple[Crash, ...]:
        """Return the crashes of these programs (of all if none is named), oldest first.

        Deletes the files of processes that ended without a traceback: killed, or by power failure.
        """
        with self._lock:
            found = [one for one in self._claimed(programs) if one is not None]
        return tuple(sorted(found, key=lambda one: one.time.timestamp() if one.time else 0.0))

    def seen(self, crash_id: str) -> Path | None:
        """The user has been told of it. Return where it is kept; None if it isn't."""
        with self._lock:
            fd = self._found.pop(crash_id, None)
            if fd is None:
                return None
            path, kept = self._path(crash_id), self.folder / f"{crash_id}{SEEN}"
            os.close(fd)
            try:
                path.replace(kept)
            except OSError:
                return None
            self._delete_old()
            return kept

    def close(self) -> None:
        """Release what wasn't seen: the next start tells it."""
        with self._lock:
            for fd in self._found.values():
                os.close(fd)
            self._found.clear()

    def _claimed(self, programs: tuple[str, ...]) -> Iterator[Crash | None]:
        for path in self.folder.glob(f"*{SUFFIX}"):
            if path.stem in self._found:
                continue
            with suppress(OSError):
                yield self._claim(path, programs)

    def _claim(self, path: Path, programs: tuple[str, ...]) -> Crash | None:
        """Lock the file of an ended process. Raises OSError; None: it runs, or didn't crash."""
        fd = os.open(path, os.O_RDWR)
        try:
            if not try_lock(fd, offset=LOCKED_BYTE) or not path.exists():
                os.close(fd)
                return None
            os.lseek(fd, 0, os.SEEK_SET)
            text = os.read(fd, _MOST).decode("utf-8", "replace")
            time = epoch_time(os.fstat(fd).st_mtime)
        except OSError:
            os.close(fd)
            raise
        header, _, traceback = text.partition("\n")
        if not traceback.strip():
            remove(path, fd)
            return None
        about = _read(header)
        crash = Crash(
            path.stem,
            str(about.get("program", "")),
            str(about.get("about", "")),
            time or iso_time(about.get("started")),
            traceback,
        )
        if programs and crash.program not in programs:
            os.close(fd)
            return None
        self._found[crash.id] = fd
        return crash

    def _path(self, crash_id: str) -> Path:
        return self.folder / f"{crash_id}{SUFFIX}"

    def _delete_old(self) -> None:
        with suppress(OSError):
            kept = sorted(self.folder.glob(f"*{SEEN}"), key=lambda one: one.stat().st_mtime)
            for path in kept[:-KEPT]:
                path.unlink()


def _read(header: str) -> dict[str, Any]:
    try:
        content = json.loads(header)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
