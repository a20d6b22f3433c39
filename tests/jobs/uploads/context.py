"""A transfer queue on a fake S3, with files, a journal, and recorded events."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.events import (
    Action,
    Added,
    BytesSent,
    StateChanged,
    TransferEnded,
)
from s3enc_gui.jobs.uploads.queue.transfer_queue import TransferQueue
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import OnlyProcess
from tests.jobs.uploads.fake_s3 import CHOICE, Stage

TINY, LARGE, PART = 8, 16, 10  # bytes: files up to TINY are read in groups, from LARGE in parts
SIZES = (4, 12, 45)  # read in a group, read alone, sent in parts


class Harness(Stage):
    """A queue with its events, and checks of its state."""

    def __init__(self, folder):
        super().__init__()
        self._folder = folder
        self._files = 0
        self.batches = []
        self.journal = Journal(None, OnlyProcess())
        self.queue = self.run(self._begin())
        self.queue.limits.reads.threads = self.threads
        self.shown = defaultdict(int)  # by transfer: the bytes that the list shows as sent
        self.ends = defaultdict(list)  # by transfer: its results; None: it was started again
        self.runs = []
        self.queue.watch(self._listen)
        self.closed = False

    async def _begin(self):
        aws_session: Any = self.s3
        return TransferQueue(self.journal, lambda _old, _check: aws_session)

    def add(self, *sizes, if_exists=IfExists.FAIL):
        """Add files of these sizes; return the ids of their transfers."""
        items = []
        for size in sizes:
            self._files += 1
            name = f"file-{self._files}"
            path = self._folder / name
            path.write_bytes(bytes((self._files + at) % 256 for at in range(size)))
            items.append(UploadItem(str(path), name, size))
        options = UploadOptions(CHOICE, if_exists=if_exists)
        batch, ids = self.journal.add(Connection(), "bucket", options, items)
        transfers = self.journal.transfers(batch.id)
        self.batches.append(batch)

        async def add():
            self.runs.append(self.queue.add(batch, transfers, self.s3.target()))

        self.loop.create_task(add())
        self.turn()
        return ids

    def _listen(self, event):
        if isinstance(event, Added):
            self.shown.update({row.id: row.sent for row in event.rows})
        if isinstance(event, BytesSent):
            self.shown[event.id] += event.change
        if isinstance(event, TransferEnded):
            self.ends[event.id].append(event.outcome.result)
        if isinstance(event, StateChanged) and event.state is TransferState.WAITING:
            for one in event.ids:
                if self.ends[one] and self.ends[one][-1]:
                    self.ends[one].append(None)

    def control(self, action, ids=None, *, turns=None):
        """Start an action; run it to its end, or for so many turns of the loop."""
        task = self.loop.create_task(self.queue.control(action, ids))
        if turns is None:
            self.settle()
            task.result()
        else:
            self.turn(turns)
        return task

    def entry(self, one):
        return self.queue.state.entries[one]

    def state(self, one):
        return self.entry(one).state

    def results(self):
        """The results of the transfers that were not removed."""
        return {one: entry.outcome and entry.outcome.result for one, entry in self.entries()}

    def entries(self):
        return sorted(self.queue.state.entries.items())

    def finish(self):
        """Answer everything successfully, until all transfers have ended."""
        self.s3.dead = self.s3.held = False
        for _ in range(20):
            while self.s3.pending:
                self.s3.answer(0, "ok")
            self.settle()
            if not self.s3.pending:
                break
        self.control(Action.RESUME)
        self.settle()

    def check_nothing_is_left(self):
        """Check that there is no open upload, no running task, nothing to resume."""
        assert self.s3.uploads == {}
        assert (self.queue._running_small, self.queue._running_large) == (0, 0)
        assert self.journal.queue() == []
        for run in self.runs:
            assert (run.left, run.done.done()) == (0, True)

    def check_the_limits_are_empty(self):
        """Check that no requests and no bytes are counted."""
        limits = self.queue.limits
        assert [limiter._active for limiter in (limits.single_puts, limits.parts)] == [0, 0]
        assert limits.single_puts._budget.held == 0

    def close(self):
        if not self.closed:
            self.closed = True
            left = super().close()
            self.journal.close()
            return left
        return set()


def answer_all(harness, how="ok"):
    """Answer all pending requests, and those that follow from them."""
    harness.settle()
    while harness.s3.pending:
        harness.s3.answer(0, how)
        harness.settle()


def answer_one(harness):
    harness.s3.answer(0, "ok")
    harness.settle()
