"""“Choose another key”: from failed transfers to the dialog for their key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.transfers.models.transfers_model import TransfersModel
from s3enc_gui.gui.transfers.other_key.key_failures_bar import KeyFailuresBar
from s3enc_gui.jobs.uploads.other_key import FindKeyDestination, KeyDestination


class OtherKey(QObject):
    """Has the bar, and opens the dialog; `problem` carries an AppError."""

    problem = Signal(object)

    def __init__(self, runner: Runner, model: TransfersModel, owner: QWidget) -> None:
        super().__init__(owner)
        self._runner, self._model, self._owner = runner, model, owner
        self.bar = KeyFailuresBar()
        self.bar.chosen.connect(self.find)
        self._find = LatestJob(runner, self)
        self._find.answered.connect(self._open)
        self._find.failed.connect(self.problem)

    def refresh(self, *, active: bool) -> None:
        """Show what failed once no transfer is `active`: there may be 100,000 rows."""
        failed = 0 if active else self._model.totals.results[Result.FAILED]
        self.bar.show_failures(self._model.rows() if failed else ())

    def find(self, ids: tuple[int, ...]) -> None:
        """Open the dialog for these transfers."""
        self._find.ask(FindKeyDestination(ids))

    def _open(self, where: KeyDestination) -> None:
        # Loaded when it is opened: the main window is there sooner.
        from s3enc_gui.gui.transfers.other_key.other_key_dialog import OtherKeyDialog

        dialog = OtherKeyDialog(self._runner, where, self._owner.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
