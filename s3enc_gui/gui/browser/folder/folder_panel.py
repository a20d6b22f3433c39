"""One folder of a bucket, and how each object in it is encrypted."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import START, Page, Position
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.folder.folder_view import FolderView
from s3enc_gui.gui.browser.folder.listing_status import ListingStatus
from s3enc_gui.gui.browser.folder.objects_table import ObjectsTable
from s3enc_gui.gui.browser.folder.status_feed import StatusFeed
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.browser.models.row_sorting import RowFilter, SortedRows
from s3enc_gui.gui.browser.operations.paced_delivery import PacedDelivery
from s3enc_gui.gui.encryption.summary_bar import Share, SummaryBar
from s3enc_gui.gui.messages import status as say
from s3enc_gui.gui.widgets.drop_area import DropArea
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed

MOST = 200_000  # rows that are listed unasked: some 100 MB
_SOON_MS = 400  # between two times of sorting, while statuses come
_SUMMARY_MS = 100


class FolderPanel(QWidget):
    """The table with its summary, and what is being done for them.

    `listed` tells that all rows are there, `failed`, with an AppError, that they cannot be listed,
    `unfiltered` that the filter of names was lifted.
    """

    listed = Signal()
    failed = Signal(object)
    unfiltered = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection: Connection | None = None
        self._place = Location("")
        self._versions = False
        self._last: Position | None = None  # where what is shown goes on; None: it is complete
        self._why = ""  # nothing could be shown
        self._anew = False  # whether what is being listed takes the place of what is shown
        self._again = False  # whether it is to be arranged once more
        self.model = ObjectsModel(self)
        self.table = ObjectsTable(self.model)
        self.view = FolderView(self.table, DropArea())
        self.banner, self.summary, self.looking = ErrorBanner(), SummaryBar(), ListingStatus()
        self.feed = StatusFeed(runner, self.model, self.table.in_sight, self)
        self._listing, self._arranging = LatestJob(runner, self), LatestJob(runner, self)
        self._pages = PacedDelivery(self)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._later = QTimer(self, singleShot=True, interval=_SUMMARY_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        column.addWidget(self.summary)
        column.addWidget(self.looking)
        self._connect()

    @property
    def is_listing(self) -> bool:
        """Whether pages are still to come."""
        return self._listing.busy or len(self._pages) > 0

    def open(self, connection: Connection, place: Location, *, versions: bool) -> None:
        """List a folder from the beginning."""
        if connection != self._connection:
            self.model.forget_keys()
        self._leave(place)
        self._connection, self._place, self._versions = connection, place, versions
        self.table.show_versions(versions)
        self.table.scrollToTop()
        self.feed.start(connection)
        self._anew = False
        self._list()

    def close_folder(self) -> None:
        """Show no folder."""
        self._connection = None
        self._leave(Location(""))
        self.summary.setVisible(False)
        self.looking.setVisible(False)
        self.view.show_start()

    def refresh(self, *, fresh: bool) -> None:
        """List anew; what is shown stays until that is done.

        `fresh`: S3 is asked again for objects that have been looked at.
        """
        if self._connection is not None:
            self.banner.clear()
            self._anew = True
            self.model.begin_refresh(fresh=fresh)
            self.feed.start(self._connection, fresh=fresh)
            self._list()

    def filter_names(self, text: str) -> None:
        """Show only names with these letters in them."""
        self._filter(RowFilter(text, self.model.filter.statuses))

    # --- inside ---------------------------------------------------------------------------------

    def _leave(self, place: Location) -> None:
        """Have done with what is shown, and be ready for another folder."""
        self._listing.drop()
        self._pages.clear()
        self._arranging.drop()
        self.feed.stop()
        self.banner.clear()
        self.summary.show_filter(EVERYTHING)
        self._last, self._again = None, False
        self._soon.stop()
        self.model.open(place)

    def _list(self, after: Position = START) -> None:
        if self._connection is None:
            return
        limit = max(MOST, len(self.model.all)) if after == START else MOST
        bucket, prefix = self._place.bucket, self._place.key
        job = ListFolder(
            self._connection, bucket, prefix, versions=self._versions, limit=limit, after=after
        )
        self._pages.clear()
        self._listing.ask(job)
        self._show_all()

    def _list_again(self) -> None:
        self.refresh(fresh=False)

    def _list_more(self) -> None:
        if self._last is not None and not self.is_listing:
            self._anew = False
            self._list(self._last)

    def _reported(self, reports: Iterable[object]) -> None:
        self._pages.add(report.page for report in reports if isinstance(report, PageListed))

    def _take(self, page: Page) -> None:
        self.model.add(page)
        if not self._anew:
            self._last = page.next or self._last or START

    def _ended(self, result: object) -> None:
        """All pages have been taken: that was the whole listing, or as far as it went."""
        if isinstance(result, Listed):
            self._listed(result)
        elif isinstance(result, AppError):
            self._listing_failed(result)

    def _listed(self, result: Listed) -> None:
        self._last = result.last
        self.model.end_refresh()
        self._show_all()
        self.listed.emit()

    def _listing_failed(self, error: AppError) -> None:
        self._cut_listing(self.tr("This folder could not be listed."))
        self.banner.show_error(error)
        self._show_all()
        self.failed.emit(error)

    def _stop(self) -> None:
        if self.is_listing:
            self._listing.drop()
            self._pages.clear()
            self._cut_listing(self.tr("The listing was stopped."))
        self.feed.pause()
        self._show_all()

    def _cut_listing(self, why: str) -> None:
        """Keep what is shown: all of a folder that was complete before, else a part of it."""
        self._why = why
        self.model.give_up_refresh()
        if not self._anew and self._last is None:
            self._last = START

    # --- what is shown --------------------------------------------------------------------------

    def _changed(self) -> None:
        """Something of the rows is another: all that depends on it is shown soon."""
        if not self._later.isActive():
            self._later.start()
        if self.model.rowCount() and self.view.currentWidget() is not self.table:
            self._show_view()

    def _show_all(self) -> None:
        if self._connection is None:
            return
        self._show_view()
        self._show_shares()
        self._show_progress()
        self.feed.look()

    def _show_view(self) -> None:
        if self.model.rowCount() or (self.is_listing and not len(self.model.all)):
            self.view.show_table()
        elif len(self.model.all):
            self.view.show_all_hidden()
        elif self._last is None:
            self.view.show_empty(is_bucket=not self._place.key, is_made=self.model.all.is_made)
        else:
            self.view.show_failure(self._why)

    def _show_shares(self) -> None:
        totals, keys = self.model.all.totals, self.model.all.keys
        shares = [
            Share(group, say.share_text(group, keys), total.objects, total.bytes)
            for group, total in totals.items()
        ]
        shares.sort(key=lambda one: (-one.objects, one.words))
        self.summary.show_shares(shares)
        self.summary.setVisible(bool(shares))

    def _show_progress(self) -> None:
        totals = self.model.all.totals
        unseen = totals[None].objects if None in totals else 0
        if self._connection is None:
            return
        if self.is_listing:
            self.looking.show_listing(len(self.model.all))
        elif self.feed.is_looking:
            objects = sum(total.objects for total in totals.values())
            self.looking.show_looking(objects - unseen, objects)
        else:
            more = self._last is not None and len(self.model.all) > 0
            # What the summary filters, it counts itself.
            shown = self.model.rowCount() if self.model.filter.text else None
            self.looking.show_open(unseen, more=more, shown=shown, of=len(self.model.all))

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

    def _arranged(self, arranged: SortedRows) -> None:
        self.model.arrange(arranged)
        self._show_view()
        self._show_progress()
        if self._again:
            self._again = False
            self._soon.start()

    def _stale(self) -> None:
        """Arrange anew, soon; what is being arranged just now knows nothing of it yet."""
        if self._arranging.busy:
            self._again = True
        elif not self._soon.isActive():
            self._soon.start()

    def _connect(self) -> None:
        self.view.unfilter_pressed.connect(self._unfilter)
        self.view.again_pressed.connect(self._list_again)
        self.summary.chosen.connect(self._filter_statuses)
        self.table.seen.connect(self.feed.look)
        self.model.changed.connect(self._changed)
        self.model.wanted.connect(self._arranging.ask)
        self.model.stale.connect(self._stale)
        self._soon.timeout.connect(self.model.rearrange)
        self._later.timeout.connect(self._show_all)
        self._arranging.answered.connect(self._arranged)
        self._arranging.failed.connect(self.banner.show_error)
        self._listing.reported.connect(self._reported)
        self._listing.answered.connect(self._pages.add_last)
        self._listing.failed.connect(self._pages.add_last)
        self._pages.taken.connect(self._take)
        self._pages.ended.connect(self._ended)
        self.feed.failed.connect(self.banner.show_error)
        self.feed.changed.connect(self._show_progress)
        self.looking.stop_pressed.connect(self._stop)
        self.looking.all_pressed.connect(self.feed.look_at_all)
        self.looking.more_pressed.connect(self._list_more)
