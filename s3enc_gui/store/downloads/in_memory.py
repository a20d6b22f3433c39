"""Download records in memory, for when none can be written to disk."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from s3enc_gui.domain.downloads.download import busy_error
from s3enc_gui.store.downloads.record import DownloadRecord


class InMemoryRecords:
    """Records of downloads by tag, until the process ends; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._files: dict[str, _InMemoryRecord] = {}
        self._open: set[str] = set()

    def open(self, tag: str) -> DownloadRecord:
        """Open the record of a download, with what an earlier run recorded.

        Raises AppError with code `DownloadBusy` while another run has it open.
        """
        with self._lock:
            if tag in self._open:
                raise busy_error()
            if tag not in self._files:
                self._files[tag] = _InMemoryRecord(
                    lambda: self._release(tag), lambda: self._remove(tag)
                )
            self._open.add(tag)
            return self._files[tag]

    def _release(self, tag: str) -> None:
        with self._lock:
            self._open.discard(tag)

    def _remove(self, tag: str) -> None:
        with self._lock:
            self._files.pop(tag, None)
            self._open.discard(tag)


class _InMemoryRecord(DownloadRecord):
    """A record that stays open for the next run until it is removed."""

    def __init__(self, release: Callable[[], None], forget: Callable[[], None]) -> None:
        super().__init__(None)
        self._release, self._forget = release, forget
        self._is_removed = False

    def close(self) -> None:
        """Let another run open it."""
        if not self._is_removed:  # another run may have created a new one with this tag
            self._release()

    def remove(self) -> None:
        """Delete the record."""
        self._is_removed = True
        self._forget()
        super().close()
