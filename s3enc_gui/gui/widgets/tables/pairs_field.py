"""The tables `Metadata`, `Tags` and `Encryption context`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.models.pairs_model import PairsModel
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, label_for
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.quick_table import ROW_HEIGHT, make_quick
from s3enc_gui.i18n import _
from s3enc_gui.wording.glossary.terms import Term

_EMPTY = 40  # pixels
_ROWS_SHOWN = 5

Check = Callable[[tuple[tuple[str, str], ...]], Iterable[AppError]]


class PairsField(QWidget):
    """A table of names and values with its buttons; `check` yields what is wrong with them.

    `grown` is emitted for a new row, which should be scrolled into view, `rejected` with the label
    that says what is wrong, when something is. `terms` are explained beside the name.
    """

    grown = Signal()
    rejected = Signal(QWidget)

    def __init__(
        self,
        text: str,
        model: PairsModel,
        check: Check,
        hint: str,
        parent: QWidget | None = None,
        *,
        terms: tuple[Term, ...] = (),
    ) -> None:
        super().__init__(parent)
        self._model, self._check, self._hint = model, check, hint
        self.table = _PairsTable(model)
        self._about = TextLine(hint)
        self.add = QPushButton(_("Add row"))
        self.remove = QPushButton(_("Remove row"))
        # Distinguishes the buttons of the tables for screen readers.
        self.add.setAccessibleDescription(text)
        self.remove.setAccessibleDescription(text)
        buttons = QHBoxLayout()
        named = label_for(text, self.table)
        buttons.addWidget(explained(named, *terms) if terms else named)
        buttons.addStretch(1)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(buttons)
        column.addWidget(self.table)
        column.addWidget(self._about)
        self.add.clicked.connect(self._add)
        self.table.row_wanted.connect(self._add)
        self.remove.clicked.connect(self._remove)
        model.changed.connect(self._show_problem)
        model.rowsInserted.connect(self._show_buttons)
        model.rowsRemoved.connect(self._show_buttons)
        model.modelReset.connect(self._show_buttons)
        self._show_buttons()

    def commit(self) -> None:
        """Apply the cell being edited; it keeps the focus if a button is pressed by shortcut."""
        editor = self.table.focusWidget()
        if editor is not self.table and self.table.isAncestorOf(editor):
            editor.clearFocus()

    @Slot()
    def _add(self) -> None:
        row = self._model.add_row()
        index = self._model.index(row, 0)
        self.table.setCurrentIndex(index)
        self.table.setFocus()
        self.grown.emit()
        self.table.edit(index)

    @Slot()
    def _remove(self) -> None:
        rows = {index.row() for index in self.table.selectionModel().selectedIndexes()}
        self._model.remove(sorted(rows) or [self._model.rowCount() - 1])

    @Slot()
    def _show_buttons(self) -> None:
        self.remove.setEnabled(self._model.rowCount() > 0)
        self.table.horizontalHeader().setVisible(self._model.rowCount() > 0)

    @Slot()
    def _show_problem(self) -> None:
        problem = next(iter(self._check(self._model.pairs())), None)
        if problem:
            self._about.say(f"{problem.detail} {problem.hint}".strip(), "error")
            self.rejected.emit(self._about)
        else:
            self._about.say(self._hint)


class _PairsTable(QTableView):
    """Starts editing on any key; Tab moves between cells only while editing.

    From the last value Tab goes to a new row (`row_wanted`), from an empty one out of the table.
    """

    row_wanted = Signal()

    def __init__(self, model: PairsModel) -> None:
        super().__init__()
        self._pairs = model
        self.setModel(model)
        make_quick(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.rowsInserted.connect(self.updateGeometry)
        model.rowsRemoved.connect(self.updateGeometry)
        model.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of up to five rows."""
        rows = min(self.model().rowCount(), _ROWS_SHOWN)
        return QSize(280, _EMPTY if rows == 0 else (rows + 1) * scaled(ROW_HEIGHT) + 8)

    minimumSizeHint = sizeHint

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Move on to the next cell; Qt goes on at the first one, and would overwrite it (Qt)."""
        hints = QAbstractItemDelegate.EndEditHint
        at = self.currentIndex()
        rows, columns = self._pairs.rowCount(), self._pairs.columnCount()
        is_end = hint is hints.EditNextItem and (at.row(), at.column()) == (rows - 1, columns - 1)
        is_start = hint is hints.EditPreviousItem and (at.row(), at.column()) == (0, 0)
        super().closeEditor(editor, hints.NoHint if is_end or is_start else hint)
        if is_end and self._pairs.is_filled(at.row()):
            self.row_wanted.emit()
        elif is_end or is_start:
            self.focusNextPrevChild(is_end)
        elif isinstance(following := self.focusWidget(), QLineEdit):
            following.end(False)  # its text isn't selected: typing goes on behind it

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.model().rowCount():  # an empty frame looks like a text field
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            area = self.viewport().rect().adjusted(10, 0, -10, 0)
            alignment = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area, alignment, _("None"))
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            model = self.model()
            for index in self.selectionModel().selectedIndexes():
                model.setData(index, "")
        else:
            super().keyPressEvent(event)
