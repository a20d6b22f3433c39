"""Dialog that uploads failed files again with another KMS key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QWidget,
)

from s3enc_gui.gui.bridge.job_dialog import JobDialog
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.key_field import KeyField
from s3enc_gui.gui.messages.remedies import Remedy, remedy_text
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.term_tip import TermTip
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.jobs.uploads.other_key import KeyDestination, UseOtherKey
from s3enc_gui.wording.glossary.terms import Term

_WIDTH = 560


class OtherKeyDialog(JobDialog):
    """Lists the keys of the bucket's Region; `sent` is emitted once the files are in the queue."""

    sent = Signal()

    def __init__(self, runner: Runner, where: KeyDestination, parent: QWidget | None) -> None:
        banner = ErrorBanner(closable=False, is_remedy=True)
        super().__init__(runner, banner, _("Uploading again…"), parent)
        self._where = where
        self.setWindowTitle(remedy_text(Remedy.CHOOSE_KEY))
        self.directory = KeyDirectory(runner, where.connection, self)
        self.key = KeyField(self.directory)
        self.key.set_region(where.region, amazon=where.amazon)
        self.key.preselect(where.key)
        self.directory.fill()
        about = BreakingLabel("muted")
        count = len(where.ids)
        text = ngettext(
            "{count:,} file is uploaded to {bucket} again, with this key.",
            "{count:,} files are uploaded to {bucket} again, with this key.",
            count,
        )
        about.show_text(text.format(count=count, bucket=where.bucket))
        self.go.setText(_("Upload again"))
        text_row = QHBoxLayout()
        text_row.addWidget(about, 1)
        text_row.addWidget(TermTip(Term.KMS), 0, Qt.AlignmentFlag.AlignTop)
        self.fill(self.banner, text_row, self.key, width=_WIDTH, spacing=10)
        self.job.answered.connect(self._done)
        self.key.changed.connect(self.show_possible)
        self.show_possible()
        self.key.combo.setFocus()

    def done(self, result: int) -> None:
        """Cancel all jobs (Qt)."""
        self.directory.stop()
        super().done(result)

    @property
    def is_complete(self) -> bool:
        """Whether another key is chosen."""
        return self.key.reference != self._where.key and self.key.problem is None

    def start(self) -> None:
        """Upload the files again."""
        self.job.ask(UseOtherKey(self._where.ids, self.key.reference))

    def _done(self) -> None:
        self.accept()
        self.sent.emit()
