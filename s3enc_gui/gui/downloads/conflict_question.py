"""The question about files that exist already, kept true while it is asked."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads.download_text import conflicts_text
from s3enc_gui.gui.downloads.models.conflicts import Found
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.widgets.conflict_bar import ConflictBar
from s3enc_gui.jobs.downloads.existing_files import LookAtFiles

LOOK_MS = 2000  # from one look at the files to the next
_SHARE = 20  # a look that takes long, at many files or a slow drive, is taken more seldom


class ConflictQuestion(QObject):
    """Asks in `bar` about the existing files of one download.

    What is asked about may change meanwhile: files that are gone aren't asked about any more, and
    a file that was changed is never overwritten by an answer given before. `changed` carries the
    row that this concerns, `decided` a row and an IfExists.
    """

    changed = Signal(object)
    decided = Signal(object, object)

    def __init__(self, runner: Runner, parent: QWidget) -> None:
        super().__init__(parent)
        self.bar = ConflictBar(small=True)
        self._row: DownloadRow | None = None
        self._overwrites = False  # once it is known that the files are still the same
        self._look, self._took = LatestJob(runner, self), QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look_again)
        self._look.answered.connect(self._looked)
        self._look.failed.connect(self._not_looked)
        self.bar.chosen.connect(self._choose)

    def show_for(self, row: DownloadRow | None) -> None:
        """Ask about the files of a download; None: nothing is asked."""
        self.bar.show_message(conflicts_text(row) if row else "")
        if row is not self._row:
            self._row = row
            self._timer.stop()
            self._look.drop()
            self._set_overwriting(False)
            self._look_again()

    @Slot()
    def _look_again(self) -> None:
        if self._row is not None:
            self._took.start()
            self._look.ask(LookAtFiles(self._row.conflicts.paths))

    @Slot(object)
    def _looked(self, found: Found) -> None:
        self._timer.start(max(LOOK_MS, _SHARE * self._took.elapsed()))
        row, overwrites = self._row, self._overwrites
        self._set_overwriting(False)
        if row is None:
            return
        has_changed = row.conflicts.compare(found)
        if overwrites and not has_changed:
            self.decided.emit(row, IfExists.OVERWRITE)  # also where nothing is left to overwrite
        elif row.forget_gone(found) or has_changed:
            self.changed.emit(row)

    @Slot(object)
    def _not_looked(self, _error: object) -> None:
        self._timer.start(LOOK_MS)
        self._set_overwriting(False)

    @Slot(object)
    def _choose(self, policy: IfExists) -> None:
        if self._row is None:
            return
        if policy is IfExists.OVERWRITE:
            self._set_overwriting(True)
            self._look_again()
        else:
            self.decided.emit(self._row, policy)

    def _set_overwriting(self, on: bool) -> None:
        self._overwrites = on
        self.bar.enable(not on)
