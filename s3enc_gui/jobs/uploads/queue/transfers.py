"""The queue as jobs use it: from any thread, waiting for what they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError, Future
from threading import Lock

from s3enc_gui.aio.event_loop import EventLoop
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.uploads.transfer import Batch, Transfer, TransferState
from s3enc_gui.jobs.uploads.queue.commands import control
from s3enc_gui.jobs.uploads.queue.entry import QueueRun
from s3enc_gui.jobs.uploads.queue.events import Action, Added
from s3enc_gui.jobs.uploads.queue.transfer_queue import SHOWN_AT_ONCE, TransferQueue
from s3enc_gui.jobs.uploads.sending.batch_context import UploadTarget
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.store.journal.journal import Journal

Listener = Callable[[object], None]


class Transfers:
    """Makes the queue when it is first needed. `close` keeps what is under way for next time."""

    def __init__(
        self,
        loop: EventLoop,
        journal: Callable[[], Journal],
        reopen: Callable[[Connection], AwsSession],
        speed_limit: Callable[[], int | None] = lambda: None,
        deadline: float | None = None,
    ) -> None:
        self._loop, self._journal, self._reopen = loop, journal, reopen
        self._deadline = deadline
        self._lock = Lock()
        self._queue: TransferQueue | None = None
        self._speed_limit = speed_limit

    def limit(self, rate: int | None) -> None:
        """Bound the bytes a second of all transfers; None: do not."""
        with self._lock:
            if self._queue is not None:
                self._queue.limits.limit.set(rate)

    def deliver(
        self, batch: Batch, transfers: Sequence[Transfer], target: UploadTarget, report: Listener
    ) -> Future[None]:
        """Take transfers into the queue; the future ends when all have, cancelled if they never do.

        `report` gets the queue's reports on these alone.
        """
        queue = self._made()

        async def add() -> QueueRun:
            return queue.add(batch, transfers, target, report)

        async def end(run: QueueRun) -> None:
            await run.done
            await queue.journal_writer.flush()

        run = self._loop.run(add())
        return self._loop.start(end(run))

    def control(self, action: Action, ids: Iterable[int] | None) -> None:
        """Do something to some transfers, or to all."""
        if self._queue is not None:
            self._loop.run(control(self._queue, action, ids))

    def try_now(self) -> None:
        """Look at the weather at once."""
        queue = self._queue
        if queue is None:
            return

        async def hurry() -> None:
            for run in {entry.run for entry in queue.entries.values()}:
                run.context.outage_gate.try_now()

        self._loop.run(hurry())

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Tell a listener what the queue holds and all that happens; return how to end that."""
        queue = self._made()

        async def begin() -> None:
            entries = sorted(queue.entries.values(), key=lambda entry: entry.turn)
            for start in range(0, len(entries), SHOWN_AT_ONCE):
                listener(Added(tuple(one.row for one in entries[start : start + SHOWN_AT_ONCE])))
            queue.listeners.add(listener)

        async def end() -> None:
            queue.listeners.remove(listener)

        self._loop.run(begin())
        return lambda: self._loop.run(end())

    def tell(self, report: object) -> None:
        """Tell whoever watches the queue something."""
        queue = self._queue
        if queue is None:
            return

        async def tell() -> None:
            queue.listeners.tell(report)

        self._loop.run(tell())

    def unfinished(self) -> int:
        """Return how many transfers have not ended."""
        queue = self._queue
        if queue is None:
            return 0
        return sum(
            entry.state is not TransferState.ENDED for entry in tuple(queue.entries.values())
        )

    def close(self) -> None:
        """Stop; what has not ended is kept in the journal for another time."""
        with self._lock:
            queue, self._queue = self._queue, None
        if queue is not None:
            self._loop.run(queue.close())

    def _made(self) -> TransferQueue:
        with self._lock:
            if self._queue is None:
                self._queue = TransferQueue(self._journal(), self._reopen, self._deadline)
                self._queue.limits.limit.set(self._speed_limit())
            return self._queue


def ended(done: Future[None], seconds: float) -> bool:
    """Wait a while for a delivery; return whether it has ended. CancelledError: it never will."""
    try:
        done.result(seconds)
    except TimeoutError:
        return False
    except CancelledError:
        raise
    return True
