"""Distributes the queue's events to listeners."""

from __future__ import annotations

from collections.abc import Callable

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.events import OutageChanged

Listener = Callable[[object], None]


class Listeners:
    """Listeners, called on the queue's loop or on a thread that sends; they must not block."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._outages: dict[object, Outage] = {}  # by source

    def add(self, listener: Listener) -> None:
        """Add a listener; it gets the current outage at once."""
        self._listeners.append(listener)
        if self.outage:
            listener(self._outage_changed())

    def remove(self, listener: Listener) -> None:
        """Remove a listener."""
        self._listeners.remove(listener)

    @property
    def any(self) -> bool:
        """Whether there is any listener."""
        return bool(self._listeners)

    def report(self, event: object) -> None:
        """Call all listeners."""
        for listener in tuple(self._listeners):
            listener(event)

    @property
    def outage(self) -> Outage | None:
        """The oldest current outage; one that the user ends by signing in comes first."""
        return next(iter(self._ordered()), None)

    def set_outage(self, source: object, outage: Outage | None) -> None:
        """Set the outage of one source; reports OutageChanged if that changes one."""
        before = self._ordered()
        if outage is None:
            self._outages.pop(source, None)
        else:
            self._outages[source] = outage
        if self._ordered() != before:
            self.report(self._outage_changed())

    def set_journal_error(self, error: AppError | None) -> None:
        """Set or clear the outage that stands for a journal that can't be written."""
        known = self._outages.get(self)
        if error is None:
            self.set_outage(self, None)
        elif known is None or known.error != error:
            self.set_outage(self, Outage(OutageKind.DISK, error, known.since if known else now()))

    def _ordered(self) -> list[Outage]:
        return sorted(self._outages.values(), key=lambda one: not one.needs_sign_in)

    def _outage_changed(self) -> OutageChanged:
        ordered = self._ordered()
        return OutageChanged(next(iter(ordered), None), tuple(ordered[1:]))
