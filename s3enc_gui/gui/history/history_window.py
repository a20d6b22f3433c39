"""History window: searches, shows and exports the receipts of the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.history.filter_bar import FilterBar
from s3enc_gui.gui.history.receipt_pane import ReceiptPane
from s3enc_gui.gui.history.receipts_model import ReceiptsModel
from s3enc_gui.gui.history.receipts_table import ReceiptsTable
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.exporter import Exporter
from s3enc_gui.gui.widgets.files.file_actions import FileActions
from s3enc_gui.gui.widgets.files.file_opener import open_text, show_text
from s3enc_gui.gui.widgets.files.receipt_saver import ReceiptSaver
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.window_size import limit_size, resize_to_screen
from s3enc_gui.i18n import _, ngettext, text, text_plural
from s3enc_gui.jobs.history.receipts import (
    Exported,
    ExportReceipts,
    FindReceipts,
    FoundReceipts,
    ListReceiptBuckets,
    ReceiptFormat,
)

_SIZE = QSize(1240, 760)
_PANE_WIDTH = 360

_SEARCHING = EmptyReason("inspect", text("Searching…"))
_FAILED = EmptyReason("error", text("Can't read the receipts"))
_NO_RECEIPTS = EmptyReason(
    "receipt",
    text("No receipts yet"),
    text("S3enc keeps a receipt of every upload: what was stored, and how it is encrypted."),
)
_NO_MATCH = EmptyReason(
    "inspect",
    text("No matching receipts"),
    text("Change the search text, or choose a longer period."),
    text("Show all receipts"),
)


class HistoryWindow(QDialog):
    """Filters, the table of receipts, and the selected receipt beside it.

    Searches each time it is shown; F5 searches again and keeps the selection.
    """

    def __init__(
        self,
        runner: Runner,
        parent: QWidget | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("History"))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setModal(False)
        self.filters, self.model = FilterBar(today), ReceiptsModel(self)
        self.table, self.pane = ReceiptsTable(self.model), ReceiptPane()
        self.exporter = Exporter(runner, _("C&ancel export"))
        self.export, menu = QPushButton(_("E&xport")), QMenu(self)
        self.as_html = menu.addAction(_("&HTML page…"))
        self.as_csv = menu.addAction(_("&CSV…"))
        self.as_json = menu.addAction(_("&JSON…"))
        self.export.setMenu(menu)
        self.files = FileActions(runner, self.table, self._selected_file)
        self.close_button = QPushButton(_("Close"))
        self._banner, self._count, self._busy = ErrorBanner(), QLabel(), BusyIndicator()
        self.empty, self._views = EmptyState(_SEARCHING), QStackedWidget()
        self.receipts = ReceiptSaver(runner, self._banner, self)
        self._query = ReceiptQuery()
        self._wanted: Receipt | None = None  # to select once it is found
        self._shown_query: ReceiptQuery | None = None
        self._first_page, self._next_page = LatestJob(runner, self), LatestJob(runner, self)
        self._list_buckets = LatestJob(runner, self)
        self._arrange()
        self._connect()
        self._show_rows(False)
        self._allow_export(False)
        resize_to_screen(self, _SIZE)
        limit_size(self, QSize(880, 520))
        self.filters.search.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Search again (Qt)."""
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Search again with the current filters."""
        self._list_buckets.ask(ListReceiptBuckets())
        self._search()

    def show_receipt(self, receipt: Receipt) -> None:
        """Select a receipt, among those of its object's key."""
        self._wanted = receipt
        self.filters.show_key(receipt.key)
        self.refresh()

    # --- searching ------------------------------------------------------------------------------

    @Slot()
    def _search(self) -> None:
        self._next_page.drop()
        self._query = self.filters.query
        self._first_page.ask(FindReceipts(self._query))

    @Slot(object)
    def _found(self, page: FoundReceipts) -> None:
        self._banner.clear()
        chosen, self._wanted = self._wanted or self.table.receipt, None
        if self._query == self._shown_query:
            self.model.refresh(page)
        else:
            self.model.show(page)
        self._shown_query = self._query
        self._show_count(page.total)
        if self.model.rowCount():
            self.table.select(chosen)
        else:
            self.pane.show_receipt(None)

    @Slot()
    def _load_next_page(self) -> None:
        model = self.model
        self._next_page.ask(FindReceipts(self._query, model.offset, after=model.last))

    @Slot(object)
    def _append_page(self, page: FoundReceipts) -> None:
        self.model.add(page)

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.model.give_up()
        if self._shown_query is None:
            self.empty.show_reason(_FAILED)
        self._banner.show_error(error)

    @Slot(object)
    def _show_buckets(self, names: Sequence[str]) -> None:
        self.filters.show_buckets(names)

    def _show_count(self, total: int) -> None:
        count = ngettext("{count:,} receipt", "{count:,} receipts", total)
        self._count.setText(count.format(count=total))
        self.empty.show_reason(_NO_RECEIPTS if self._query == ReceiptQuery() else _NO_MATCH)
        self._show_rows(total > 0)
        self._allow_export(total > 0)

    def _show_rows(self, shown: bool) -> None:
        self._views.setCurrentIndex(0 if shown else 1)
        self.pane.show_hint(shown)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if self._shown_query is None and busy:
            self.empty.show_reason(_SEARCHING)
        elif busy:
            self._busy.start_if_long(_("Searching…"))
        else:
            self._busy.stop()

    def _selected_file(self) -> str:
        receipt = self.table.receipt
        return receipt.file if receipt else ""

    @Slot()
    def _save_receipt(self) -> None:
        if receipt := self.table.receipt:
            self.receipts.save((receipt,))

    # --- exporting ------------------------------------------------------------------------------

    def _ask_export(self, form: ReceiptFormat) -> None:
        query = self.filters.query
        self.exporter.ask(
            _("Export receipts"),
            f"receipts.{form.value}",
            lambda path: self.exporter.run(ExportReceipts(query, path, form)),
        )

    @Slot(object)
    def _exported(self, done: Exported) -> None:
        title = text_plural("Exported {count:,} receipt", "Exported {count:,} receipts", done.count)
        actions = (
            (open_text(), partial(self.files.opener.open, done.path)),
            (show_text(), partial(self.files.opener.show_in_folder, done.path)),
        )
        self._banner.show_error(AppError(title, done.path), "ok", actions)

    @Slot(bool)
    def _exporting(self, busy: bool) -> None:
        self._allow_export(not busy and self._views.currentIndex() == 0)

    def _allow_export(self, allowed: bool) -> None:
        self.export.setEnabled(allowed and not self.exporter.busy)

    # --- private --------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self._views.addWidget(self.table)
        self._views.addWidget(self.empty)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(14)
        split.setChildrenCollapsible(False)
        split.addWidget(self._views)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setSizes([_SIZE.width() - _PANE_WIDTH, _PANE_WIDTH])
        bottom = QHBoxLayout()
        bottom.setSpacing(10)
        for widget in (self._count, self._busy):
            bottom.addWidget(widget)
        bottom.addStretch(1)
        for button in (self.exporter, self.export, self.close_button):
            bottom.addWidget(button)
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)  # Enter in a field must not press it
        keep_icon(self.export, "receipt")
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self.filters)
        column.addWidget(self._banner)
        column.addWidget(split, 1)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.filters.changed.connect(self._search)
        self.empty.clicked.connect(self.filters.reset)
        self.table.chosen.connect(self.pane.show_receipt)
        self.model.page_requested.connect(self._load_next_page)
        for job, slot in (
            (self._first_page, self._found),
            (self._next_page, self._append_page),
            (self._list_buckets, self._show_buckets),
        ):
            job.answered.connect(slot)
            job.failed.connect(self._failed)
        self._first_page.busy_changed.connect(self._show_busy)
        for action, form in (
            (self.as_html, ReceiptFormat.HTML),
            (self.as_csv, ReceiptFormat.CSV),
            (self.as_json, ReceiptFormat.JSON),
        ):
            action.triggered.connect(partial(self._ask_export, form))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.files.problem.connect(self._banner.show_warning)
        self.pane.save.clicked.connect(self._save_receipt)
        menu = QMenu(self.pane.file)
        menu.addActions(self.files.actions)
        self.pane.file.setMenu(menu)
        self.exporter.written.connect(self._exported)
        self.exporter.failed.connect(self._banner.show_error)
        self.exporter.busy_changed.connect(self._exporting)
        self.close_button.clicked.connect(self.close)
        QShortcut(QKeySequence.StandardKey.Find, self, self._go_to_search)
        QShortcut(QKeySequence("F5"), self, self.refresh)

    @Slot()
    def _go_to_search(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()
