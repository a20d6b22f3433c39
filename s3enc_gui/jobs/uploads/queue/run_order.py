"""Whose turn it is."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable

from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.entry import QueueEntry


class RunOrder:
    """The entries that wait, by their turns; what no longer waits is passed over when it comes."""

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
        """Let an entry wait for its turn."""
        self._count += 1  # so that entries themselves are never compared
        heapq.heappush(self._heap, (entry.turn, self._count, entry))

    def next(self, fits: Callable[[QueueEntry], bool]) -> QueueEntry | None:
        """Take the entry whose turn it is; None where there is none, or where it does not fit."""
        while self._heap:
            turn, _, entry = self._heap[0]
            if entry.state is TransferState.WAITING and entry.turn == turn and entry.task is None:
                if not fits(entry):
                    return None
                heapq.heappop(self._heap)
                return entry
            heapq.heappop(self._heap)
        return None


def moved(entries: Iterable[QueueEntry], chosen: set[int], *, up: bool) -> None:
    """Exchange the turns of the chosen with those of their neighbours, one place up or down."""
    line = sorted(entries, key=lambda entry: entry.turn, reverse=not up)
    for at in range(1, len(line)):
        before, entry = line[at - 1], line[at]
        if entry.id in chosen and before.id not in chosen:
            before.turn, entry.turn = entry.turn, before.turn
            line[at - 1], line[at] = entry, before
