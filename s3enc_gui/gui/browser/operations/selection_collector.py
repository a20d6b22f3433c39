"""Collects the objects and prefixes of many rows without blocking the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.models.object_row import ObjectRow

_BATCH = 5000  # rows per turn of the event loop: some milliseconds


class SelectionCollector(QObject):
    """Calls `then` with the objects and prefixes of rows: at once for few rows, else later.

    `exact`: refer to the versions listed, not to the current ones.
    """

    def __init__(
        self,
        rows: Sequence[ObjectRow],
        then: Callable[[tuple[ObjectRef, ...], tuple[str, ...]], None],
        parent: QObject,
        *,
        exact: bool,
    ) -> None:
        super().__init__(parent)
        self._rows, self._then, self._exact = rows, then, exact
        self._next = 0
        self._objects: list[ObjectRef] = []
        self._prefixes: list[str] = []
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._collect)
        self._timer.start()
        self._collect()

    def _collect(self) -> None:
        batch = self._rows[self._next : self._next + _BATCH]
        self._next += _BATCH
        for row in batch:
            listed = row.listed
            if listed is None:
                self._prefixes.append(row.key)
            else:
                ref = ObjectRef.of(listed)
                if ref.version_id and not self._exact:
                    ref = replace(ref, version_id=None)
                self._objects.append(ref)
        if self._next >= len(self._rows):
            self._timer.stop()
            self._then(tuple(self._objects), tuple(self._prefixes))
            self.deleteLater()


def request_for(
    rows: Sequence[ObjectRow], connection: Connection, location: Location, folder: str
) -> DownloadRequest:
    """Return the download of rows of a location to a local folder."""
    return DownloadRequest(
        connection,
        location.bucket,
        folder,
        tuple(row.listed for row in rows if row.listed is not None),
        tuple(row.key for row in rows if row.is_folder),
        strip=location.key,
        asks=True,
    )
