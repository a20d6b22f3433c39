"""Lists the files of dropped or chosen paths; several scans may run at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.uploads.models.files_model import FilesModel
from s3enc_gui.jobs.uploads.scan import Scanned, ScanPaths


class FileScanner(QObject):
    """Runs ScanPaths jobs and fills a FilesModel; `unreadable` collects their errors."""

    changed = Signal()  # `busy` or `unreadable`

    def __init__(self, runner: Runner, model: FilesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._model = model
        self._running: list[JobHandle] = []
        self.unreadable: list[AppError] = []

    @property
    def busy(self) -> bool:
        """Whether a scan is running."""
        return bool(self._running)

    def add(self, paths: Sequence[str]) -> None:
        """Scan more paths."""
        if not paths:
            return
        handle = self._runner.start(ScanPaths(tuple(paths)))
        self._running.append(handle)
        handle.progressed.connect(self._found)
        handle.succeeded.connect(self._done)
        handle.failed.connect(self._failed)
        handle.finished.connect(self._ended)
        self.changed.emit()

    def stop(self) -> None:
        """Cancel all scans."""
        for handle in self._running:
            handle.cancel()

    def forget_unreadable(self) -> None:
        """Clear `unreadable`."""
        self.unreadable.clear()

    @Slot(object)
    def _found(self, batches: Iterable[Scanned]) -> None:
        self._model.add(file for batch in batches for file in batch.files)

    @Slot(object)
    def _done(self, scanned: Scanned) -> None:
        self._model.add(scanned.files)  # files that were reported before are ignored
        self.unreadable += scanned.unreadable

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.unreadable.append(error)

    @Slot()
    def _ended(self) -> None:
        ended = self.sender()
        self._running = [handle for handle in self._running if handle is not ended]
        self.changed.emit()
