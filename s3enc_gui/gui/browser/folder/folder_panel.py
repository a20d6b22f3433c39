"""Panel of one folder: table, encryption summary and status line."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import START, Page, Position
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.paced_delivery import PacedDelivery
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.folder.folder_view import FolderView
from s3enc_gui.gui.browser.folder.listing_status import ListingStatus
from s3enc_gui.gui.browser.folder.objects_table import ObjectsTable
from s3enc_gui.gui.browser.folder.status_feed import StatusFeed
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.browser.models.row_sorting import RowFilter, SortedRows
from s3enc_gui.gui.encryption.summary_bar import Share, SummaryBar
from s3enc_gui.gui.messages.status import share_text, warns
from s3enc_gui.gui.widgets.drops.drop_area import DropArea
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed

MAX_ROWS = 200_000  # listed automatically, about 100 MB; the user can list more
_SORT_MS = 400  # interval of sorting while statuses arrive
_UPDATE_MS = 100  # interval of updating summary and status line


class FolderPanel(QWidget):
    """Lists a folder, reads its encryption, and shows both.

    `listed` is emitted when all rows are listed, `failed` carries an AppError if they can't be,
    `unfiltered` is emitted when the name filter is removed; `reached`: the bucket S3 has listed.
    """

    listed = Signal()
    failed = Signal(object)
    unfiltered = Signal()
    reached = Signal(str)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection: Connection | None = None
        self._folder = Location("")
        self._versions = False
        self._last: Position | None = None  # where the listing continues; None: it is complete
        self._failure: AnyText = ""  # why nothing is listed
        self._is_refresh = False  # whether the listing will replace what is shown
        self._sort_again = False  # whether rows changed while they were being sorted
        self.model = ObjectsModel(self)
        self.table = ObjectsTable(self.model)
        self.view = FolderView(self.table, DropArea())
        self.banner, self.summary, self.status = ErrorBanner(), SummaryBar(), ListingStatus()
        self.feed = StatusFeed(runner, self.model, self.table.visible_rows, self)
        self._listing, self._sorting = LatestJob(runner, self), LatestJob(runner, self)
        self._pages = PacedDelivery(self)
        self._sort_timer = QTimer(self, singleShot=True, interval=_SORT_MS)
        self._update_timer = QTimer(self, singleShot=True, interval=_UPDATE_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        column.addWidget(self.summary)
        column.addWidget(self.status)
        self._connect()

    @property
    def is_listing(self) -> bool:
        """Whether pages are still being listed or added."""
        return self._listing.busy or len(self._pages) > 0

    def open(self, connection: Connection, folder: Location, *, versions: bool) -> None:
        """List a folder from the beginning."""
        if connection != self._connection:
            self.model.forget_keys()
        self._leave(folder)
        self._connection, self._folder, self._versions = connection, folder, versions
        self.table.show_versions(versions)
        self.table.scrollToTop()
        self.feed.start(connection)
        self._is_refresh = False
        self._list()

    def close_folder(self, *, connected: bool) -> None:
        """Show no folder; invite to upload if there is a connection."""
        self._connection = None
        self._leave(Location(""))
        self.summary.setVisible(False)
        self.status.setVisible(False)
        self.view.show_start(invites=connected)

    def refresh(self, *, fresh: bool) -> None:
        """List the folder again; keep what is shown until the listing is complete.

        `fresh`: read the encryption of unchanged objects again, too.
        """
        if self._connection is not None:
            self.banner.clear()
            self._is_refresh = True
            self.model.begin_refresh(fresh=fresh)
            self.feed.start(self._connection, fresh=fresh)
            self._list()

    def filter_names(self, text: str) -> None:
        """Show only names that contain a folded text."""
        self._filter(RowFilter(text, self.model.filter.statuses))

    # --- inside ---------------------------------------------------------------------------------

    def _leave(self, folder: Location) -> None:
        """Stop all work for what is shown, and prepare another folder."""
        self._listing.drop()
        self._pages.clear()
        self._sorting.drop()
        self.feed.stop()
        self.banner.clear()
        self.summary.show_filter(EVERYTHING)
        self._last, self._sort_again = None, False
        self._sort_timer.stop()
        self.model.open(folder)

    def _list(self, after: Position = START) -> None:
        if self._connection is None:
            return
        limit = max(MAX_ROWS, len(self.model.all)) if after == START else MAX_ROWS
        bucket, prefix = self._folder.bucket, self._folder.key
        job = ListFolder(
            self._connection, bucket, prefix, versions=self._versions, limit=limit, after=after
        )
        self._pages.clear()
        self._listing.ask(job)
        self._show_all()

    def _list_more(self) -> None:
        if self._last is not None and not self.is_listing:
            self._is_refresh = False
            self._list(self._last)

    def _reported(self, reports: Iterable[object]) -> None:
        listed = [report for report in reports if isinstance(report, PageListed)]
        for report in listed[:1]:
            self.model.region = report.region
            self.reached.emit(self._folder.bucket)
        self._pages.add(report.page for report in listed)

    def _add_page(self, page: Page) -> None:
        self.model.add(page)
        if not self._is_refresh:
            self._last = page.next or self._last or START

    def _ended(self, result: object) -> None:
        """All pages are added: the listing is complete, or has failed."""
        if isinstance(result, Listed):
            self._listed(result)
        elif isinstance(result, AppError):
            self._listing_failed(result)

    def _listed(self, result: Listed) -> None:
        self._last = result.last
        self.reached.emit(self._folder.bucket)
        self.model.end_listing()
        self._show_all()
        self.listed.emit()

    def _listing_failed(self, error: AppError) -> None:
        self._end_early(text("Can't list this folder"))
        self.banner.show_error(error)
        self._show_all()
        self.failed.emit(error)

    def _stop(self) -> None:
        if self.is_listing:
            self._listing.drop()
            self._pages.clear()
            self._end_early(text("The listing was stopped"))
        self.feed.pause()
        self._show_all()

    def _end_early(self, reason: AnyText) -> None:
        """Keep what is shown; it is incomplete unless a complete folder was being refreshed."""
        self._failure = reason
        self.model.give_up_refresh()
        if not self._is_refresh and self._last is None:
            self._last = START

    # --- display --------------------------------------------------------------------------------

    def _changed(self) -> None:
        """Rows have changed: update what depends on them soon."""
        if not self._update_timer.isActive():
            self._update_timer.start()
        if self.model.rowCount() and self.view.currentWidget() is not self.table:
            self._show_view()

    def _show_all(self) -> None:
        if self._connection is None:
            return
        self._show_view()
        self._show_summary()
        self._show_progress()
        self.feed.read()

    def _show_view(self) -> None:
        if self.model.rowCount() or (self.is_listing and not len(self.model.all)):
            self.view.show_table()
        elif len(self.model.all):
            self.view.show_no_match()
        elif self._last is None:
            self.view.show_empty(is_bucket=not self._folder.key, exists=self.model.all.exists)
        else:
            self.view.show_failure(self._failure)

    def _show_summary(self) -> None:
        totals, keys = self.model.all.totals, self.model.all.keys
        shares = [
            Share(group, share_text(group, keys), total.objects, total.bytes, warns(group, keys))
            for group, total in totals.items()
        ]
        shares.sort(key=lambda one: (-one.objects, one.name))
        self.summary.show_shares(shares)
        self.summary.setVisible(bool(shares))

    def _show_progress(self) -> None:
        totals = self.model.all.totals
        unread = totals[None].objects if None in totals else 0
        if self._connection is None:
            return
        if self.is_listing:
            self.status.show_listing(len(self.model.all))
        elif self.feed.is_reading:
            objects = sum(total.objects for total in totals.values())
            self.status.show_reading(objects - unread, objects)
        else:
            more = self._last is not None and len(self.model.all) > 0
            # The summary shows the counts of its own filter.
            shown = self.model.rowCount() if self.model.filter.text else None
            self.status.show_rest(unread, more=more, shown=shown, rows=len(self.model.all))

    # --- filter and order -----------------------------------------------------------------------

    def _filter_statuses(self, wanted: StatusFilter) -> None:
        self._filter(RowFilter(self.model.filter.text, wanted))

    def _unfilter(self) -> None:
        self.summary.show_filter(EVERYTHING)
        self._filter(RowFilter())
        self.unfiltered.emit()

    def _filter(self, wanted: RowFilter) -> None:
        self.model.set_filter(wanted)
        self._show_view()
        self._show_progress()

    def _sorted(self, result: SortedRows) -> None:
        self.model.show_sorted(result)
        self._show_view()
        self._show_progress()
        if self._sort_again:
            self._sort_again = False
            self._sort_timer.start()

    def _sort_soon(self) -> None:
        """Sort again soon; after the running sort job, which has old rows."""
        if self._sorting.busy:
            self._sort_again = True
        elif not self._sort_timer.isActive():
            self._sort_timer.start()

    def _connect(self) -> None:
        self.view.show_all_pressed.connect(self._unfilter)
        self.view.retry_pressed.connect(lambda: self.refresh(fresh=False))
        self.summary.chosen.connect(self._filter_statuses)
        self.table.visible_changed.connect(self.feed.read)
        self.model.changed.connect(self._changed)
        self.model.sort_requested.connect(self._sorting.ask)
        self.model.stale.connect(self._sort_soon)
        self._sort_timer.timeout.connect(self.model.sort_again)
        self._update_timer.timeout.connect(self._show_all)
        self._sorting.answered.connect(self._sorted)
        self._sorting.failed.connect(self.banner.show_error)
        self._listing.reported.connect(self._reported)
        self._listing.answered.connect(self._pages.add_last)
        self._listing.failed.connect(self._pages.add_last)
        self._pages.delivered.connect(self._add_page)
        self._pages.ended.connect(self._ended)
        self.feed.failed.connect(self.banner.show_error)
        self.feed.outages_changed.connect(self.status.set_outages)
        self.status.sign_in_pressed.connect(self.feed.request_sign_in)
        self.feed.changed.connect(self._show_progress)
        self.status.stop_pressed.connect(self._stop)
        self.status.check_all_pressed.connect(self.feed.read_all)
        self.status.more_pressed.connect(self._list_more)
