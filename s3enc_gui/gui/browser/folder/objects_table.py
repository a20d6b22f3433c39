"""The table of a folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QWidget,
)

from s3enc_gui.gui.browser.folder.column_widths import ColumnWidths
from s3enc_gui.gui.browser.folder.encryption_delegate import EncryptionDelegate
from s3enc_gui.gui.browser.folder.type_ahead import TypeAhead
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.browser.models.row_sorting import Column
from s3enc_gui.gui.models.row_ranges import runs
from s3enc_gui.gui.widgets.quick_table import QuickTable, make_quick

_SOON_MS = 50  # between two looks at what texts there are in sight
_SCATTERED = 2000  # runs of rows that are selected again
_Move = QAbstractItemView.CursorAction
_Flag = QItemSelectionModel.SelectionFlag


class ObjectsTable(QuickTable):
    """Rows of a folder; any number may be selected.

    `opened` carries the row that was double-clicked or entered. `chosen` tells that the selection
    is another; the same rows, listed or sorted anew, are not. `seen` tells that other rows are in
    sight, `dragged` that the mouse takes the selected rows somewhere.
    """

    opened = Signal(object)
    chosen = Signal()
    seen = Signal()
    dragged = Signal()

    def __init__(self, model: ObjectsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kept: tuple[list[ObjectRow], ObjectRow | None] = ([], None)
        self._restoring = False
        self._typed = TypeAhead()
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(self.tr("Objects"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setItemDelegateForColumn(Column.ENCRYPTION, EncryptionDelegate(self))
        self._widths = ColumnWidths(self, model)
        self.show_versions(False)
        self.setSortingEnabled(True)
        self.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
        self.doubleClicked.connect(self._open_index)
        model.rearranging.connect(self._keep)
        model.rearranged.connect(self._restore)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._fit)
        model.changed.connect(self._fit_soon)
        self.verticalScrollBar().valueChanged.connect(self._fit_soon)
        self.verticalScrollBar().valueChanged.connect(self.seen)

    def selected(self) -> list[ObjectRow]:
        """Return the selected rows, from top to bottom."""
        parts = self.selectionModel().selection().toList()
        ranges = sorted({(part.top(), part.bottom()) for part in parts})
        rows = self._model.rows()
        return [row for top, bottom in ranges for row in rows[top : bottom + 1]]

    def in_sight(self) -> Sequence[ObjectRow]:
        """Return the rows that are seen."""
        top = max(self.rowAt(0), 0)
        bottom = self.rowAt(self.viewport().height() - 1)
        rows = self._model.rows()
        return rows[top : (bottom + 1 if bottom >= 0 else len(rows))]

    def show_versions(self, shown: bool) -> None:
        """Show the column of version ids, or not; another folder is about to come."""
        self._widths.begin(versions=shown)

    def point_at(self, row: ObjectRow) -> None:
        """Select a row only, and bring it into sight."""
        if row.at >= 0:
            index = self._model.index(row.at, 0)
            flags = _Flag.ClearAndSelect | _Flag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)
            # Rows that have just come are laid out later.
            QTimer.singleShot(0, self._show_current)

    def choose(self, rows: Sequence[ObjectRow]) -> None:
        """Select some rows only, and bring the first one into sight."""
        places = [row.at for row in rows if row.at >= 0]
        if places:
            self.point_at(self._model.row(min(places)))
            self.selectionModel().select(self._selection_of(places), _Flag.ClearAndSelect)

    def _show_current(self) -> None:
        self.scrollTo(self.currentIndex())

    def keyboardSearch(self, search: str) -> None:
        """Go to the next name that begins with what is typed; Qt would ask for every row's text."""
        found = self._typed.find(search, self._model.rows(), self.currentIndex().row())
        if found is not None:
            self.point_at(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a row by Enter; a blank belongs to the name that is being typed, if there is one."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._open_index(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and not held and self._typed.is_going_on:
            self.keyboardSearch(" ")
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            # With Ctrl held Qt would leave the selection behind, out of sight.
            kept = event.modifiers() & ~Qt.KeyboardModifier.ControlModifier
            super().keyPressEvent(QKeyEvent(event.type(), event.key(), kept))
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and to the last row, where Qt goes to the ends of one."""
        if action is _Move.MoveHome:
            return self._model.index(0, 0)
        if action is _Move.MoveEnd:
            return self._model.index(self._model.rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave the mouse's buttons for back and forward to the window."""
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()
            return
        super().mousePressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Leave the dragging to somebody else: rows are no files yet."""
        del actions
        self.dragged.emit()

    def selectionChanged(self, now: QItemSelection, before: QItemSelection) -> None:
        """Tell of it."""
        super().selectionChanged(now, before)
        if not self._restoring:
            self.chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit()
        self.seen.emit()

    def minimumSizeHint(self) -> QSize:
        """Return room for a few rows."""
        return QSize(360, 120)

    def _fit_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _fit(self) -> None:
        """Let the columns share the width by what is in sight."""
        self._widths.share(self.in_sight())

    def _open_index(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._model.row(index.row()))

    # --- the selection stays with its rows ------------------------------------------------------

    def _keep(self) -> None:
        current = self.currentIndex().row()
        rows = self._model.rows()
        self._kept = self.selected(), rows[current] if 0 <= current < len(rows) else None

    def _restore(self) -> None:
        """Select the same rows again: by their names, for a refresh lists them anew."""
        kept, current = self._kept
        self._kept = [], None
        now = self._model.all.now
        places = [row.at for row in kept if row.at >= 0]
        if len(places) < len(kept):
            places = [row.at for row in now(kept) if row.at >= 0]
        selection = self._selection_of(places)
        self._restoring = True
        for row in now([current] if current else ()):
            if row.at >= 0:
                index = self._model.index(row.at, 0)
                self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.selectionModel().select(selection, _Flag.ClearAndSelect)
        self._restoring = False
        if sum(part.height() for part in selection.toList()) < len(kept):
            self.chosen.emit()  # some of what was selected is gone
        self.seen.emit()

    def _selection_of(self, places: Iterable[int]) -> QItemSelection:
        selection, last = QItemSelection(), self._model.columnCount() - 1
        for first, end in islice(runs(places), _SCATTERED):
            selection.select(self._model.index(first, 0), self._model.index(end, last))
        return selection
