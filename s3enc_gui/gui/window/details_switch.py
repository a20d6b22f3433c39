"""Whether the details are shown beside the browser."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.settings.window_settings import ReadDetailsShown, ShowDetails


class DetailsSwitch(QObject):
    """Shows and hides a pane by an action that can be checked, the next time as the last.

    `problem` carries an AppError: it could not be kept.
    """

    problem = Signal(object)

    def __init__(self, runner: Runner, action: QAction, pane: QWidget) -> None:
        super().__init__(pane)
        self._action = action
        self._read, self._keep = LatestJob(runner, self), LatestJob(runner, self)
        self._read.answered.connect(action.setChecked)
        self._keep.failed.connect(self.problem)
        action.setChecked(True)
        action.toggled.connect(pane.setVisible)
        action.triggered.connect(self._chosen)
        self._read.ask(ReadDetailsShown())

    @Slot()
    def show(self) -> None:
        """Show the pane, this time: something in it was asked for."""
        self._read.drop()
        self._action.setChecked(True)

    def _chosen(self, shown: bool) -> None:
        self._read.drop()
        self._keep.ask(ShowDetails(shown))
