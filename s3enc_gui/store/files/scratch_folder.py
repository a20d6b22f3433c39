"""A temporary folder for files that can't be saved where they belong; deleted at the end."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from threading import Lock

_IN_MEMORY = "/dev/shm"  # noqa: S108 - Linux; the folder below it is private


class ScratchFolder:
    """A folder that only the user can read, created when it is first needed; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._folder: TemporaryDirectory[str] | None = None

    @property
    def path(self) -> Path:
        """The folder. Raises OSError: no temporary folder can be written, nor memory used."""
        with self._lock:
            if self._folder is None:
                self._folder = _created()
            return Path(self._folder.name)

    @property
    def existing(self) -> Path | None:
        """The folder, if it was needed."""
        with self._lock:
            return None if self._folder is None else Path(self._folder.name)

    def close(self) -> None:
        """Delete the folder with everything in it. Idempotent."""
        with self._lock:
            folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()


def _created() -> TemporaryDirectory[str]:
    try:
        parent = gettempdir()
    except OSError:
        parent = _IN_MEMORY
    return TemporaryDirectory(prefix="s3enc-", dir=parent, ignore_cleanup_errors=True)
