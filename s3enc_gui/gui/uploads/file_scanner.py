"""Lists the files of dropped or chosen paths; several scans may run at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.found import Choices, FoundLink, Links
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.uploads.models.files_model import FilesModel
from s3enc_gui.jobs.uploads.scan import Scanned, ScanPaths


class FileScanner(QObject):
    """Runs ScanPaths jobs and fills a FilesModel.

    `unreadable` collects their errors, `links` the links to folders by their paths. Paths that were
    scanned without following links are scanned again once the user wants them followed.
    """

    changed = Signal()  # `busy`, `unreadable` or `links`

    def __init__(self, runner: Runner, model: FilesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._model = model
        self._running: list[JobHandle] = []
        self._unfollowed: list[str] = []  # paths
        self.unreadable: list[AppError] = []
        self.links: dict[str, FoundLink] = {}
        model.emptied.connect(self._forget)

    @property
    def busy(self) -> bool:
        """Whether a scan is running."""
        return bool(self._running)

    def add(self, paths: Sequence[str]) -> None:
        """Scan more paths."""
        if not paths:
            return
        follow = self._model.choices.linked_folders
        if not follow:
            self._unfollowed += paths
        handle = self._start(ScanPaths(tuple(paths), Links.ALL if follow else Links.FILES))
        handle.progressed.connect(self._found)
        handle.succeeded.connect(self._done)
        self.changed.emit()

    def choose(self, choices: Choices) -> None:
        """Upload what the choices say; scans linked folders if that is new."""
        self._model.choose(choices)
        if choices.linked_folders and self._unfollowed and self.links:
            paths, self._unfollowed = self._unfollowed, []
            self._start(ScanPaths(tuple(paths), Links.ALL)).succeeded.connect(self._done_again)
        self.changed.emit()

    def stop(self) -> None:
        """Cancel all scans."""
        for handle in self._running:
            handle.cancel()

    def forget_unreadable(self) -> None:
        """Clear `unreadable`."""
        self.unreadable.clear()

    # --- private --------------------------------------------------------------------------------

    def _start(self, job: ScanPaths) -> JobHandle:
        handle = self._runner.start(job)
        self._running.append(handle)
        handle.failed.connect(self._failed)
        handle.finished.connect(self._ended)
        return handle

    @Slot(object)
    def _found(self, batches: Iterable[Scanned]) -> None:
        self._model.add(file for batch in batches for file in batch.files)

    @Slot(object)
    def _done(self, scanned: Scanned) -> None:
        self._model.add(scanned.files)  # files that were reported before are ignored
        self.unreadable += (one for one in scanned.unreadable if one not in self.unreadable)
        self.links |= {link.path: link for link in scanned.links}

    @Slot(object)
    def _done_again(self, scanned: Scanned) -> None:
        """Add only what links lead to: the user may have removed some of the rest."""
        linked = tuple(file for file in scanned.files if file.linked)
        self._done(replace(scanned, files=linked))

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.unreadable.append(error)

    @Slot()
    def _ended(self) -> None:
        ended = self.sender()
        self._running = [handle for handle in self._running if handle is not ended]
        self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self._unfollowed.clear()
        self.links.clear()
        self.unreadable.clear()
        self.changed.emit()
