"""Accepts files dropped on the table: on a folder's row, or else for the open folder."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.browser.folder.objects_table import ObjectsTable
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.widgets.drops.drop_frame import DropFrame
from s3enc_gui.gui.widgets.drops.file_drops import FileDrops, sources_in


class FolderDrops(QObject):
    """`dropped` carries local paths and their target Location."""

    dropped = Signal(list, object)

    def __init__(self, table: ObjectsTable, model: ObjectsModel) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._row: ObjectRow | None = None
        self._viewport: QWidget = table.viewport()
        table.setAcceptDrops(True)
        self._frame = DropFrame(self._viewport)
        # This filter runs first and only finds the row; FileDrops accepts the files.
        self._drops = FileDrops(self._viewport)
        self._drops.dropped.connect(self._drop)
        self._drops.hovered.connect(self._hover)
        self._viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Track the row below the pointer (Qt)."""
        if isinstance(event, QDragMoveEvent | QDropEvent) and sources_in(event.mimeData()):
            self._track(event.position().toPoint())
        if isinstance(event, QDragMoveEvent) and event.type() is QEvent.Type.DragMove:
            event.acceptProposedAction()  # only accepted drags get here
            return True
        return super().eventFilter(watched, event)

    def _track(self, at: QPoint) -> None:
        index = self._table.indexAt(at)
        row = self._model.row(index.row()) if index.isValid() else None
        self._row = row if row is not None and row.is_folder else None
        self._frame.show_around(self._area())

    def _area(self) -> QRect:
        if self._row is None:
            return self._viewport.rect()
        line = self._table.visualRect(self._model.index(self._row.position, 0))
        return QRect(0, line.top(), self._viewport.width(), line.height())

    def _hover(self, on: bool) -> None:
        if not on:
            self._frame.hide()

    def _drop(self, paths: list[str]) -> None:
        self._frame.hide()
        target = self._model.location_of(self._row) if self._row else self._model.folder
        self.dropped.emit(paths, target)
