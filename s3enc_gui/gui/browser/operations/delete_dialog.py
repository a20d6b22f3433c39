"""The question before something is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.deletion import DeletionChoice, DeletionCount
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.deletion import delete_question
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.styling import label, make_room
from s3enc_gui.jobs.deletion import CountObjects, DeleteObjects

_WIDTH = 500


class DeleteDialog(QDialog):
    """Counts what is meant, says what deleting it means, and asks.

    `confirmed` carries the DeleteObjects that is wanted, and the Count of what it will delete.
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
        self._there = DeletionCount(len(objects))
        self._chosen = DeletionChoice.of(self._objects, self._prefixes)
        self.setWindowTitle(self.tr("Delete"))
        self.setMinimumWidth(_WIDTH)
        self._heading = label(self.tr("Counting…"), "heading")
        self._meaning = QLabel()
        self._busy, self._banner = BusyIndicator(), ErrorBanner(closable=False)
        self.all_versions = QCheckBox(self.tr("Delete all &versions, too, for good"))
        self.all_versions.setVisible(False)
        self.all_versions.toggled.connect(self._count)
        self.yes = QPushButton(self.tr("Delete"))
        self.yes.setEnabled(False)
        buttons = QDialogButtonBox()
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        self._meaning.setWordWrap(True)
        self._heading.setWordWrap(True)
        self._heading.setTextFormat(Qt.TextFormat.PlainText)  # names are never markup
        for widget in (
            self._heading, self._busy, self._meaning, self.all_versions, self._banner, buttons,
        ):  # fmt: skip
            column.addWidget(widget)
        self._question = LatestJob(runner, self)
        self._question.reported.connect(self._counted_so_far)
        self._question.answered.connect(self._counted)
        self._question.failed.connect(self._failed)
        self._count()

    def done(self, result: int) -> None:
        """Count no further."""
        self._question.drop()
        super().done(result)

    def _count(self) -> None:
        self.yes.setEnabled(False)
        self._banner.clear()
        self._busy.start(self.tr("Counting…"))
        self._question.ask(
            CountObjects(
                self._connection,
                self._bucket,
                self._objects,
                self._prefixes,
                versions=self.all_versions.isChecked(),
            )
        )

    def _counted_so_far(self, reports: Sequence[DeletionCount]) -> None:
        self._heading.setText(self._words(reports[-1])[0])

    def _counted(self, count: DeletionCount) -> None:
        self._busy.stop()
        self._there = count
        question, meaning = self._words(count)
        self._heading.setText(question)
        self._meaning.setText(meaning)
        keeps = count.versioning is not None and count.versioning.keeps
        self.all_versions.setVisible(keeps and not self._chosen.is_exact)
        self.yes.setEnabled(bool(count.objects or count.markers or self._objects))
        make_room(self)

    def _failed(self, error: AppError) -> None:
        """Say that it could not be counted; what was named can be deleted all the same."""
        self._busy.stop()
        if self._prefixes or self.all_versions.isChecked():
            self._heading.setText(
                self.tr("It cannot be told what is in the folder.")
                if self._prefixes
                else self.tr("It cannot be told which versions there are.")
            )
            self._banner.show_error(error)
            make_room(self)
            return
        size = sum(one.size for one in self._objects)
        markers = self._chosen.markers
        self._counted(DeletionCount(len(self._objects) - markers, size, markers))

    def _words(self, count: DeletionCount) -> tuple[str, str]:
        return delete_question(count, self._chosen, all_versions=self.all_versions.isChecked())

    def _accept(self) -> None:
        if self.yes.isEnabled():
            everything = self.all_versions.isChecked()
            job = DeleteObjects(
                self._connection, self._bucket, self._objects, self._prefixes, everything
            )
            self.confirmed.emit(job, self._there)
            self.accept()
