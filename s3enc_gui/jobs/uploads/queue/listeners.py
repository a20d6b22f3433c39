"""Who is told what happens in the queue."""

from __future__ import annotations

from collections.abc import Callable

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.uploads.queue.events import OutageChanged

Listener = Callable[[object], None]


class Listeners:
    """Listeners, called on the queue's loop or on a thread that sends; they must not block."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._outages: dict[object, Outage] = {}

    def add(self, listener: Listener) -> None:
        """Tell this one, too."""
        self._listeners.append(listener)
        if self.outage:
            listener(OutageChanged(self.outage))

    def remove(self, listener: Listener) -> None:
        """Tell this one no more."""
        self._listeners.remove(listener)

    @property
    def any(self) -> bool:
        """Whether anybody listens."""
        return bool(self._listeners)

    def tell(self, report: object) -> None:
        """Tell all of them."""
        for listener in tuple(self._listeners):
            listener(report)

    @property
    def outage(self) -> Outage | None:
        """What is the matter, None where nothing is."""
        return next(iter(self._outages.values()), None)

    def outage_changed(self, where: object, outage: Outage | None) -> None:
        """Note the weather at one place, and tell what that is for the whole."""
        before = self.outage
        if outage is None:
            self._outages.pop(where, None)
        else:
            self._outages[where] = outage
        if self.outage != before:
            self.tell(OutageChanged(self.outage))

    def disk(self, error: AppError | None) -> None:
        """Note whether the journal can be written."""
        known = self._outages.get(self)
        if error is None:
            self.outage_changed(self, None)
        elif known is None or known.error != error:
            self.outage_changed(
                self, Outage(OutageKind.DISK, error, known.since if known else now())
            )
