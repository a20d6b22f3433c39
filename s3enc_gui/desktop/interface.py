"""Interface of a desktop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from s3enc_gui.domain.desktop.notification import Activity, Notification

Listener = Callable[[object], None]
"""Gets NotificationClicked and WokeUp, on a thread of the desktop; must not block."""


class Desktop(Protocol):
    """Methods never block, and never raise: a desktop that lacks something does nothing."""

    def listen(self, listener: Listener) -> None:
        """Tell a listener of events, instead of the one before."""

    def notify(self, notification: Notification) -> None:
        """Show a notification."""

    def withdraw(self) -> None:
        """Remove the notifications: the user is looking at the window."""

    def show(self, activity: Activity, window: int = 0) -> None:
        """Show progress on the task bar, and keep the computer awake; `window` is its native id."""

    def close(self) -> None:
        """Take everything back. Idempotent."""


class NoDesktop:
    """The desktop of a command line."""

    def listen(self, listener: Listener) -> None:
        """Do nothing."""

    def notify(self, notification: Notification) -> None:
        """Do nothing."""

    def withdraw(self) -> None:
        """Do nothing."""

    def show(self, activity: Activity, window: int = 0) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""
