"""Loads the modules of windows that aren't open yet, once nothing else is to be done."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.load_modules import LoadModules

QUIET_MS = 500
"""How long no job must have begun or ended: loading would take the interpreter from a listing."""


class IdleLoading(QObject):
    """Loads the modules once, off the GUI thread; a window that is opened before loads its own.

    Jobs that only watch something run all the time.
    """

    def __init__(self, runner: Runner, names: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._names = runner, names
        self._seen: set[int] | None = None  # the jobs that ran when the timer ended before
        self._timer = QTimer(self, interval=QUIET_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        running = {id(job) for job in self._runner.running()}
        if running == self._seen:
            self._timer.stop()
            self._runner.start(LoadModules(self._names))
        self._seen = running
