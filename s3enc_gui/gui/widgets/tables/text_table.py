"""A table of texts that is as high as its rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.tables.quick_table import make_quick
from s3enc_gui.gui.widgets.tables.whole_columns import least_width
from s3enc_gui.gui.widgets.tables.wrapping_delegate import whole_height, wrap_rows

_ROW = 26


class TextTable(QTableWidget):
    """The first column has the rest of the width, and wraps; `numbers` are aligned to the right."""

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        numbers: Collection[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(headings), parent)
        self._numbers = frozenset(numbers)
        self.setAccessibleName(name)
        make_quick(self, _ROW)
        wrap_rows(self)
        for column, heading in enumerate(headings):
            self.setHorizontalHeaderItem(column, self._item(heading, column))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self.clearContents()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                self.setItem(number, column, self._item(text, column))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height of all rows (Qt)."""
        return QSize(super().sizeHint().width(), whole_height(self))

    def minimumSizeHint(self) -> QSize:
        """Return a width for the columns, and the height of all rows (Qt)."""
        return QSize(least_width(self, 0), self.sizeHint().height())

    def _item(self, text: str, column: int) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(plain_tip(text))
        item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
        side = (
            Qt.AlignmentFlag.AlignRight if column in self._numbers else Qt.AlignmentFlag.AlignLeft
        )
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        return item
