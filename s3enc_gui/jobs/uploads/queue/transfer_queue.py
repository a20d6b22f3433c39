"""The transfer queue: starts waiting transfers in order, as many as the limits allow."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from s3enc_gui.aio.limiter import ByteBudget, Limiter
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit
from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.uploads.journal_changes import RecordStart, RecordState
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.domain.uploads.transfer import Batch, Transfer, TransferState
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.session_renewal import Renew
from s3enc_gui.jobs.uploads.queue.commands import QueueCommands
from s3enc_gui.jobs.uploads.queue.events import Action, SendingRestarted
from s3enc_gui.jobs.uploads.queue.listeners import Listener
from s3enc_gui.jobs.uploads.queue.queue_entry import QueueEntry, QueueRun, StopReason
from s3enc_gui.jobs.uploads.queue.queue_state import QueueState
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.send_limits import SendLimits
from s3enc_gui.jobs.uploads.sending.single_put import FileContents, SmallFiles
from s3enc_gui.jobs.uploads.sending.transfer_task import TransferTask
from s3enc_gui.jobs.uploads.upload_target import UploadTarget
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.store.journal.journal import Journal

MEMORY = 256 * MIB  # bytes of files held for sending
SINGLE_PUTS = (16, 64, 256)  # concurrent PutObject requests: minimum, initial, maximum
PARTS = (2, 4, 8)  # concurrent UploadPart requests; 64 MiB at most with parts of 8 MiB
LARGE_AT_ONCE = 6  # files whose parts are sent concurrently
READ_AT_ONCE = 32  # tiny files read by one thread in one go
TINY = MIB // 4  # bytes; files up to this size are read in groups
SHUTDOWN_WAIT = 5.0  # seconds that closing waits for the journal

_log = logging.getLogger(__name__)


class TransferQueue:
    """Runs transfers in their order, several at once. To be used on one loop.

    `renew` opens a session with new credentials. After `deadline` seconds an outage makes the
    transfers that wait for its end fail (None: never).
    """

    def __init__(self, journal: Journal, renew: Renew, deadline: float | None = None) -> None:
        memory = self._budget = ByteBudget(MEMORY)
        self.state = QueueState(journal)
        self.limits = SendLimits(
            Limiter(AdaptiveLimit(*SINGLE_PUTS), memory), Limiter(AdaptiveLimit(*PARTS), memory)
        )
        self._commands = QueueCommands(self.state)
        self._renew, self._deadline = renew, deadline
        self._running_small = self._running_large = 0
        self._background: set[asyncio.Task[None]] = set()
        self._may_start_small = True
        self._closing = False

    # --- what can be done with it ---------------------------------------------------------------

    def add(
        self,
        batch: Batch,
        transfers: Sequence[Transfer],
        target: UploadTarget,
        report: Listener = lambda _: None,
    ) -> QueueRun:
        """Add transfers of a batch at the end; `report` gets the events of these alone."""
        source = object()

        def on_outage(outage: Outage | None) -> None:
            self.state.listeners.set_outage(source, outage)
            report(OutageChanged(outage))

        state = self.state
        context = BatchContext.of(
            batch,
            target,
            self.limits,
            state.journal_writer,
            state.journal,
            self._renew,
            on_outage,
            self._deadline,
        )
        run = QueueRun(context, len(transfers), report)
        state.add([QueueEntry(one, run, state.run_order.last_turn()) for one in transfers])
        aws_session = target.aws_session
        if aws_session.has_sts and aws_session.known_identity is None:
            self._start(_read_identity(aws_session))  # for the receipts
        self._start_waiting()
        return run

    async def control(self, action: Action, ids: Iterable[int] | None) -> None:
        """Apply an action to these transfers, or to all (None); skips those it doesn't fit."""
        await self._commands.run(action, ids)
        self._start_waiting()

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Report all entries and all events to a listener; return what ends that."""
        self.state.add_listener(listener)
        return lambda: self.state.listeners.remove(listener)

    def report(self, event: object) -> None:
        """Report an event to all listeners."""
        self.state.listeners.report(event)

    def retry_now(self) -> None:
        """Probe the servers that can't be reached at once."""
        for run in {entry.run for entry in self.state.entries.values()}:
            run.context.outage_gate.try_now()

    def limit_rate(self, rate: int | None) -> None:
        """Limit the bytes per second of all transfers; None: no limit. Thread-safe."""
        self.limits.rate.set(rate)

    def limit_requests(self, most: int | None) -> None:
        """Limit the requests that are sent at the same time; None: adapted to the throughput."""
        self._budget.most = most
        self._budget.wake()

    def unfinished(self) -> int:
        """Return how many transfers have not ended. Thread-safe."""
        entries = tuple(self.state.entries.values())
        return sum(entry.state is not TransferState.ENDED for entry in entries)

    async def ended(self, run: QueueRun) -> None:
        """Wait until all transfers of a run have ended and the journal has their results."""
        await run.done
        await self.state.journal_writer.flush()

    async def close(self) -> None:
        """Stop all transfers, to be resumed after the next start, and write the journal."""
        self._closing = True
        running = self.state.running()
        for entry in running:
            entry.stop_for(StopReason.SHUTDOWN)
        for task in self._background:  # they may wait for a journal on a full disk
            task.cancel()
        while tasks := [*self._background, *(entry.task for entry in running if entry.task)]:
            await asyncio.wait(tasks)
        for entry in self.state.entries.values():
            entry.run.done.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(SHUTDOWN_WAIT):
                await self.state.journal_writer.flush()
        self.limits.reads.close()

    # --- starting transfers ---------------------------------------------------------------------

    def _start_waiting(self) -> None:
        """Start the next transfers, as many as the limits allow."""
        group: list[QueueEntry] = []
        while not self._closing:
            entry = self.state.run_order.next(self._may_start)
            if entry is None:
                break
            self._count_running(entry, 1)
            entry.state = TransferState.RUNNING
            if entry.transfer.item.size > TINY:
                self._set_running([entry])
                self._send(entry, None)
                continue
            group.append(entry)
            if len(group) == READ_AT_ONCE:
                self._start(self._read_and_send(group))
                group = []
        if group:
            self._start(self._read_and_send(group))

    def _may_start(self, entry: QueueEntry) -> bool:
        """Whether the limits allow an entry; small ones start in groups, to be read together."""
        if not entry.is_small:
            return self._running_large < LARGE_AT_ONCE
        limit, running = self.limits.single_puts.adaptive_limit.limit, self._running_small
        if running <= limit:
            self._may_start_small = True
        elif running >= limit + READ_AT_ONCE:
            self._may_start_small = False
        return self._may_start_small

    def _count_running(self, entry: QueueEntry, change: int) -> None:
        if entry.is_small:
            self._running_small += change
        else:
            self._running_large += change

    def _set_running(self, entries: Sequence[QueueEntry]) -> None:
        started = now()
        for entry in entries:
            entry.started = started
        self.state.set_state(entries, TransferState.RUNNING)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _read_and_send(self, entries: list[QueueEntry]) -> None:
        """Read tiny files on one thread, record their start together, and send them.

        Once a file turns out to be slow, it and those after it are read one by one.
        """
        self._set_running(entries)
        contents: Sequence[FileContents | None] = [None] * len(entries)
        journal_writer = self.state.journal_writer
        files = SmallFiles([entry.transfer.item for entry in entries])
        try:
            with suppress(TimeoutError):
                await self.limits.reads.run(files.read, give_up=True)
            contents = files.stop()
            for entry, content in zip(entries, contents, strict=True):
                if content is not None and entry.transfer.mark is None:
                    key, started = entry.transfer.item.key, entry.started or now()
                    journal_writer.record(RecordStart(entry.id, key, content.fingerprint, started))
            await journal_writer.flush()
        except Exception:  # noqa: BLE001 - sent one by one, each transfer reports its own error
            _log.exception("Unexpected error")
            contents = [None] * len(entries)
        finally:
            for entry, content in zip(entries, contents, strict=True):
                self._send(entry, content)

    # --- one transfer ---------------------------------------------------------------------------

    def _send(self, entry: QueueEntry, contents: FileContents | None) -> None:
        state = self.state
        transfer_task = TransferTask(
            entry.run.context,
            entry.transfer,
            entry.stop,
            on_sent=lambda change: state.count_sent(entry, change),
            on_known=lambda change: state.count_sent(entry, change, known=True),
            on_restart=lambda: state.report(entry, SendingRestarted(entry.id, entry.transfer.item)),
            on_notice=lambda notice: state.raise_notice(entry, notice),
            on_wait=lambda waits: self._wait_for_file(entry, waits=waits),
            keep_upload=entry.keeps_upload,
        )

        async def run() -> Outcome | None:
            entry.began_running = True
            with suppress(Cancelled):
                outcome = await transfer_task.run(contents)
                if notice := await entry.run.twins.find(outcome):
                    state.raise_notice(entry, notice)
                return outcome
            return None

        entry.task = asyncio.create_task(run())
        entry.task.add_done_callback(partial(self._finished, entry))

    def _wait_for_file(self, entry: QueueEntry, *, waits: bool) -> None:
        """Let another transfer run while this one waits for a slow file."""
        self._count_running(entry, -1 if waits else 1)
        if waits:
            self._start_waiting()

    def _finished(self, entry: QueueEntry, task: asyncio.Task[Outcome | None]) -> None:
        entry.task = None
        self._count_running(entry, -1)
        outcome = None if task.cancelled() else task.result()
        if outcome is None:
            self._stopped(entry)
        else:
            self.state.end(entry, outcome)
        self._start_waiting()
        if not self._running_large:
            self.limits.buffers.clear()

    def _stopped(self, entry: QueueEntry) -> None:
        if entry.stop_reason is StopReason.CANCEL:
            self.state.end(entry, Outcome(entry.transfer.item, Result.CANCELLED))
        elif entry.stop_reason is StopReason.PAUSE:
            self.state.journal_writer.record(RecordState((entry.id,), TransferState.PAUSED))
            self.state.set_state([entry], TransferState.PAUSED)


async def _read_identity(aws_session: AwsSession) -> None:
    """Read the caller's ARN, if that is allowed."""
    with suppress(Exception):  # receipts without it are valid
        await asyncio.to_thread(aws_session.identity)
