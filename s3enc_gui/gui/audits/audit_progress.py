"""Progress of the running audit: a bar and a line of text."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.messages.audits import progress_text
from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.i18n import _
from s3enc_gui.jobs.audits.audit import AuditProgress

_BAR_WIDTH = 220  # pixels


class AuditProgressBar(QWidget):
    """`progress` is the last one shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress: AuditProgress | None = None
        self.bar, self.label = QProgressBar(), ElidedLabel()
        self._stopping = False
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(_("Progress of the audit"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.bar)
        row.addWidget(self.label, 1)

    def show_progress(self, progress: AuditProgress | None) -> None:
        """Show the progress; None: the audit has just started."""
        self.progress = progress
        known = progress is not None and progress.total is not None
        self.bar.setRange(0, 1000 if known else 0)
        if progress is not None and known:
            self.bar.setValue(Progress(progress.seen, progress.total).permille or 0)
        self._show_text()

    def show_stopping(self, *, stopping: bool) -> None:
        """Show whether the audit is stopping: it waits for the requests in flight."""
        self._stopping = stopping
        self._show_text()

    def _show_text(self) -> None:
        parts = [_("Stopping…")] if self._stopping else []
        if self.progress is not None:
            parts.append(progress_text(self.progress))
        self.label.show_text(" · ".join(parts))
