"""Watches the transfers, and checks the journal, once there is a connection."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads.panel import DownloadsPanel
from s3enc_gui.gui.reencryption.runs import ReencryptionRuns
from s3enc_gui.gui.transfers.panel import TransfersPanel
from s3enc_gui.jobs.history.journal_check import CheckJournal, JournalState
from s3enc_gui.jobs.history.retention import ApplyRetention


class JournalWatch(QObject):
    """`kept` carries whether uploads can be resumed, `warning` and `problem` an AppError."""

    kept = Signal(bool)
    warning = Signal(object)
    problem = Signal(object)

    def __init__(
        self,
        runner: Runner,
        transfers: TransfersPanel,
        downloads: DownloadsPanel,
        changes: ReencryptionRuns,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner, self._transfers, self._downloads = runner, transfers, downloads
        self._changes, self._started = changes, False

    def start(self) -> None:
        """Start watching; again does nothing."""
        if self._started:
            return
        self._started = True
        self._transfers.start()
        self._downloads.check()
        self._changes.start()
        checked = self._runner.start(CheckJournal())
        checked.succeeded.connect(self._checked)
        checked.failed.connect(self.problem)

    def _checked(self, state: JournalState) -> None:
        self.kept.emit(state.kept)
        if state.problem:
            self.warning.emit(state.problem)
        self._runner.start(ApplyRetention()).failed.connect(self.warning)
