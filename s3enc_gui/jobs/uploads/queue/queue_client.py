"""Thread-safe access of jobs to the transfer queue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import TypeVar

from s3enc_gui.aio.event_loop import EventLoop
from s3enc_gui.domain.uploads.transfer import Batch, Transfer
from s3enc_gui.jobs.session_renewal import Renew
from s3enc_gui.jobs.uploads.queue.events import Action
from s3enc_gui.jobs.uploads.queue.listeners import Listener
from s3enc_gui.jobs.uploads.queue.queue_entry import QueueRun
from s3enc_gui.jobs.uploads.queue.transfer_queue import TransferQueue
from s3enc_gui.jobs.uploads.upload_target import UploadTarget
from s3enc_gui.store.journal.journal import Journal

T = TypeVar("T")


class Transfers:
    """Runs the queue on a loop; creates it on first use. Methods block until their work is done."""

    def __init__(
        self,
        loop: EventLoop,
        journal: Callable[[], Journal],
        renew: Renew,
        speed_limit: Callable[[], int | None] = lambda: None,
        deadline: float | None = None,
        parallel_requests: Callable[[], int | None] = lambda: None,
    ) -> None:
        self._loop, self._journal, self._renew = loop, journal, renew
        self._deadline = deadline
        self._lock = Lock()
        self._queue: TransferQueue | None = None
        self._speed_limit, self._parallel_requests = speed_limit, parallel_requests

    def add(
        self,
        batch: Batch,
        transfers: Sequence[Transfer],
        target: UploadTarget,
        report: Listener = lambda _: None,
    ) -> Future[None]:
        """Add transfers to the queue; `report` gets the events of these alone.

        The future ends when all have ended; it is canceled if they never will.
        """
        queue = self._opened()

        async def add() -> QueueRun:
            return queue.add(batch, transfers, target, report)

        run = self._loop.run(add())
        return self._loop.start(queue.ended(run))

    def control(self, action: Action, ids: Iterable[int] | None) -> None:
        """Apply an action to these transfers, or to all (None)."""
        if self._queue is not None:
            self._loop.run(self._queue.control(action, ids))

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Report all entries and all events to a listener; return what ends that."""
        queue = self._opened()
        end = self._call(lambda: queue.watch(listener))
        return lambda: self._call(end)

    def report(self, event: object) -> None:
        """Report an event to all who watch the queue."""
        if (queue := self._queue) is not None:
            self._call(lambda: queue.report(event))

    def retry_now(self) -> None:
        """Probe the servers that can't be reached at once."""
        if (queue := self._queue) is not None:
            self._call(queue.retry_now)

    def limit_rate(self, rate: int | None) -> None:
        """Limit the bytes per second of all transfers; None: no limit."""
        with self._lock:
            if self._queue is not None:
                self._queue.limit_rate(rate)

    def limit_requests(self, most: int | None) -> None:
        """Limit the requests of all transfers at the same time; None: adapted."""
        if (queue := self._queue) is not None:
            self._call(lambda: queue.limit_requests(most))

    def unfinished(self) -> int:
        """Return how many transfers have not ended."""
        queue = self._queue
        return queue.unfinished() if queue is not None else 0

    def close(self) -> None:
        """Stop; what has not ended stays in the journal, to be resumed."""
        with self._lock:
            queue, self._queue = self._queue, None
        if queue is not None:
            self._loop.run(queue.close())

    def _opened(self) -> TransferQueue:
        with self._lock:
            if self._queue is None:
                self._queue = TransferQueue(self._journal(), self._renew, self._deadline)
                self._queue.limit_rate(self._speed_limit())
                self._queue.limit_requests(self._parallel_requests())
            return self._queue

    def _call(self, function: Callable[[], T]) -> T:
        """Call a function on the loop."""

        async def call() -> T:
            return function()

        return self._loop.run(call())
