"""The selected object beside the results: its encryption, and a button to delete it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.gui.widgets.wrapping_button import WrappingButton
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.listing.inspect_object import DeleteObject
from s3enc_gui.wording.labels import finding_text


class ObjectPane(QWidget):
    """`outcome_changed` carries the row and its new outcome after the object is deleted."""

    outcome_changed = Signal(int, object)

    def __init__(
        self, runner: Runner, connection: Connection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self._row, self._outcome = -1, None
        self._deleting: tuple[int, Outcome] | None = None
        self.details = EncryptionDetails()
        self.delete = WrappingButton(_("&Delete the object…"))
        keep_icon(self.delete, "trash", "error")
        self.delete.hide()
        self._banner, self._question = ErrorBanner(), Question(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.details, 1)
        column.addWidget(self._banner)
        column.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignLeft)
        self._delete = LatestJob(runner, self)
        self._delete.answered.connect(self._deleted)
        self._delete.failed.connect(self._not_deleted)
        self.delete.clicked.connect(self._ask)
        self._question.confirmed.connect(self._confirmed)

    _outcome: Outcome | None

    def show_row(self, row: int, outcome: Outcome | None) -> None:
        """Show a row's outcome; None: not uploaded yet."""
        if (row, outcome) == (self._row, self._outcome):
            return
        if row != self._row:
            self._banner.clear()
        self._row, self._outcome = row, outcome
        if outcome is None:
            self.details.show_nothing(
                _("The result appears here as soon as the file is uploaded.")
                if row >= 0
                else _("Select a file to see how it is encrypted.")
            )
        else:
            self.details.show_outcome(outcome)
        different = outcome is not None and outcome.result is Result.DIFFERENT
        self.delete.setVisible(outcome is not None and different and outcome.is_ours)
        self.delete.setEnabled(not self._delete.busy)

    @Slot()
    def _ask(self) -> None:
        if self._outcome is not None and not self._delete.busy:
            self._deleting = (self._row, self._outcome)
            self._question.ask(self._asked)

    def _asked(self) -> Asked | None:
        outcome = self._outcome
        if outcome is None or outcome.details is None or self._deleting != (self._row, outcome):
            return None
        return Asked(
            _("Delete the object"),
            _("Delete “{name}” from the bucket?").format(name=outcome.details.location.key),
            _("It is stored differently than requested. The file on this computer isn't deleted."),
            yes=_("Delete"),
            no=_("Keep"),
        )

    @Slot()
    def _confirmed(self) -> None:
        if self._deleting is None or self._deleting[1].details is None:
            return
        outcome, details = self._deleting[1], self._deleting[1].details
        self.delete.setEnabled(False)
        version = outcome.version_id or details.version_id
        self._delete.ask(DeleteObject(self._connection, details.location, version, details.etag))

    @Slot(object)
    def _deleted(self, location: Location) -> None:
        if self._deleting is None:
            return
        row, outcome = self._deleting
        doubts = outcome.proof.doubts if outcome.proof else ()
        error = AppError(
            text("Stored differently than requested, then deleted"),
            f"{location.uri}: {'; '.join(finding_text(doubt) for doubt in doubts)}.",
        )
        deleted = replace(outcome, result=Result.FAILED, details=None, error=error)
        self.outcome_changed.emit(row, deleted)
        self.delete.setEnabled(True)
        self._banner.show_error(AppError(text("The object was deleted"), location.uri), "ok")

    @Slot(object)
    def _not_deleted(self, error: AppError) -> None:
        self.delete.setEnabled(True)
        self._banner.show_error(error)
