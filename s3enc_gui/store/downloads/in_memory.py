"""The files of downloads where none can be written: they end with the program."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from s3enc_gui.domain.downloads.download import busy_error
from s3enc_gui.store.downloads.record import DownloadRecord


class InMemoryRecords:
    """What is known of downloads until the program ends, by their tags; several threads may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._files: dict[str, _InMemoryRecord] = {}
        self._open: set[str] = set()

    def opened(self, tag: str) -> DownloadRecord:
        """Open the file of a download, with what an earlier run has noted.

        Raises AppError, with code `DownloadBusy` where another run has it.
        """
        with self._lock:
            if tag in self._open:
                raise busy_error()
            if tag not in self._files:
                self._files[tag] = _InMemoryRecord(
                    lambda: self._leave(tag), lambda: self._forget(tag)
                )
            self._open.add(tag)
            return self._files[tag]

    def _leave(self, tag: str) -> None:
        with self._lock:
            self._open.discard(tag)

    def _forget(self, tag: str) -> None:
        with self._lock:
            self._files.pop(tag, None)
            self._open.discard(tag)


class _InMemoryRecord(DownloadRecord):
    """One of them: closed it is kept for the next run, until it is removed."""

    def __init__(self, leave: Callable[[], None], forget: Callable[[], None]) -> None:
        super().__init__(None)
        self._leave, self._forget = leave, forget
        self._is_removed = False

    def close(self) -> None:
        """Let another run have it."""
        if not self._is_removed:  # else another may have begun one of that tag
            self._leave()

    def remove(self) -> None:
        """Forget everything."""
        self._is_removed = True
        self._forget()
        super().close()
