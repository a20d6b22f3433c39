"""What the window asks of the desktop, and what the desktop tells."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from s3enc_gui.dataclass import dataclass
from s3enc_gui.desktop.interface import Desktop
from s3enc_gui.domain.desktop.notification import IDLE, Activity, Notification
from s3enc_gui.jobs.context import Context


class DesktopLink:
    """Passes requests on at once; those made before the desktop is linked are kept.

    Thread-safe; never blocks: a job for each request would be a thread for each request.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._desktop: Desktop | None = None
        self._kept: list[Callable[[Desktop], None]] = []

    def notify(self, notification: Notification) -> None:
        """See Desktop."""
        self._ask(lambda desktop: desktop.notify(notification))

    def withdraw(self) -> None:
        """See Desktop."""
        self._ask(lambda desktop: desktop.withdraw())

    def show(self, activity: Activity = IDLE, window: int = 0) -> None:
        """See Desktop."""
        self._ask(lambda desktop: desktop.show(activity, window))

    def join(self, desktop: Desktop | None) -> None:
        """Pass requests on to a desktop; None: keep them again."""
        with self._lock:
            self._desktop = desktop
            kept, self._kept = self._kept, []
        if desktop is not None:
            for request in kept:
                request(desktop)

    def _ask(self, request: Callable[[Desktop], None]) -> None:
        with self._lock:
            desktop = self._desktop
            if desktop is None:
                self._kept.append(request)
        if desktop is not None:
            request(desktop)


@dataclass(frozen=True, slots=True)
class WatchDesktop:
    """Link the desktop, and report NotificationClicked and WokeUp until it is canceled."""

    link: DesktopLink

    def run(self, context: Context) -> None:
        """Return when it is canceled."""
        desktop = context.services.desktop
        desktop.listen(context.report)
        self.link.join(desktop)
        context.stopped.wait()
        self.link.join(None)
        desktop.close()


@dataclass(frozen=True, slots=True)
class ReconnectAfterSleep:
    """Give up the connections from before a sleep, and let what waits try again."""

    def run(self, context: Context) -> None:
        """Return at once: requests that were under way are repeated."""
        context.services.reconnect()
