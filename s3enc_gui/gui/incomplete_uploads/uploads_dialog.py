"""Dialog that lists the incomplete uploads of a bucket and aborts them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.incomplete_uploads.bucket_row import BucketRow
from s3enc_gui.gui.incomplete_uploads.uploads_model import IncompleteUploadsModel
from s3enc_gui.gui.incomplete_uploads.uploads_table import IncompleteUploadsTable
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.gui.widgets.window_size import limit_size, resize_to_screen
from s3enc_gui.i18n import _, ngettext, text, text_plural
from s3enc_gui.jobs.incomplete_uploads import (
    AbortIncompleteUploads,
    EntriesSkipped,
    FindIncompleteUploads,
)

_SIZE = QSize(980, 560)

_NO_BUCKET = EmptyReason(
    "bucket", text("No bucket selected"), text("Enter a bucket to list its incomplete uploads.")
)
_LISTING = EmptyReason("inspect", text("Listing…"))
_NONE_FOUND = EmptyReason(
    "verified",
    text("No incomplete uploads"),
    text(
        "Uploads that S3enc will still finish on this computer aren't listed,\n"
        "nor are uploads started in the last five minutes."
    ),
    tone="ok",
)
_FAILED = EmptyReason("error", text("Can't list incomplete uploads"))


class IncompleteUploadsDialog(QDialog):
    """Lists the uploads each time it is shown, on `List` and on `Refresh`.

    Aborting continues when the dialog is closed.
    """

    def __init__(
        self,
        runner: Runner,
        connection: Connection,
        bucket: str = "",
        prefix: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Incomplete uploads"))
        self.setAccessibleName(self.windowTitle())
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setModal(False)
        self._connection, self._location = connection, Location(bucket, prefix)
        self._listed = False  # whether the rows are those of `_location`
        self._aborting: tuple[IncompleteUpload, ...] = ()
        self.bucket_row, self.model = BucketRow(self._location), IncompleteUploadsModel(self)
        self.table, self.empty = IncompleteUploadsTable(self.model), EmptyState(_NO_BUCKET)
        self.abort, self.refresh = QPushButton(_("&Abort selected…")), QPushButton(_("&Refresh"))
        self.close_button = QPushButton(_("Close"))
        self.banner, self._question = ErrorBanner(), Question(self)
        self._views, self._busy, self._count = QStackedWidget(), BusyIndicator(), ElidedLabel()
        self._find, self._abort = LatestJob(runner, self), LatestJob(runner, self)
        self._arrange()
        self._connect()
        self._show_state()
        resize_to_screen(self, _SIZE)
        limit_size(self, QSize(780, 420))

    def showEvent(self, event: QShowEvent) -> None:
        """List the uploads if a bucket is known (Qt)."""
        super().showEvent(event)
        if event.spontaneous():
            return
        self.bucket_row.field.setFocus()
        if self.bucket_row.field.text() and not self._abort.busy:
            self.bucket_row.submit()

    def done(self, result: int) -> None:
        """Stop listing (Qt)."""
        self._find.drop()
        super().done(result)

    # --- listing --------------------------------------------------------------------------------

    @Slot(object)
    def _list(self, location: Location) -> None:
        self.banner.clear()
        if location != self._location:
            self._listed = False
            self.model.clear()
        self._location = location
        if not self._listed:
            self.empty.show_reason(_LISTING)
        self._find.ask(FindIncompleteUploads(self._connection, location.bucket, location.key))

    @Slot()
    def _refresh(self) -> None:
        """List the same bucket again, whatever is entered in the field."""
        if self.refresh.isEnabled():
            self._list(self._location)

    @Slot(object)
    def _found(self, incomplete_uploads: Sequence[IncompleteUpload]) -> None:
        self._listed = True
        self.empty.show_reason(_NONE_FOUND)
        self.model.show(incomplete_uploads)

    @Slot(object)
    def _noticed(self, reports: tuple[EntriesSkipped, ...]) -> None:
        count = reports[-1].count
        title = text_plural(
            "Can't read {count:,} entry of the server's list",
            "Can't read {count:,} entries of the server's list",
            count,
        )
        detail = text(
            "The key or the upload ID is missing. All other incomplete uploads are shown."
        )
        self.banner.show_warning(AppError(title, detail))

    @Slot(object)
    def _not_found(self, error: AppError) -> None:
        if not self._listed:
            self.empty.show_reason(_FAILED)
        self.banner.show_error(error)

    # --- aborting -------------------------------------------------------------------------------

    def _asked(self) -> Asked | None:
        count = len(self.model.checked)
        if not count or self._abort.busy or self._find.busy:
            return None
        question = ngettext(
            "Abort {count:,} incomplete upload to {bucket}?",
            "Abort {count:,} incomplete uploads to {bucket}?",
            count,
        )
        return Asked(
            _("Abort incomplete uploads"),
            question.format(count=count, bucket=self._location.bucket),
            _(
                "The parts already sent are deleted from S3. Objects and the files on this "
                "computer don't change. An upload that is still running on another "
                "computer or in another program fails."
            ),
            yes=_("Abort"),
            no=_("Keep"),
        )

    @Slot()
    def _abort_checked(self) -> None:
        self.banner.clear()
        self._find.drop()
        self._aborting = self.model.checked
        if self._aborting:
            bucket, prefix = self._location.bucket, self._location.key
            job = AbortIncompleteUploads(self._connection, bucket, self._aborting, prefix)
            self.table.clearSelection()
            self._abort.ask(job)

    @Slot(object)
    def _reported(self, reports: tuple[Progress, ...]) -> None:
        last = reports[-1]
        progress = _("Aborting… {done:,} of {total:,}")
        self._busy.start(progress.format(done=last.done, total=last.total or 0))

    @Slot(object)
    def _aborted(self, left: Sequence[IncompleteUpload]) -> None:
        aborted = [upload for upload in self._aborting if upload not in left]
        self.model.remove(aborted)
        if left:
            self.banner.show_warning(_left_error(len(left), len(self._aborting)))
            return
        title = text_plural(
            "Aborted {count:,} incomplete upload",
            "Aborted {count:,} incomplete uploads",
            len(aborted),
        )
        self.banner.show_error(AppError(title), "ok")

    # --- private --------------------------------------------------------------------------------

    @Slot()
    def _show_state(self) -> None:
        """Show the counts or what is running, and enable the buttons."""
        aborting, listing = self._abort.busy, self._find.busy
        listed, checked = self.model.rowCount(), len(self.model.checked)
        self._views.setCurrentIndex(0 if listed else 1)
        idle = not aborting and not listing
        self._count.show_text(self._count_text(listed, checked) if listed and idle else "")
        if aborting:
            self._busy.start(_("Aborting…"))
        elif listing:
            self._busy.start()
        else:
            self._busy.stop()
        self.abort.setEnabled(checked > 0 and idle)
        self.refresh.setEnabled(bool(self._location.bucket) and not aborting)
        for widget in (self.bucket_row, self.table):
            widget.setEnabled(not aborting)

    def _count_text(self, listed: int, checked: int) -> str:
        location = self._location.uri if self._location.key else self._location.bucket
        counts = ngettext(
            "{count:,} incomplete upload in {location}, {checked:,} selected",
            "{count:,} incomplete uploads in {location}, {checked:,} selected",
            listed,
        )
        return counts.format(count=listed, location=location, checked=checked)

    def _arrange(self) -> None:
        introduction = label(
            _("The parts of incomplete uploads are billed until the uploads are aborted."),
            "muted",
            wrap=True,
        )
        self.table.setToolTip(
            _("Uploads that S3enc will still finish on this computer aren't listed.")
        )
        self.refresh.setToolTip(_("Refresh (F5)"))
        keep_icon(self.refresh, "refresh")
        keep_icon(self.abort, "trash")
        self._views.addWidget(self.table)
        self._views.addWidget(self.empty)
        bottom = QHBoxLayout()
        bottom.setSpacing(10)
        bottom.addWidget(self._busy)
        bottom.addWidget(self._count, 1)
        for button in (self.abort, self.refresh, self.close_button):
            button.setAutoDefault(False)  # Enter in the field must not press it
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        for widget in (introduction, self.bucket_row, self.banner):
            column.addWidget(widget)
        column.addWidget(self._views, 1)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.bucket_row.submitted.connect(self._list)
        self.bucket_row.rejected.connect(self.banner.show_error)
        self._find.answered.connect(self._found)
        self._find.failed.connect(self._not_found)
        self._find.reported.connect(self._noticed)
        self._abort.answered.connect(self._aborted)
        self._abort.reported.connect(self._reported)
        self._abort.failed.connect(self.banner.show_error)
        self._question.confirmed.connect(self._abort_checked)
        for job in (self._find, self._abort):
            job.busy_changed.connect(self._show_state)
        self.model.changed.connect(self._show_state)
        self.abort.clicked.connect(lambda: self._question.ask(self._asked))
        self.refresh.clicked.connect(self._refresh)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence("F5"), self, self._refresh)


def _left_error(left: int, count: int) -> AppError:
    return AppError(
        text_plural(
            "Couldn't abort {left:,} of {count:,} upload",
            "Couldn't abort {left:,} of {count:,} uploads",
            count,
            left=left,
        ),
        text("You may not have permission to abort incomplete uploads in this bucket."),
        text("Ask the bucket's owner for the s3:AbortMultipartUpload permission, or try again."),
    )
