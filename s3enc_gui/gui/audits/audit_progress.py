"""How far an audit is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.messages.audits import progress_text
from s3enc_gui.gui.widgets.elided_label import ElidedLabel
from s3enc_gui.jobs.audits.audit import AuditProgress

_WIDTH = 220  # of the bar


class AuditProgressBar(QWidget):
    """A bar and a line of words; `progress` is the last there was of this audit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress: AuditProgress | None = None
        self.bar, self.told = QProgressBar(), ElidedLabel()
        self._stopping = False
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_WIDTH)
        self.bar.setAccessibleName(self.tr("Progress of the audit"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.bar)
        row.addWidget(self.told, 1)

    def show_progress(self, progress: AuditProgress | None) -> None:
        """Show how far it is; None: it has just begun."""
        self.progress = progress
        known = progress is not None and progress.total is not None
        self.bar.setRange(0, 1000 if known else 0)
        if progress is not None and known:
            self.bar.setValue(Progress(progress.seen, progress.total).permille or 0)
        self._tell()

    def show_stopping(self, *, stopping: bool) -> None:
        """Say whether it was asked to stop: what was asked of S3 by then is awaited."""
        self._stopping = stopping
        self._tell()

    def _tell(self) -> None:
        words = [self.tr("Stopping…")] if self._stopping else []
        if self.progress is not None:
            words.append(progress_text(self.progress))
        self.told.show_text(" · ".join(words))
