"""Dialog that confirms a deletion."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.deletion import DeletionChoice, DeletionCount
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.deletion import delete_question
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import fit_height, label
from s3enc_gui.i18n import _
from s3enc_gui.jobs.deletion.delete_objects import CountObjects, DeleteObjects

_WIDTH = 500


class DeleteDialog(QDialog):
    """Counts what is to be deleted, explains the consequences, and asks.

    `confirmed` carries the DeleteObjects job and the DeletionCount.
    """

    confirmed = Signal(object, object)

    def __init__(
        self,
        runner: Runner,
        connection: Connection,
        bucket: str,
        objects: Sequence[ObjectRef],
        prefixes: Sequence[str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._connection, self._bucket = connection, bucket
        self._objects, self._prefixes = tuple(objects), tuple(prefixes)
        self._total = DeletionCount(len(objects))
        self._chosen = DeletionChoice.of(self._objects, self._prefixes)
        self.setWindowTitle(_("Delete"))
        self.setMinimumWidth(scaled(_WIDTH))
        self._heading = label(self.windowTitle(), "heading", wrap=True)
        self._consequences = label(wrap=True)
        self._busy, self._banner = BusyIndicator(), ErrorBanner(closable=False)
        self.all_versions = QCheckBox(_("Permanently delete all &versions"))
        self.all_versions.setVisible(False)
        self.all_versions.toggled.connect(self._count)
        self.accept_button = QPushButton(_("Delete"))
        self.accept_button.setEnabled(False)
        buttons = QDialogButtonBox()
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        for widget in (
            self._heading, self._busy, self._consequences, self.all_versions, self._banner,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(buttons)
        self._counting = LatestJob(runner, self)
        self._counting.reported.connect(self._counted_so_far)
        self._counting.answered.connect(self._counted)
        self._counting.failed.connect(self._failed)
        self._count()

    def done(self, result: int) -> None:
        """Cancel counting (Qt)."""
        self._counting.drop()
        super().done(result)

    def _count(self) -> None:
        self.accept_button.setEnabled(False)
        self._banner.clear()
        self._busy.start(_("Counting…"))
        self._counting.ask(
            CountObjects(
                self._connection,
                self._bucket,
                self._objects,
                self._prefixes,
                versions=self.all_versions.isChecked(),
            )
        )

    def _counted_so_far(self, reports: Sequence[DeletionCount]) -> None:
        self._heading.setText(self._question(reports[-1])[0])

    def _counted(self, count: DeletionCount) -> None:
        self._busy.stop()
        self._total = count
        question, consequences = self._question(count)
        self._heading.setText(question)
        self._consequences.setText(consequences)
        keeps = count.versioning is not None and count.versioning.keeps
        self.all_versions.setVisible(keeps and not self._chosen.is_exact)
        self.accept_button.setEnabled(bool(count.objects or count.markers or self._objects))
        fit_height(self)

    def _failed(self, error: AppError) -> None:
        """Counting failed: only single objects can be deleted without a count."""
        self._busy.stop()
        if self._prefixes or self.all_versions.isChecked():
            self._heading.setText(
                _("Can't list the folder") if self._prefixes else _("Can't list the versions")
            )
            self._banner.show_error(error)
            fit_height(self)
            return
        size = sum(one.size for one in self._objects)
        markers = self._chosen.markers
        self._counted(DeletionCount(len(self._objects) - markers, size, markers))

    def _question(self, count: DeletionCount) -> tuple[str, str]:
        return delete_question(count, self._chosen, all_versions=self.all_versions.isChecked())

    def _accept(self) -> None:
        if self.accept_button.isEnabled():
            everything = self.all_versions.isChecked()
            job = DeleteObjects(
                self._connection, self._bucket, self._objects, self._prefixes, everything
            )
            self.confirmed.emit(job, self._total)
            self.accept()
