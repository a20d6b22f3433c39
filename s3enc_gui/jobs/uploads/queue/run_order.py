"""The order in which waiting transfers start."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable

from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.queue_entry import QueueEntry


class RunOrder:
    """Waiting entries by their turns. Entries that no longer wait are dropped when they come up."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, QueueEntry]] = []
        self._count = 0
        self._last = 0.0
        self._first = 0.0

    def last_turn(self) -> float:
        """Return a turn after all others."""
        self._last += 1
        return self._last

    def first_turn(self) -> float:
        """Return a turn before all others."""
        self._first -= 1
        return self._first

    def add(self, entry: QueueEntry) -> None:
        """Add an entry, again if its turn has changed."""
        self._count += 1  # tie-breaker: entries themselves can't be compared
        heapq.heappush(self._heap, (entry.turn, self._count, entry))

    def next(self, may_start: Callable[[QueueEntry], bool]) -> QueueEntry | None:
        """Remove and return the next entry; None: there is none, or it may not start yet."""
        while self._heap:
            turn, _, entry = self._heap[0]
            if entry.state is TransferState.WAITING and entry.turn == turn and entry.task is None:
                if not may_start(entry):
                    return None
                heapq.heappop(self._heap)
                return entry
            heapq.heappop(self._heap)
        return None


def move_by_one(entries: Iterable[QueueEntry], chosen: set[int], *, up: bool) -> None:
    """Move the chosen entries one position up or down, by exchanging turns with neighbors."""
    ordered = sorted(entries, key=lambda entry: entry.turn, reverse=not up)
    for at in range(1, len(ordered)):
        before, entry = ordered[at - 1], ordered[at]
        if entry.id in chosen and before.id not in chosen:
            before.turn, entry.turn = entry.turn, before.turn
            ordered[at - 1], ordered[at] = entry, before
