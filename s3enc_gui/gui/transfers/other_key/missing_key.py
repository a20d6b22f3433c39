"""Asks for the customer-provided key (SSE-C) of interrupted uploads, and resumes them then."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.transfer import InterruptedBatch
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.customer_keys.copies_of_keys import ListedKey, ReadKeyList
from s3enc_gui.jobs.uploads.transfer_commands import ResumeInterrupted

_MISSING = "CustomerKeyUnknown"


class MissingKey(QObject):
    """`found`: the key is there again. `problem` carries an AppError that no key would solve."""

    found = Signal(object)
    problem = Signal(object)

    def __init__(self, runner: Runner, owner: QWidget) -> None:
        super().__init__(owner)
        self._runner, self._owner = runner, owner
        self._keys: set[str] = set()
        self._ids: tuple[int, ...] = ()
        self._error: AppError | None = None
        self._list = LatestJob(runner, self)
        self._list.answered.connect(self._listed)
        self._list.failed.connect(self.problem)

    def note(self, job: ResumeInterrupted, batches: Iterable[InterruptedBatch]) -> None:
        """Remember what is resumed."""
        self._ids = job.batches or ()
        used = (one.batch.options.encryption.customer_key for one in batches)
        self._keys = {md5 for md5 in used if md5}

    @Slot(object)
    def take(self, error: AppError) -> None:
        """Ask for the key that is missing; any other error is passed on."""
        if error.code != _MISSING:
            self.problem.emit(error)
            return
        self._error = error
        self._list.ask(ReadKeyList())

    @Slot(object)
    def _listed(self, listed: tuple[ListedKey, ...]) -> None:
        ours = [one for one in listed if one.known.md5 in self._keys]
        missing = [one for one in ours if not one.here] or ours
        if not missing:  # it was deleted: a key with its name is added in the Keys window
            self.problem.emit(self._error)
            return
        # Loaded when it is opened: the main window is there sooner.
        from s3enc_gui.gui.customer_keys.check_copy_dialog import CheckCopyDialog

        lost = ListedKey(missing[0].known, missing[0].objects, here=False)
        dialog = CheckCopyDialog(self._runner, lost, self._owner.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.checked.connect(self._added)
        dialog.open()

    @Slot(str)
    def _added(self, _md5: str) -> None:
        self.found.emit(self._ids)
