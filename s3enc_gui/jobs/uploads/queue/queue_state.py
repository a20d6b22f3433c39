"""The transfers in the queue; records each change in the journal and reports it to listeners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from threading import Lock

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.journal_changes import RecordEnd
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.uploads.journal_writer import JournalWriter
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    BytesSent,
    NoticeRaised,
    Removed,
    StateChanged,
    TransferEnded,
)
from s3enc_gui.jobs.uploads.queue.listeners import Listener, Listeners
from s3enc_gui.jobs.uploads.queue.queue_entry import QueueEntry
from s3enc_gui.jobs.uploads.queue.run_order import RunOrder
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.os_errors import ABOUT_DRIVES

ROWS_PER_EVENT = 1000


class QueueState:
    """Entries by transfer id. To be used on the queue's loop, except `count_sent`."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.journal_writer = JournalWriter(journal, self._journal_status)
        self.listeners = Listeners()
        self.run_order = RunOrder()
        self.entries: dict[int, QueueEntry] = {}
        self._sent_lock = Lock()
        self._noticed: set[str] = set()  # codes

    # --- entries --------------------------------------------------------------------------------

    def add(self, entries: Sequence[QueueEntry]) -> None:
        """Add entries."""
        for entry in entries:
            self.entries[entry.id] = entry
            if entry.state is TransferState.WAITING:
                self.run_order.add(entry)
        if self.listeners.any:
            for event in _added(entries):
                self.listeners.report(event)

    def remove(self, ids: frozenset[int]) -> None:
        """Remove entries."""
        for one in ids:
            del self.entries[one]
        if ids:
            self.listeners.report(Removed(ids))

    def selected(self, ids: Iterable[int] | None) -> list[QueueEntry]:
        """Return the entries with these ids, each once; None: all entries."""
        if ids is None:
            return list(self.entries.values())
        return [self.entries[one] for one in dict.fromkeys(ids) if one in self.entries]

    def running(self) -> list[QueueEntry]:
        """Return the entries that run."""
        return [one for one in self.entries.values() if one.state is TransferState.RUNNING]

    def add_listener(self, listener: Listener) -> None:
        """Report to a listener; it gets all entries first."""
        for event in _added(sorted(self.entries.values(), key=lambda entry: entry.turn)):
            listener(event)
        self.listeners.add(listener)

    # --- changes --------------------------------------------------------------------------------

    def set_state(self, entries: Sequence[QueueEntry], state: TransferState) -> None:
        """Set the state of entries and report it."""
        for entry in entries:
            entry.state = state
        event = StateChanged(tuple(entry.id for entry in entries), state)
        self.listeners.report(event)
        for run in {entry.run for entry in entries}:
            run.report(event)

    def count_sent(self, entry: QueueEntry, change: int, *, known: bool = False) -> None:
        """Count bytes of an entry and report them. Thread-safe.

        The first ones replace what the journal knew of an earlier run, which only the list shows.
        """
        with self._sent_lock:
            kept, entry.kept = entry.kept, 0
            entry.sent += change - kept
        if kept:
            self.listeners.report(BytesSent(entry.id, -kept, known=True))
        if change:
            self.report(entry, BytesSent(entry.id, change, known))

    def count_again(self, entry: QueueEntry, kept: int) -> None:
        """Report that an entry starts over, with the bytes that S3 keeps."""
        with self._sent_lock:
            in_list, in_run = kept - entry.sent, entry.kept - entry.sent
        if in_list:
            self.listeners.report(BytesSent(entry.id, in_list, known=True))
        if in_run:
            entry.run.report(BytesSent(entry.id, in_run, known=True))

    def end(self, entry: QueueEntry, outcome: Outcome) -> None:
        """Set the outcome of an entry; records it with its receipt, and reports it."""
        entry.outcome, entry.state = outcome, TransferState.ENDED
        receipt = None
        if outcome.details is not None:
            context = entry.run.context
            receipt = Receipt.of(
                outcome,
                context.batch.bucket,
                started=entry.started,
                ended=now(),
                who=context.target.caller_arn,
            )
        earlier = outcome.again.transfer if outcome.again else None
        self.journal_writer.record(RecordEnd(entry.id, outcome.result, receipt, earlier))
        self.report(entry, TransferEnded(entry.id, outcome))
        entry.run.note_ended()

    def report(self, entry: QueueEntry, event: object) -> None:
        """Report an event of one entry."""
        self.listeners.report(event)
        entry.run.report(event)

    def raise_notice(self, entry: QueueEntry, notice: AppError) -> None:
        """Report a notice; one about a drive only once."""
        if notice.code in ABOUT_DRIVES:
            if notice.code in self._noticed:
                return
            self._noticed.add(notice.code)
        self.report(entry, NoticeRaised(notice))

    def _journal_status(self, error: AppError | None) -> None:
        self.listeners.set_journal_error(error)
        for run in {entry.run for entry in self.entries.values() if entry.outcome is None}:
            run.report(OutageChanged(self.listeners.outage))


def _added(entries: Iterable[QueueEntry]) -> Iterator[Added]:
    rows = (entry.row for entry in entries)
    while part := tuple(islice(rows, ROWS_PER_EVENT)):
        yield Added(part)
