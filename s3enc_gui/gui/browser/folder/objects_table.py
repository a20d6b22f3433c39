"""Table view of a folder."""

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
from PySide6.QtWidgets import QAbstractItemView, QWidget

from s3enc_gui.gui.browser.folder.column_widths import ColumnWidths
from s3enc_gui.gui.browser.folder.type_ahead import TypeAhead
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.browser.models.row_sorting import Column
from s3enc_gui.gui.models.row_ranges import runs
from s3enc_gui.gui.widgets.tables.elide_right import ElideRightDelegate
from s3enc_gui.gui.widgets.tables.quick_table import QuickTable, make_quick
from s3enc_gui.i18n import _

_FIT_MS = 50  # interval of measuring visible rows
_MAX_RANGES = 2000  # ranges of rows that are selected again
_Move = QAbstractItemView.CursorAction
_Flag = QItemSelectionModel.SelectionFlag


class ObjectsTable(QuickTable):
    """Rows of a folder, with extended selection.

    `opened` carries the row that was double-clicked or opened with Enter. `selection_changed` isn't
    emitted when the same rows are listed or sorted again. `visible_changed` is emitted when other
    rows become visible, `dragged` when the user drags the selected rows.
    """

    opened = Signal(object)
    selection_changed = Signal()
    visible_changed = Signal()
    dragged = Signal()

    def __init__(self, model: ObjectsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kept: tuple[list[ObjectRow], ObjectRow | None] = ([], None)
        self._restoring = False
        self._type_ahead = TypeAhead()
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(_("Objects"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setItemDelegateForColumn(Column.ENCRYPTION, ElideRightDelegate(self))
        self._widths = ColumnWidths(self, model)
        self.show_versions(False)
        self.setSortingEnabled(True)
        self.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
        self.doubleClicked.connect(self._open_index)
        model.rearranging.connect(self._keep)
        model.rearranged.connect(self._restore)
        self._fit_timer = QTimer(self, singleShot=True, interval=_FIT_MS)
        self._fit_timer.timeout.connect(self.fit_columns)
        model.changed.connect(self._fit_soon)
        self.verticalScrollBar().valueChanged.connect(self._fit_soon)
        self.verticalScrollBar().valueChanged.connect(self.visible_changed)

    def selected(self) -> list[ObjectRow]:
        """Return the selected rows, from top to bottom."""
        parts = self.selectionModel().selection().toList()
        ranges = sorted({(part.top(), part.bottom()) for part in parts})
        rows = self._model.rows()
        return [row for top, bottom in ranges for row in rows[top : bottom + 1]]

    def visible_rows(self) -> Sequence[ObjectRow]:
        """Return the rows in the viewport."""
        top = max(self.rowAt(0), 0)
        bottom = self.rowAt(self.viewport().height() - 1)
        rows = self._model.rows()
        return rows[top : (bottom + 1 if bottom >= 0 else len(rows))]

    def show_versions(self, shown: bool) -> None:
        """Show or hide the version IDs, before another folder is listed."""
        self._widths.begin(versions=shown)

    def arrangement(self) -> Sequence[int]:
        """Return columns and widths in turn; empty: the user has changed none."""
        return self._widths.arrangement()

    def arrange(self, sizes: Sequence[int]) -> None:
        """Use these widths, as if the user had changed them."""
        self._widths.arrange(sizes)

    def go_to(self, row: ObjectRow) -> None:
        """Select only this row, and scroll to it."""
        if row.position >= 0:
            index = self._model.index(row.position, 0)
            flags = _Flag.ClearAndSelect | _Flag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)
            # New rows are laid out later.
            QTimer.singleShot(0, self._scroll_to_current)

    def select(self, rows: Sequence[ObjectRow]) -> None:
        """Select only these rows, and scroll to the first one."""
        numbers = [row.position for row in rows if row.position >= 0]
        if numbers:
            self.go_to(self._model.row(min(numbers)))
            self.selectionModel().select(self._selection_of(numbers), _Flag.ClearAndSelect)

    def _scroll_to_current(self) -> None:
        self.scrollTo(self.currentIndex())

    def keyboardSearch(self, search: str) -> None:
        """Go to the next name that starts with the typed text; Qt would read every row (Qt)."""
        found = self._type_ahead.find(search, self._model.rows(), self.currentIndex().row())
        if found is not None:
            self.go_to(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a row on Enter; Space continues a typed name (Qt)."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._open_index(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and not held and self._type_ahead.is_active:
            self.keyboardSearch(" ")
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            # With Ctrl, Qt would move only the current row and not the selection.
            kept = event.modifiers() & ~Qt.KeyboardModifier.ControlModifier
            super().keyPressEvent(QKeyEvent(event.type(), event.key(), kept))
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and last row, not column (Qt)."""
        if action is _Move.MoveHome:
            return self._model.index(0, 0)
        if action is _Move.MoveEnd:
            return self._model.index(self._model.rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pass the Back and Forward mouse buttons on (Qt)."""
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()
            return
        super().mousePressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Emit `dragged`; the owner starts the drag (Qt)."""
        del actions
        self.dragged.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Emit `selection_changed`, unless a selection is being restored (Qt)."""
        super().selectionChanged(selected, deselected)
        if not self._restoring:
            self.selection_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns (Qt)."""
        super().resizeEvent(event)
        self.fit_columns()
        self.visible_changed.emit()

    def minimumSizeHint(self) -> QSize:
        """Return the minimum for a few rows (Qt)."""
        return QSize(360, 120)

    def _fit_soon(self) -> None:
        if not self._fit_timer.isActive():
            self._fit_timer.start()

    def fit_columns(self) -> None:
        """Fit the columns to the visible rows."""
        self._widths.share(self.visible_rows())

    def _open_index(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._model.row(index.row()))

    # --- keep the selection when rows are replaced ----------------------------------------------

    def _keep(self) -> None:
        current = self.currentIndex().row()
        rows = self._model.rows()
        self._kept = self.selected(), rows[current] if 0 <= current < len(rows) else None

    def _restore(self) -> None:
        """Select the same rows again, by name: a refresh creates new rows."""
        kept, current = self._kept
        self._kept = [], None
        current_rows = self._model.all.current
        numbers = [row.position for row in kept if row.position >= 0]
        if len(numbers) < len(kept):
            numbers = [row.position for row in current_rows(kept) if row.position >= 0]
        selection = self._selection_of(numbers)
        self._restoring = True
        for row in current_rows([current] if current else ()):
            if row.position >= 0:
                index = self._model.index(row.position, 0)
                self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.selectionModel().select(selection, _Flag.ClearAndSelect)
        self._restoring = False
        if sum(part.height() for part in selection.toList()) < len(kept):
            self.selection_changed.emit()  # some selected rows were removed
        self.visible_changed.emit()

    def _selection_of(self, numbers: Iterable[int]) -> QItemSelection:
        selection, last = QItemSelection(), self._model.columnCount() - 1
        for first, end in islice(runs(numbers), _MAX_RANGES):
            selection.select(self._model.index(first, 0), self._model.index(end, last))
        return selection
