"""Shows the components of the program, and their licenses."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.gui.widgets.tables.quick_table import make_quick
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _
from s3enc_gui.jobs.components import Components, ReadComponents, ReadLicense
from s3enc_gui.wording.licenses import licenses_note, no_license_text

_SIZE = QSize(900, 620)
_TABLE_HEIGHT = 260  # pixels, of the splitter


class LicensesDialog(QDialog):
    """Components above, the license of the selected one below."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Licenses"))
        self.banner, self.note = ErrorBanner(), label("", "muted", wrap=True)
        self.table, self.text = QTableWidget(0, 3), QPlainTextEdit(readOnly=True)
        self._components = LatestJob(runner, self)
        self._components.answered.connect(self._fill)
        self._components.failed.connect(self._failed)
        self._license = LatestJob(runner, self)
        self._license.answered.connect(self._show)
        self._license.failed.connect(self._failed)
        self.table.itemSelectionChanged.connect(self._selected)
        self._arrange()
        self._components.ask(ReadComponents())

    def done(self, result: int) -> None:
        """Close; nothing that is still being read is awaited (Qt)."""
        self._components.drop()
        self._license.drop()
        super().done(result)

    @Slot(object)
    def _fill(self, found: Components) -> None:
        self.note.setText(licenses_note(found.folder))
        self.table.setRowCount(len(found.components))
        for row, one in enumerate(found.components):
            for column, cell in enumerate((one.name, one.version, one.license)):
                self.table.setItem(row, column, QTableWidgetItem(cell))
        self.table.selectRow(0)

    @Slot()
    def _selected(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        name = self.table.item(rows[0].row(), 0) if rows else None
        self.text.clear()
        if name is not None:
            self._license.ask(ReadLicense(name.text()))

    @Slot(object)
    def _show(self, text: str) -> None:
        self.text.setPlainText(text or no_license_text())

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.banner.show_error(error)

    def _arrange(self) -> None:
        self.table.setHorizontalHeaderLabels([_("Component"), _("Version"), _("License")])
        make_quick(self.table)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setAccessibleName(_("Components"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        WholeColumns(self.table, (0, 1))
        self.text.setAccessibleName(_("License"))
        self.text.setTabChangesFocus(True)
        self.text.setUndoRedoEnabled(False)
        parts = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        parts.addWidget(self.table)
        parts.addWidget(self.text)
        parts.setSizes([_TABLE_HEIGHT, _SIZE.height() - _TABLE_HEIGHT])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self.note)
        column.addWidget(parts, 1)
        column.addWidget(buttons)
        resize_to_screen(self, _SIZE)
