"""The desktop of Windows. Notifications are Qt's (gui/desktop/status_icon.py)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from s3enc_gui.desktop.interface import Listener
from s3enc_gui.desktop.windows.execution_state import keep_awake
from s3enc_gui.desktop.windows.taskbar import Taskbar
from s3enc_gui.domain.desktop.notification import IDLE, Activity, Notification

_log = logging.getLogger(__name__)


class WindowsDesktop:
    """Calls Windows on one thread: a thread's execution state ends with it."""

    def __init__(
        self,
        keep_awake: Callable[[bool], object] = keep_awake,
        make_taskbar: Callable[[], Taskbar] = Taskbar,
    ) -> None:
        self._thread = ThreadPoolExecutor(1, "desktop")
        self._keep_awake, self._make_taskbar = keep_awake, make_taskbar
        self._taskbar: Taskbar | None = None
        self._shown, self._window = IDLE, 0
        self._closed = False

    def listen(self, listener: Listener) -> None:
        """Windows tells nothing here; the window notices sleep by the clocks."""

    def notify(self, notification: Notification) -> None:
        """Done by the window."""

    def withdraw(self) -> None:
        """Done by the window."""

    def show(self, activity: Activity, window: int = 0) -> None:
        """See Desktop."""
        if not self._closed and activity != self._shown:
            before, self._shown, self._window = self._shown, activity, window
            self._thread.submit(self._show, before, activity, window)

    def close(self) -> None:
        """See Desktop."""
        self.show(IDLE, self._window)
        self._closed = True
        self._thread.shutdown()

    def _show(self, before: Activity, activity: Activity, window: int) -> None:
        try:
            if activity.keeps_awake != before.keeps_awake:
                self._keep_awake(activity.keeps_awake)
            if self._taskbar is None:
                self._taskbar = self._make_taskbar()
            self._taskbar.show(activity, window)
        except OSError as error:
            _log.debug("Task bar: %r", error)
