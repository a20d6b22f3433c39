"""The queue: what waits, what is on its way, and who is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from threading import Lock

from s3enc_gui.aio.limiter import Memory, Room
from s3enc_gui.domain.adaptive_limit import Pace
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.outage import Forecast
from s3enc_gui.domain.uploads.journal_changes import Began, Ended, Moved
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.parts import MIB, SINGLE_PUT_BELOW
from s3enc_gui.domain.uploads.transfer import Batch, State, Transfer
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.uploads.queue.entry import Entry, Run, Wish
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    BytesSent,
    Noticed,
    StartedOver,
    StateChanged,
    TransferEnded,
    WeatherChanged,
)
from s3enc_gui.jobs.uploads.queue.journal_writer import Ledger
from s3enc_gui.jobs.uploads.queue.listeners import Listener, Watchers
from s3enc_gui.jobs.uploads.queue.run_order import Lineup
from s3enc_gui.jobs.uploads.sending.batch_context import Dispatch, Reopen, Rooms, Route
from s3enc_gui.jobs.uploads.sending.single_put import Contents
from s3enc_gui.jobs.uploads.sending.transfer_task import Delivery
from s3enc_gui.s3.session.aws_session import Cloud
from s3enc_gui.store.journal.journal import Journal

MEMORY = 256 * MIB  # bytes of files held for sending
WHOLE = (16, 64, 256)  # small files in flight: at least, at first, at most
PARTS = (2, 4, 8)  # parts in flight; with the usual ones of 8 MiB, 64 MiB at most
LARGE_AT_ONCE = 6  # files whose parts are in flight together
READ_AT_ONCE = 32  # small files read by one thread in one go
TINY = MIB // 4  # bytes of a file that is read so, before there is room for it
SHOWN_AT_ONCE = 1000  # rows in one report
LAST_WORDS = 5.0  # seconds that the end of the program waits for the journal

_log = logging.getLogger(__name__)


class TransferQueue:
    """Delivers transfers in their order, several at once; to be used on one loop.

    `reopen` opens a connection anew; after `deadline` seconds of bad weather what waits for better
    fails (None: it waits).
    """

    def __init__(self, journal: Journal, reopen: Reopen, deadline: float | None = None) -> None:
        memory = Memory(MEMORY)
        self.journal = journal
        self.watchers = Watchers()
        self.entries: dict[int, Entry] = {}
        self.lineup = Lineup()
        self.ledger = Ledger(journal, self._disk)
        self.rooms = Rooms(Room(Pace(*WHOLE), memory), Room(Pace(*PARTS), memory))
        self._reopen, self._deadline = reopen, deadline
        self._running = {True: 0, False: 0}  # small ones, large ones
        self._groups: set[asyncio.Task[None]] = set()
        self._counting = Lock()
        self.steering = asyncio.Lock()
        self._filling = True
        self._closing = False
        self._noticed: set[str] = set()  # codes

    def add(
        self,
        batch: Batch,
        transfers: Sequence[Transfer],
        route: Route,
        report: Listener = lambda _: None,
    ) -> Run:
        """Take transfers of a batch into the queue, at its end; `report` is told of them alone."""
        run = Run(len(transfers), report)

        def tell(forecast: Forecast | None) -> None:
            self.watchers.weather(run, forecast)
            report(WeatherChanged(forecast))

        rooms, ledger, journal = self.rooms, self.ledger, self.journal
        run.dispatch = Dispatch.of(
            batch, route, rooms, ledger, journal, self._reopen, tell, self._deadline
        )
        entries = [Entry(transfer, run, self.lineup.last_turn()) for transfer in transfers]
        for entry in entries:
            self.entries[entry.id] = entry
            if entry.state is State.WAITING:
                self.lineup.add(entry)
        for start in range(0, len(entries) if self.watchers.any else 0, SHOWN_AT_ONCE):
            rows = tuple(entry.row for entry in entries[start : start + SHOWN_AT_ONCE])
            self.watchers.tell(Added(rows))
        if route.cloud.names_its_callers and route.cloud.known_identity is None:
            asking = asyncio.create_task(_ask_who(route.cloud))  # for the receipts
            self._groups.add(asking)
            asking.add_done_callback(self._groups.discard)
        self.feed()
        return run

    def feed(self) -> None:
        """Start those whose turn has come, as many as there is room for."""
        group: list[Entry] = []
        while not self._closing:
            entry = self.lineup.next(self._fits)
            if entry is None:
                break
            self._running[_is_small(entry)] += 1
            entry.state = State.RUNNING
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
        running = [entry for entry in self.entries.values() if entry.state is State.RUNNING]
        for entry in running:
            entry.stop_for(Wish.KEEP)
        for group in self._groups:  # they may wait for a disk that is full
            group.cancel()
        while tasks := [*self._groups, *(entry.task for entry in running if entry.task)]:
            await asyncio.wait(tasks)
        for entry in self.entries.values():
            entry.run.done.cancel()
        with suppress(TimeoutError):  # a disk that is full is not waited for
            async with asyncio.timeout(LAST_WORDS):
                await self.ledger.flush()

    def show(self, entries: Sequence[Entry], state: State) -> None:
        """Put entries into a state and tell of it."""
        for entry in entries:
            entry.state = state
        report = StateChanged(tuple(entry.id for entry in entries), state)
        self.watchers.tell(report)
        for run in {entry.run for entry in entries}:
            run.report(report)

    def end(self, entry: Entry, outcome: Outcome) -> None:
        """Note how a transfer ended, and tell of it."""
        entry.outcome, entry.state = outcome, State.ENDED
        receipt = None
        if outcome.details is not None:
            dispatch = entry.run.dispatch
            receipt = Receipt.of(
                outcome,
                dispatch.batch.bucket,
                started=entry.started,
                ended=now(),
                who=dispatch.route.who(),
            )
        stored_by = outcome.again.transfer if outcome.again else None
        self.ledger.note(Ended(entry.id, outcome.result, receipt, stored_by))
        self._tell(entry, TransferEnded(entry.id, outcome))
        entry.run.ended()

    def _disk(self, error: AppError | None) -> None:
        """Tell everybody whether the journal can be written."""
        self.watchers.disk(error)
        for run in {entry.run for entry in self.entries.values() if entry.outcome is None}:
            run.report(WeatherChanged(self.watchers.forecast))

    # --- inside ---------------------------------------------------------------------------------

    def _fits(self, entry: Entry) -> bool:
        """Whether it may start: small ones start many at once, since they are read together."""
        if not _is_small(entry):
            return self._running[False] < LARGE_AT_ONCE
        limit, running = self.rooms.whole.pace.limit, self._running[True]
        if running <= limit:
            self._filling = True
        elif running >= limit + READ_AT_ONCE:
            self._filling = False
        return self._filling

    def _begin(self, entries: Sequence[Entry]) -> None:
        started = now()
        for entry in entries:
            entry.started = started
        self.show(entries, State.RUNNING)

    def _read(self, entries: list[Entry]) -> None:
        task = asyncio.create_task(self._deliver_read(entries))
        self._groups.add(task)
        task.add_done_callback(self._groups.discard)

    async def _deliver_read(self, entries: list[Entry]) -> None:
        """Read small files on one thread, write down that they begin, and send them."""
        self._begin(entries)
        contents: Sequence[Contents | None] = [None] * len(entries)
        try:
            paths = [entry.transfer.item.path for entry in entries]
            contents = await asyncio.to_thread(_contents, paths)
            for entry, content in zip(entries, contents, strict=True):
                if content is not None and entry.transfer.mark is None:
                    key = entry.transfer.item.key
                    self.ledger.note(Began(entry.id, key, content.mark, entry.started or now()))
            await self.ledger.flush()
        except Exception:  # noqa: BLE001 - each of them says what is wrong when it is tried alone
            _log.exception("Unexpected error")
            contents = [None] * len(entries)
        finally:
            for entry, content in zip(entries, contents, strict=True):
                self._send(entry, content)

    def _send(self, entry: Entry, contents: Contents | None) -> None:
        delivery = Delivery(
            entry.run.dispatch,
            entry.transfer,
            entry.stop,
            lambda change: self.sent(entry, change),
            lambda change: self.sent(entry, change, known=True),
            entry.keeps,
            lambda: self._tell(entry, StartedOver(entry.id)),
            lambda notice: self._notice(entry, notice),
        )

        async def deliver() -> Outcome | None:
            entry.begun = True
            with suppress(Cancelled):
                return await delivery.run(contents)
            return None

        entry.task = asyncio.create_task(deliver())
        entry.task.add_done_callback(partial(self._delivered, entry))

    def _delivered(self, entry: Entry, task: asyncio.Task[Outcome | None]) -> None:
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
            self.rooms.buffers.clear()

    def sent(self, entry: Entry, change: int, *, known: bool = False) -> None:
        """Count bytes of a transfer and tell of them; from any thread."""
        with self._counting:
            entry.sent += change
        if change:
            self._tell(entry, BytesSent(entry.id, change, known))

    def _tell(self, entry: Entry, report: object) -> None:
        self.watchers.tell(report)
        entry.run.report(report)

    def _notice(self, entry: Entry, notice: AppError) -> None:
        """Tell it, the first time that there is one of this kind."""
        if notice.code not in self._noticed:
            self._noticed.add(notice.code)
            self._tell(entry, Noticed(notice))

    def _stopped(self, entry: Entry) -> None:
        if entry.wish is Wish.CANCEL:
            self.end(entry, Outcome(entry.transfer.item, Result.CANCELLED))
        elif entry.wish is Wish.PAUSE:
            self.ledger.note(Moved((entry.id,), State.PAUSED))
            self.show([entry], State.PAUSED)


def _is_small(entry: Entry) -> bool:
    return entry.transfer.item.size < SINGLE_PUT_BELOW


async def _ask_who(cloud: Cloud) -> None:
    """Learn the caller's name, where that is allowed."""
    with suppress(Exception):  # a receipt without it is one all the same
        await asyncio.to_thread(cloud.identity)


def _contents(paths: Sequence[str]) -> list[Contents | None]:
    """Read files; None for those that say why they cannot be read when they are tried alone."""
    read: list[Contents | None] = []
    for path in paths:
        try:
            read.append(Contents.read(path))
        except AppError:
            read.append(None)
    return read
