"""Drags objects out of the window; they are downloaded when dropped.

Only the file manager knows the target folder, so it gets local files, which are downloaded when it
requests them (QMimeData is read at the drop on X11, Wayland and Windows).
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
from s3enc_gui.domain.downloads.download import (
    DOWNLOADED,
    DownloadRequest,
    DownloadSummary,
    FileOutcome,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.i18n import text
from s3enc_gui.jobs.downloads.download import DownloadObjects

MAX_SIZE = 1_000_000_000  # bytes; larger objects are better downloaded to their target
_FILES = "text/uri-list"


class DragOut(QObject):
    """Starts drags; `problem` carries an AppError if files couldn't be downloaded."""

    problem = Signal(object)

    def __init__(self, runner: Runner, widget: QWidget) -> None:
        super().__init__(widget)
        self._runner, self._widget = runner, widget
        self._folders: list[TemporaryDirectory[str]] = []  # deleted at exit

    def start(self, connection: Connection, location: Location, rows: Sequence[ObjectRow]) -> None:
        """Drag rows; do nothing for folders and if they are too large."""
        listed = tuple(row.listed for row in rows if row.listed and not row.is_marker)
        if len(listed) != len(rows) or not rows or sum(one.known_size for one in listed) > MAX_SIZE:
            return
        folder = TemporaryDirectory(prefix="s3enc-", ignore_cleanup_errors=True)
        self._folders.append(folder)
        request = DownloadRequest(
            connection, location.bucket, folder.name, listed, strip=location.key, asks=True
        )
        drag = QDrag(self._widget)
        drag.setMimeData(_LazyFiles(self._runner, request, self.problem))
        application = QCoreApplication.instance()
        assert application is not None  # noqa: S101 - there is a widget
        application.installEventFilter(self)
        try:
            done = drag.exec(Qt.DropAction.CopyAction)
        finally:
            application.removeEventFilter(self)
        if done is Qt.DropAction.IgnoreAction:
            self._folders.remove(folder)
            folder.cleanup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refuse drops inside the application, which would upload the objects again (Qt)."""
        if isinstance(event, QDragEnterEvent):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class _LazyFiles(QMimeData):
    """Files that are downloaded when the drop target requests them."""

    def __init__(self, runner: Runner, request: DownloadRequest, problem: SignalInstance) -> None:
        super().__init__()
        self._download = _Download(runner, request, problem)
        self._request = request
        # Reported during the drag: the files don't exist yet.
        self._future_paths = [
            str(Path(request.folder) / one.key.rpartition("/")[2]) for one in request.objects
        ]

    def formats(self) -> list[str]:
        """Return the only format (Qt)."""
        return [_FILES]

    def hasFormat(self, mimetype: str) -> bool:
        """Return whether it is the only format (Qt)."""
        return mimetype == _FILES

    def retrieveData(self, mimetype: str, type: QMetaType | QMetaType.Type) -> Any:  # noqa: ANN401
        """Return the file URLs; download the files after the mouse button is released (Qt)."""
        if mimetype != _FILES:
            return super().retrieveData(mimetype, type)
        dragging = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        paths = self._future_paths if dragging else self._download.paths()
        lines = [bytes(QUrl.fromLocalFile(path).toEncoded().data()) for path in paths]
        return QByteArray(b"\r\n".join([*lines, b""]))


class _Download(QObject):
    """Downloads once, in a nested event loop."""

    def __init__(self, runner: Runner, request: DownloadRequest, problem: SignalInstance) -> None:
        super().__init__()
        self._runner, self._request, self._problem = runner, request, problem
        self._loop = QEventLoop(self)
        self._paths: list[str] | None = None

    def paths(self) -> list[str]:
        """Return the paths of the downloaded files, without failed ones."""
        if self._paths is None:
            self._paths = []
            handle = self._runner.start(DownloadObjects(self._request))
            handle.succeeded.connect(self._succeeded)
            handle.failed.connect(self._problem)
            handle.finished.connect(self._loop.quit)
            self._loop.exec()
        return self._paths

    def _succeeded(self, summary: DownloadSummary) -> None:
        self._paths = [one.path for one in summary.results if one.ended in DOWNLOADED]
        for one in summary.failed[:1]:
            self._problem.emit(one.error or AppError(text("Can't download the object")))
        if not summary.failed and summary.counts[FileOutcome.ENCRYPTED]:
            self._problem.emit(_must_be_asked())


def _must_be_asked() -> AppError:
    """Return the error for objects about which the user would have to be asked."""
    return AppError(
        text("Objects that were encrypted before upload can't be dragged"),
        text("Nothing of them was saved: S3enc needs to know whether to decrypt them."),
        text("Download them: S3enc then asks whether to decrypt them, and with which key."),
        code="ClientSideDrag",
    )
