"""The desktop of macOS. Notifications are Qt's (gui/desktop/status_icon.py)."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

from s3enc_gui.desktop.interface import Listener
from s3enc_gui.desktop.macos.dock_tile import show_badge
from s3enc_gui.desktop.macos.power_assertion import PowerAssertion
from s3enc_gui.domain.desktop.notification import IDLE, Activity, Notification

_log = logging.getLogger(__name__)


class MacDesktop:
    """Calls macOS on one thread."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "desktop")
        self._assertion = PowerAssertion()
        self._shown = IDLE
        self._closed = False

    def listen(self, listener: Listener) -> None:
        """macOS tells nothing here; the window notices sleep by the clocks."""

    def notify(self, notification: Notification) -> None:
        """Done by the window."""

    def withdraw(self) -> None:
        """Done by the window."""

    def show(self, activity: Activity, window: int = 0) -> None:
        """See Desktop."""
        del window
        if not self._closed and activity != self._shown:
            self._shown = activity
            self._thread.submit(self._show, activity)

    def close(self) -> None:
        """See Desktop."""
        self.show(IDLE)
        self._closed = True
        self._thread.shutdown()

    def _show(self, activity: Activity) -> None:
        try:
            self._assertion.hold(activity.why if activity.keeps_awake else None)
            percent = None if activity.permille is None else activity.permille // 10
            show_badge(f"{percent}%" if activity.is_active and percent is not None else "")
        except (OSError, AttributeError) as error:
            _log.debug("Dock: %r", error)
