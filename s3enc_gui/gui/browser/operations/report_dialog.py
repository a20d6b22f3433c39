"""Dialog with the result of each object of an operation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.dataclass import dataclass
from s3enc_gui.gui.icons import ItemIcons
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.gui.widgets.tables.quick_table import ROW_HEIGHT, make_quick
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _

_SIZE = QSize(820, 460)
_WIDTHS = (230, 170)  # the details take the rest
_RESULT, _DETAILS = 1, 2  # columns
_ICON = 24  # pixels, with the gap to the text
_VERTICAL_PADDING, _HORIZONTAL_PADDING = 16, 32  # pixels, both sides together
_MAX_HEIGHT = 10_000  # pixels, higher than any text


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One object, its result and details. `is_conflict`: its name already exists."""

    name: str
    sign: StateIcon
    result: str
    details: str = ""
    is_conflict: bool = False


class ReportDialog(QDialog):
    """A table of at most some thousand objects. Deletes itself when closed."""

    def __init__(self, title: str, lines: Sequence[ReportLine], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Details"))
        if lines:
            resize_to_screen(self, _SIZE)
        self._lines = lines
        self._fit_timer = QTimer(self, singleShot=True, interval=0)
        self._fit_timer.timeout.connect(self._fit_rows)
        self.table = QTableWidget(len(lines), 3)
        self.table.setHorizontalHeaderLabels([_("Object"), _("Result"), _("Details")])
        make_quick(self.table)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(_("Results"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # for names without spaces
        self.table.setWordWrap(True)
        icons = ItemIcons(self.table)
        for number, line in enumerate(lines):
            for column, said in enumerate((line.name, line.result, line.details)):
                self.table.setItem(number, column, _cell(said))
            result = self.table.model().index(number, _RESULT)
            icons.set_icon(result, line.sign.icon, line.sign.tone)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, scaled(width) if column == _RESULT else width)
        header.sectionResized.connect(self._fit_timer.start)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WINDOW_MARGINS)
        layout.setSpacing(12)
        layout.addWidget(label(title, "heading", wrap=True))
        layout.addWidget(self.table, 1)
        if not lines:  # the title is all there is
            self.table.hide()
            layout.addStretch(1)
            self.resize(_SIZE.width(), layout.totalHeightForWidth(_SIZE.width()))
        layout.addWidget(self.buttons)

    def offer(self, button: QPushButton) -> None:
        """Add what a button of the bar does; the dialog is closed first."""
        offered = QPushButton(button.text())
        offered.setAutoDefault(False)
        offered.clicked.connect(self.reject)
        offered.clicked.connect(button.click)
        self.buttons.addButton(offered, QDialogButtonBox.ButtonRole.ActionRole)

    def _fit_rows(self) -> None:
        """Set each row's height to its wrapped result and details; names are elided."""
        # The table's own size hint ignores the padding of cells.
        for row, line in enumerate(self._lines):
            result = self._height(line.result, self.table.columnWidth(_RESULT) - _ICON)
            details = self._height(line.details, self.table.columnWidth(_DETAILS))
            self.table.setRowHeight(row, max(scaled(ROW_HEIGHT), result, details))

    def _height(self, text: str, width: int) -> int:
        """Return the height of a cell whose text wraps within the width of its column."""
        space = QRect(0, 0, width - _HORIZONTAL_PADDING, _MAX_HEIGHT)
        metrics = self.table.fontMetrics()
        height = metrics.boundingRect(space, Qt.TextFlag.TextWordWrap, text).height()
        return height + _VERTICAL_PADDING


def _cell(text: str) -> QTableWidgetItem:
    made = QTableWidgetItem(text)
    made.setToolTip(plain_tip(text))
    return made
