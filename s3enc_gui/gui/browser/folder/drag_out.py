"""Dragging objects out of the window: they are downloaded where they are let go.

Only the file manager knows where that is, so it gets files of this computer, which are fetched
when it asks for them (QMimeData is asked at the drop; X11, Wayland and Windows ask so).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import (
    QByteArray,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMetaType,
    QMimeData,
    QObject,
    Qt,
    QUrl,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QDrag, QDragEnterEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import HERE, DownloadRequest, DownloadSummary
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.jobs.downloads.download import DownloadObjects

MOST = 1_000_000_000  # bytes: more is better downloaded where it is to be
_FILES = "text/uri-list"


class DragOut(QObject):
    """Starts drags; `problem` carries an AppError where the files could not be fetched."""

    problem = Signal(object)

    def __init__(self, runner: Runner, widget: QWidget) -> None:
        super().__init__(widget)
        self._runner, self._widget = runner, widget
        self._folders: list[TemporaryDirectory[str]] = []  # gone when the program ends

    def start(self, connection: Connection, place: Location, rows: Sequence[ObjectRow]) -> None:
        """Drag rows; folders and what is too large stay here."""
        listed = tuple(row.listed for row in rows if row.listed and not row.is_marker)
        if len(listed) != len(rows) or not rows or sum(one.size for one in listed) > MOST:
            return
        folder = TemporaryDirectory(prefix="s3enc-", ignore_cleanup_errors=True)
        self._folders.append(folder)
        request = DownloadRequest(connection, place.bucket, folder.name, listed, strip=place.key)
        drag = QDrag(self._widget)
        drag.setMimeData(_Promise(self._runner, request, self.problem))
        program = QCoreApplication.instance()
        assert program is not None  # noqa: S101 - there is a widget
        program.installEventFilter(self)
        try:
            done = drag.exec(Qt.DropAction.CopyAction)
        finally:
            program.removeEventFilter(self)
        if done is Qt.DropAction.IgnoreAction:
            self._folders.remove(folder)
            folder.cleanup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let nothing of the program take what is dragged out of it: to upload it once more."""
        if isinstance(event, QDragEnterEvent):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class _Promise(QMimeData):
    """Files that are there as soon as somebody really wants them."""

    def __init__(self, runner: Runner, request: DownloadRequest, problem: SignalInstance) -> None:
        super().__init__()
        self._fetch = _Fetch(runner, request, problem)
        self._request = request
        # Said while the mouse is still held: the files are not there yet.
        self._names = [
            str(Path(request.folder) / one.key.rpartition("/")[2]) for one in request.objects
        ]

    def formats(self) -> list[str]:
        """As Qt asks."""
        return [_FILES]

    def hasFormat(self, mimetype: str) -> bool:
        """As Qt asks."""
        return mimetype == _FILES

    def retrieveData(self, mimetype: str, type: QMetaType | QMetaType.Type) -> Any:  # noqa: ANN401
        """Fetch the files once the mouse has let go of them."""
        if mimetype != _FILES:
            return super().retrieveData(mimetype, type)
        held = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        paths = self._names if held else self._fetch.paths()
        lines = [bytes(QUrl.fromLocalFile(path).toEncoded().data()) for path in paths]
        return QByteArray(b"\r\n".join([*lines, b""]))


class _Fetch(QObject):
    """Downloads once, with the window alive meanwhile."""

    def __init__(self, runner: Runner, request: DownloadRequest, problem: SignalInstance) -> None:
        super().__init__()
        self._runner, self._request, self._problem = runner, request, problem
        self._loop = QEventLoop(self)
        self._paths: list[str] | None = None

    def paths(self) -> list[str]:
        """Return where the files are; those that could not be fetched are left out."""
        if self._paths is None:
            self._paths = []
            handle = self._runner.start(DownloadObjects(self._request))
            handle.succeeded.connect(self._succeeded)
            handle.failed.connect(self._problem)
            handle.finished.connect(self._loop.quit)
            self._loop.exec()
        return self._paths

    def _succeeded(self, summary: DownloadSummary) -> None:
        self._paths = [one.place for one in summary.results if one.ended in HERE]
        for one in summary.failed[:1]:
            self._problem.emit(one.error or AppError("The object could not be fetched"))
