"""Shows and hides the details pane, and saves the choice."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.settings.window_settings import ReadDetailsShown, ShowDetails


class DetailsSwitch(QObject):
    """Connects a checkable action to a pane. `problem` carries an AppError: not saved.

    In a narrow window the pane is hidden; whoever shows it there doesn't change the saved choice.
    """

    problem = Signal(object)

    def __init__(self, runner: Runner, action: QAction, pane: QWidget) -> None:
        super().__init__(pane)
        self._action = action
        self._is_narrow = False
        self._chosen = True  # in a window that is wide enough
        self._read, self._save = LatestJob(runner, self), LatestJob(runner, self)
        self._read.answered.connect(self._choose)
        self._save.failed.connect(self.problem)
        action.setChecked(True)
        action.toggled.connect(pane.setVisible)
        action.triggered.connect(self._save_choice)
        self._read.ask(ReadDetailsShown())

    @Slot()
    def show(self) -> None:
        """Show the pane, without saving that."""
        self._read.drop()
        self._chosen = self._chosen or not self._is_narrow
        self._action.setChecked(True)

    @Slot(bool)
    def set_narrow(self, narrow: bool) -> None:
        """Hide the pane in a narrow window, and show it again, if it was chosen, in a wide one."""
        self._is_narrow = narrow
        self._action.setChecked(self._chosen and not narrow)

    def _choose(self, shown: bool) -> None:
        self._chosen = shown
        self._action.setChecked(shown and not self._is_narrow)

    def _save_choice(self, shown: bool) -> None:
        if self._is_narrow:
            return
        self._chosen = shown
        self._read.drop()
        self._save.ask(ShowDetails(shown))
