"""Dialog that uploads failed files again with another KMS key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.key_field import KeyField
from s3enc_gui.gui.messages.remedies import Remedy, remedy_text
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.term_tip import TermTip
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import fit_height, primary
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.jobs.uploads.other_key import KeyDestination, UseOtherKey
from s3enc_gui.wording.glossary.terms import Term

_WIDTH = 560


class OtherKeyDialog(QDialog):
    """Lists the keys of the bucket's Region; `sent` is emitted once the files are in the queue."""

    sent = Signal()

    def __init__(self, runner: Runner, where: KeyDestination, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._where = where
        self.setWindowTitle(remedy_text(Remedy.CHOOSE_KEY))
        self.directory = KeyDirectory(runner, where.connection, self)
        self.key = KeyField(self.directory)
        self.key.set_region(where.region, amazon=where.amazon)
        self.key.preselect(where.key)
        self.directory.fill()
        self.banner = ErrorBanner(closable=False, is_remedy=True)
        about = BreakingLabel("muted")
        count = len(where.ids)
        text = ngettext(
            "{count:,} file is uploaded to {bucket} again, with this key.",
            "{count:,} files are uploaded to {bucket} again, with this key.",
            count,
        )
        about.show_text(text.format(count=count, bucket=where.bucket))
        self.go = primary(QPushButton(_("Upload again")))
        self.go.clicked.connect(self._go)
        self._busy = BusyIndicator()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        text_row = QHBoxLayout()
        text_row.addWidget(about, 1)
        text_row.addWidget(TermTip(Term.KMS), 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.banner)
        column.addLayout(text_row)
        column.addWidget(self.key)
        column.addWidget(self._busy)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(scaled(_WIDTH))
        self._job = LatestJob(runner, self)
        self._job.answered.connect(self._done)
        self._job.failed.connect(self._failed)
        self._job.busy_changed.connect(self._show_possible)
        self.key.changed.connect(self._show_possible)
        self._show_possible()
        self.key.combo.setFocus()

    def done(self, result: int) -> None:
        """Cancel all jobs (Qt)."""
        self._job.drop()
        self.directory.stop()
        super().done(result)

    def _go(self) -> None:
        self.banner.clear()
        self._job.ask(UseOtherKey(self._where.ids, self.key.reference))

    def _done(self) -> None:
        self.accept()
        self.sent.emit()

    def _failed(self, error: AppError) -> None:
        self.banner.show_error(error)
        fit_height(self)

    def _show_possible(self) -> None:
        changed = self.key.reference != self._where.key
        self.go.setEnabled(changed and self.key.problem is None and not self._job.busy)
        if self._job.busy:
            self._busy.start_if_long(_("Uploading again…"))
        else:
            self._busy.stop()
