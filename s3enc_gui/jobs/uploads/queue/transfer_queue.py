"""The queue: what waits, what is on its way, and who is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from threading import Lock

from s3enc_gui.aio.limiter import ByteBudget, Limiter
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.uploads.journal_changes import RecordEnd, RecordStart, RecordState
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.parts import MIB, SINGLE_PUT_BELOW
from s3enc_gui.domain.uploads.transfer import Batch, Transfer, TransferState
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.uploads.queue.entry import QueueEntry, QueueRun, StopReason
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    BytesSent,
    NoticeRaised,
    OutageChanged,
    SendingRestarted,
    StateChanged,
    TransferEnded,
)
from s3enc_gui.jobs.uploads.queue.journal_writer import JournalWriter
from s3enc_gui.jobs.uploads.queue.listeners import Listener, Listeners
from s3enc_gui.jobs.uploads.queue.run_order import RunOrder
from s3enc_gui.jobs.uploads.sending.batch_context import (
    BatchContext,
    Reopen,
    SendLimits,
    UploadTarget,
)
from s3enc_gui.jobs.uploads.sending.single_put import FileContents, read_files
from s3enc_gui.jobs.uploads.sending.transfer_task import TransferTask
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.store.journal.journal import Journal

MEMORY = 256 * MIB  # bytes of files held for sending
WHOLE = (16, 64, 256)  # small files in flight: at least, at first, at most
PARTS = (2, 4, 8)  # parts in flight; with the usual ones of 8 MiB, 64 MiB at most
LARGE_AT_ONCE = 6  # files whose parts are in flight together
READ_AT_ONCE = 32  # small files read by one thread in one go
TINY = MIB // 4  # bytes of a file that is read so, before there is room for it
SHOWN_AT_ONCE = 1000  # rows in one report
FINAL_WAIT = 5.0  # seconds that the end of the program waits for the journal


_log = logging.getLogger(__name__)


class TransferQueue:
    """Delivers transfers in their order, several at once; to be used on one loop.

    `reopen` opens a connection anew; after `deadline` seconds of bad weather what waits for better
    fails (None: it waits).
    """

    def __init__(self, journal: Journal, reopen: Reopen, deadline: float | None = None) -> None:
        memory = ByteBudget(MEMORY)
        self.journal = journal
        self.listeners = Listeners()
        self.entries: dict[int, QueueEntry] = {}
        self.run_order = RunOrder()
        self.journal_writer = JournalWriter(journal, self._disk)
        self.limits = SendLimits(
            Limiter(AdaptiveLimit(*WHOLE), memory), Limiter(AdaptiveLimit(*PARTS), memory)
        )
        self._reopen, self._deadline = reopen, deadline
        self._running = {True: 0, False: 0}  # small ones, large ones
        self._groups: set[asyncio.Task[None]] = set()
        self._counting = Lock()
        self.commands = asyncio.Lock()
        self._filling = True
        self._closing = False
        self._noticed: set[str] = set()  # codes

    def add(
        self,
        batch: Batch,
        transfers: Sequence[Transfer],
        target: UploadTarget,
        report: Listener = lambda _: None,
    ) -> QueueRun:
        """Take transfers of a batch into the queue, at its end; `report` is told of them alone."""
        run = QueueRun(len(transfers), report)

        def tell(outage: Outage | None) -> None:
            self.listeners.outage_changed(run, outage)
            report(OutageChanged(outage))

        limits, journal_writer, journal = self.limits, self.journal_writer, self.journal
        run.context = BatchContext.of(
            batch, target, limits, journal_writer, journal, self._reopen, tell, self._deadline
        )
        entries = [QueueEntry(transfer, run, self.run_order.last_turn()) for transfer in transfers]
        for entry in entries:
            self.entries[entry.id] = entry
            if entry.state is TransferState.WAITING:
                self.run_order.add(entry)
        for start in range(0, len(entries) if self.listeners.any else 0, SHOWN_AT_ONCE):
            rows = tuple(entry.row for entry in entries[start : start + SHOWN_AT_ONCE])
            self.listeners.tell(Added(rows))
        if target.aws_session.names_its_callers and target.aws_session.known_identity is None:
            asking = asyncio.create_task(_ask_who(target.aws_session))  # for the receipts
            self._groups.add(asking)
            asking.add_done_callback(self._groups.discard)
        self.feed()
        return run

    def feed(self) -> None:
        """Start those whose turn has come, as many as there is room for."""
        group: list[QueueEntry] = []
        while not self._closing:
            entry = self.run_order.next(self._fits)
            if entry is None:
                break
            self._running[_is_small(entry)] += 1
            entry.state = TransferState.RUNNING
            if entry.transfer.item.size > TINY:
                self._begin([entry])
                self._send(entry, None)
                continue
            group.append(entry)
            if len(group) == READ_AT_ONCE:
                self._read(group)
                group = []
        if group:
            self._read(group)

    async def close(self) -> None:
        """Stop everything, to be gone on with at another time, and write down what is known."""
        self._closing = True
        running = [entry for entry in self.entries.values() if entry.state is TransferState.RUNNING]
        for entry in running:
            entry.stop_for(StopReason.KEEP)
        for group in self._groups:  # they may wait for a disk that is full
            group.cancel()
        while tasks := [*self._groups, *(entry.task for entry in running if entry.task)]:
            await asyncio.wait(tasks)
        for entry in self.entries.values():
            entry.run.done.cancel()
        with suppress(TimeoutError):  # a disk that is full is not waited for
            async with asyncio.timeout(FINAL_WAIT):
                await self.journal_writer.flush()

    def show(self, entries: Sequence[QueueEntry], state: TransferState) -> None:
        """Put entries into a state and tell of it."""
        for entry in entries:
            entry.state = state
        report = StateChanged(tuple(entry.id for entry in entries), state)
        self.listeners.tell(report)
        for run in {entry.run for entry in entries}:
            run.report(report)

    def end(self, entry: QueueEntry, outcome: Outcome) -> None:
        """Note how a transfer ended, and tell of it."""
        entry.outcome, entry.state = outcome, TransferState.ENDED
        receipt = None
        if outcome.details is not None:
            context = entry.run.context
            receipt = Receipt.of(
                outcome,
                context.batch.bucket,
                started=entry.started,
                ended=now(),
                who=context.target.who(),
            )
        stored_by = outcome.again.transfer if outcome.again else None
        self.journal_writer.note(RecordEnd(entry.id, outcome.result, receipt, stored_by))
        self._tell(entry, TransferEnded(entry.id, outcome))
        entry.run.ended()

    def _disk(self, error: AppError | None) -> None:
        """Tell everybody whether the journal can be written."""
        self.listeners.disk(error)
        for run in {entry.run for entry in self.entries.values() if entry.outcome is None}:
            run.report(OutageChanged(self.listeners.outage))

    # --- inside ---------------------------------------------------------------------------------

    def _fits(self, entry: QueueEntry) -> bool:
        """Whether it may start: small ones start many at once, since they are read together."""
        if not _is_small(entry):
            return self._running[False] < LARGE_AT_ONCE
        limit, running = self.limits.whole.adaptive_limit.limit, self._running[True]
        if running <= limit:
            self._filling = True
        elif running >= limit + READ_AT_ONCE:
            self._filling = False
        return self._filling

    def _begin(self, entries: Sequence[QueueEntry]) -> None:
        started = now()
        for entry in entries:
            entry.started = started
        self.show(entries, TransferState.RUNNING)

    def _read(self, entries: list[QueueEntry]) -> None:
        task = asyncio.create_task(self._deliver_read(entries))
        self._groups.add(task)
        task.add_done_callback(self._groups.discard)

    async def _deliver_read(self, entries: list[QueueEntry]) -> None:
        """Read small files on one thread, write down that they begin, and send them."""
        self._begin(entries)
        contents: Sequence[FileContents | None] = [None] * len(entries)
        try:
            paths = [entry.transfer.item.path for entry in entries]
            contents = await asyncio.to_thread(read_files, paths)
            for entry, content in zip(entries, contents, strict=True):
                if content is not None and entry.transfer.mark is None:
                    key = entry.transfer.item.key
                    self.journal_writer.note(
                        RecordStart(entry.id, key, content.mark, entry.started or now())
                    )
            await self.journal_writer.flush()
        except Exception:  # noqa: BLE001 - each of them says what is wrong when it is tried alone
            _log.exception("Unexpected error")
            contents = [None] * len(entries)
        finally:
            for entry, content in zip(entries, contents, strict=True):
                self._send(entry, content)

    def _send(self, entry: QueueEntry, contents: FileContents | None) -> None:
        transfer_task = TransferTask(
            entry.run.context,
            entry.transfer,
            entry.stop,
            lambda change: self.sent(entry, change),
            lambda change: self.sent(entry, change, known=True),
            entry.keeps,
            lambda: self._tell(entry, SendingRestarted(entry.id)),
            lambda notice: self._notice(entry, notice),
        )

        async def deliver() -> Outcome | None:
            entry.begun = True
            with suppress(Cancelled):
                return await transfer_task.run(contents)
            return None

        entry.task = asyncio.create_task(deliver())
        entry.task.add_done_callback(partial(self._finished, entry))

    def _finished(self, entry: QueueEntry, task: asyncio.Task[Outcome | None]) -> None:
        """Note how a delivery ended."""
        entry.task = None
        self._running[_is_small(entry)] -= 1
        outcome = None if task.cancelled() else task.result()
        if outcome is None:
            self._stopped(entry)
        else:
            self.end(entry, outcome)
        self.feed()
        if not self._running[False]:
            self.limits.buffers.clear()

    def sent(self, entry: QueueEntry, change: int, *, known: bool = False) -> None:
        """Count bytes of a transfer and tell of them; from any thread."""
        with self._counting:
            entry.sent += change
        if change:
            self._tell(entry, BytesSent(entry.id, change, known))

    def _tell(self, entry: QueueEntry, report: object) -> None:
        self.listeners.tell(report)
        entry.run.report(report)

    def _notice(self, entry: QueueEntry, notice: AppError) -> None:
        """Tell it, the first time that there is one of this kind."""
        if notice.code not in self._noticed:
            self._noticed.add(notice.code)
            self._tell(entry, NoticeRaised(notice))

    def _stopped(self, entry: QueueEntry) -> None:
        if entry.stop_reason is StopReason.CANCEL:
            self.end(entry, Outcome(entry.transfer.item, Result.CANCELLED))
        elif entry.stop_reason is StopReason.PAUSE:
            self.journal_writer.note(RecordState((entry.id,), TransferState.PAUSED))
            self.show([entry], TransferState.PAUSED)


def _is_small(entry: QueueEntry) -> bool:
    return entry.transfer.item.size < SINGLE_PUT_BELOW


async def _ask_who(aws_session: AwsSession) -> None:
    """Learn the caller's name, where that is allowed."""
    with suppress(Exception):  # a receipt without it is one all the same
        await asyncio.to_thread(aws_session.identity)
