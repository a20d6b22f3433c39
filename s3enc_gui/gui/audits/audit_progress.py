"""Progress of the running audit: a bar and a line of text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.messages.audits import progress_text
from s3enc_gui.gui.messages.outage import waiting_text
from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.i18n import _
from s3enc_gui.jobs.audits.audit import AuditProgress

_BAR_WIDTH = 220  # pixels


class AuditProgressBar(QWidget):
    """`progress` is the last one shown; `sign_in` is shown while the audit waits for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress: AuditProgress | None = None
        self.bar, self.label = QProgressBar(), ElidedLabel()
        self._stopping = False
        self._outage: Outage | None = None
        self.sign_in = QPushButton(_("Sign in…"))
        self.sign_in.setAutoDefault(False)
        self.sign_in.setVisible(False)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(_("Progress of the audit"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.bar)
        row.addWidget(self.label, 1)
        row.addWidget(self.sign_in)

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

    def show_outages(self, outages: Sequence[Outage]) -> None:
        """Show what the audit waits for, if it does."""
        self._outage = next(iter(outages), None)
        self.sign_in.setVisible(self._outage is not None and self._outage.needs_sign_in)
        self._show_text()

    def _show_text(self) -> None:
        parts = [_("Stopping…")] if self._stopping else []
        if self._outage is not None and not self._stopping:
            parts.append(waiting_text(self._outage))
        if self.progress is not None:
            parts.append(progress_text(self.progress))
        self.label.show_text(" · ".join(parts))
