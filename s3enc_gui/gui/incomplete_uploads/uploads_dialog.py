"""Unfinished uploads: looked for in a bucket, and aborted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
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
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.incomplete_uploads.bucket_row import BucketRow
from s3enc_gui.gui.incomplete_uploads.question import abort_question
from s3enc_gui.gui.incomplete_uploads.uploads_model import IncompleteUploadsModel
from s3enc_gui.gui.incomplete_uploads.uploads_table import IncompleteUploadsTable
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.i18n import text
from s3enc_gui.jobs.incomplete_uploads import (
    AbortIncompleteUploads,
    EntriesSkipped,
    FindIncompleteUploads,
)

_SIZE = QSize(980, 560)
_FRAME = QSize(8, 40)  # what the desktop puts around a window, about

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
    """Looks in the bucket every time it is shown, on `Look` and on `Refresh`.

    What was begun to be aborted goes on when the dialog is closed.
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
        self.setWindowTitle(self.tr("Unfinished uploads"))
        self.setAccessibleName(self.windowTitle())
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setModal(False)
        self._connection, self._place = connection, Location(bucket, prefix)
        self._looked = False  # whether what is listed was found in `_place`
        self._asked: tuple[IncompleteUpload, ...] = ()  # those that are being aborted
        self.where, self.model = BucketRow(self._place), IncompleteUploadsModel(self)
        self.table, self.empty = IncompleteUploadsTable(self.model), EmptyState(_NO_BUCKET)
        self.abort = QPushButton(self.tr("&Abort selected…"))
        self.again = QPushButton(self.tr("&Refresh"))
        self.close_button = QPushButton(self.tr("Close"))
        self.banner = ErrorBanner()
        self._views, self._busy, self._count = QStackedWidget(), BusyIndicator(), ElidedLabel()
        self._find, self._abort = LatestJob(runner, self), LatestJob(runner, self)
        self._arrange()
        self._connect()
        self._show_state()
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _FRAME))
        self.setMinimumSize(780, 420)

    def showEvent(self, event: QShowEvent) -> None:
        """Look, where it is known in which bucket."""
        super().showEvent(event)
        if event.spontaneous():
            return
        self.where.field.setFocus()
        if self.where.field.text() and not self._abort.busy:
            self.where.ask()

    def done(self, result: int) -> None:
        """Look no more."""
        self._find.drop()
        super().done(result)

    # --- looking --------------------------------------------------------------------------------

    @Slot(object)
    def _look(self, place: Location) -> None:
        self.banner.clear()
        if place != self._place:
            self._looked = False
            self.model.clear()
        self._place = place
        if not self._looked:
            self.empty.show_reason(_LISTING)
        self._find.ask(FindIncompleteUploads(self._connection, place.bucket, place.key))

    @Slot()
    def _refresh(self) -> None:
        """Look again for what is listed, whatever is typed by now."""
        if self.again.isEnabled():
            self._look(self._place)

    @Slot(object)
    def _found(self, incomplete_uploads: Sequence[IncompleteUpload]) -> None:
        self._looked = True
        self.empty.show_reason(_NONE_FOUND)
        self.model.show(incomplete_uploads)

    @Slot(object)
    def _noticed(self, reports: tuple[EntriesSkipped, ...]) -> None:
        count = reports[-1].count
        title = self.tr("1 entry" if count == 1 else "{:,} entries").format(count)
        self.banner.show_warning(
            AppError(
                self.tr("{} of the server's list cannot be read").format(title),
                self.tr(
                    "They have no key or no upload ID. All other unfinished uploads are shown."
                ),
            )
        )

    @Slot(object)
    def _not_found(self, error: AppError) -> None:
        if not self._looked:
            self.empty.show_reason(_FAILED)
        self.banner.show_error(error)

    # --- aborting -------------------------------------------------------------------------------

    @Slot()
    def _ask(self) -> None:
        question = abort_question(len(self.model.checked), self._place.bucket, self)
        question.accepted.connect(self._abort_checked)
        question.open()

    @Slot()
    def _abort_checked(self) -> None:
        self.banner.clear()
        self._find.drop()
        self._asked = self.model.checked
        if self._asked:
            place = self._place
            job = AbortIncompleteUploads(self._connection, place.bucket, self._asked, place.key)
            self.table.clearSelection()
            self._abort.ask(job)

    @Slot(object)
    def _reported(self, reports: tuple[Progress, ...]) -> None:
        last = reports[-1]
        self._busy.start(self.tr("Aborting… {:,} of {:,}").format(last.done, last.total or 0))

    @Slot(object)
    def _aborted(self, left: Sequence[IncompleteUpload]) -> None:
        gone = [
            incomplete_upload for incomplete_upload in self._asked if incomplete_upload not in left
        ]
        self.model.remove(gone)
        if left:
            self.banner.show_warning(self._left_text(len(left), len(self._asked)))
        else:
            self.banner.show_error(AppError(self._gone_text(len(gone))), "ok")

    def _gone_text(self, count: int) -> str:
        if count == 1:
            return self.tr("1 unfinished upload is aborted")
        return self.tr("{:,} unfinished uploads are aborted").format(count)

    def _left_text(self, left: int, asked: int) -> AppError:
        return AppError(
            self.tr("{:,} of {:,} could not be aborted").format(left, asked),
            self.tr("S3 still lists them: probably you may not abort them."),
            self.tr("Ask the bucket's owner to allow you s3:AbortMultipartUpload, or try again."),
        )

    # --- inside ---------------------------------------------------------------------------------

    @Slot()
    def _show_state(self) -> None:
        """Show how many there are and what is under way; offer what can be done now."""
        aborting, looking = self._abort.busy, self._find.busy
        listed, checked = self.model.rowCount(), len(self.model.checked)
        self._views.setCurrentIndex(0 if listed else 1)
        words = self.tr("1 unfinished upload" if listed == 1 else "{:,} unfinished uploads")
        place = self._place.uri if self._place.key else self._place.bucket
        said = self.tr("{} in {}, {:,} selected").format(words.format(listed), place, checked)
        self._count.show_text(said if listed and not (aborting or looking) else "")
        if aborting:
            self._busy.start(self.tr("Aborting…"))
        elif looking:
            self._busy.start(self.tr("Looking…"))
        else:
            self._busy.stop()
        self.abort.setEnabled(checked > 0 and not aborting and not looking)
        self.again.setEnabled(bool(self._place.bucket) and not aborting)
        for widget in (self.where, self.table):
            widget.setEnabled(not aborting)

    def _arrange(self) -> None:
        told = QLabel(
            self.tr(
                "The parts of uploads that were never finished are billed until they are aborted"
                " (AbortMultipartUpload)."
            )
        )
        told.setWordWrap(True)
        self.table.setToolTip(
            self.tr("Uploads that S3enc on this computer is still going to finish are not listed.")
        )
        self.again.setToolTip(self.tr("Look again (F5)"))
        keep_icon(self.again, "refresh")
        keep_icon(self.abort, "trash")
        self._views.addWidget(self.table)
        self._views.addWidget(self.empty)
        bottom = QHBoxLayout()
        bottom.setSpacing(10)
        bottom.addWidget(self._busy)
        bottom.addWidget(self._count, 1)
        for button in (self.abort, self.again, self.close_button):
            button.setAutoDefault(False)  # Enter in the field is not to press it
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        for widget in (told, self.where, self.banner):
            column.addWidget(widget)
        column.addWidget(self._views, 1)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.where.asked.connect(self._look)
        self.where.refused.connect(self.banner.show_error)
        self._find.answered.connect(self._found)
        self._find.failed.connect(self._not_found)
        self._find.reported.connect(self._noticed)
        self._abort.answered.connect(self._aborted)
        self._abort.reported.connect(self._reported)
        self._abort.failed.connect(self.banner.show_error)
        for question in (self._find, self._abort):
            question.busy_changed.connect(self._show_state)
        self.model.changed.connect(self._show_state)
        self.abort.clicked.connect(self._ask)
        self.again.clicked.connect(self._refresh)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence("F5"), self, self._refresh)
