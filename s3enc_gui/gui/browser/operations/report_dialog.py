"""What became of each object of an errand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.gui.widgets.quick_table import ROW_HEIGHT, make_quick
from s3enc_gui.gui.widgets.styling import label

_SIZE = QSize(820, 460)
_WIDTHS = (230, 170)  # what there is to say has the rest
_MORE = 2  # the column of what there is to say
_PADDING, _BESIDE = 16, 32  # pixels above and below, and left and right of the words together
_HIGHEST = 10_000  # no text is higher


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One object: which, the one word on it, and what is to be said besides.

    `is_taken`: nothing is the matter with it but that its name was in use.
    """

    name: str
    sign: StateIcon
    word: str
    more: str = ""
    is_taken: bool = False


class ReportDialog(QDialog):
    """A table of objects; some thousand at most. Goes when it is closed."""

    def __init__(self, title: str, lines: Sequence[ReportLine], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Details"))
        self.resize(_SIZE)
        heading = label(title, "heading")
        heading.setWordWrap(True)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        self._lines = lines
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fit_rows)
        self.table = QTableWidget(len(lines), 3)
        self.table.setHorizontalHeaderLabels(
            [self.tr("Object"), self.tr("Result"), self.tr("What there is to say")]
        )
        make_quick(self.table)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(self.tr("Results"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # of names without spaces
        self.table.setWordWrap(True)
        for number, line in enumerate(lines):
            word = _cell(line.word)
            word.setIcon(icon(line.sign.icon, line.sign.tone))
            for column, item in enumerate((_cell(line.name), word, _cell(line.more))):
                self.table.setItem(number, column, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width)
        header.sectionResized.connect(self._soon.start)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(self.table, 1)
        if not lines:  # then the title is all that there is to say
            self.table.hide()
            layout.addStretch(1)
            self.resize(_SIZE.width(), layout.totalHeightForWidth(_SIZE.width()))
        layout.addWidget(buttons)

    def _fit_rows(self) -> None:
        """Make every row as high as its words need, wrapped; names are elided."""
        # Measured here: the table's own hint knows nothing of the padding of a cell.
        room = QRect(0, 0, self.table.columnWidth(_MORE) - _BESIDE, _HIGHEST)
        metrics, flags = self.table.fontMetrics(), Qt.TextFlag.TextWordWrap
        for row, line in enumerate(self._lines):
            words = metrics.boundingRect(room, flags, line.more)
            self.table.setRowHeight(row, max(ROW_HEIGHT, words.height() + _PADDING))


def _cell(text: str) -> QTableWidgetItem:
    made = QTableWidgetItem(text)
    made.setToolTip(plain_tip(text))
    return made
