"""A queue over the S3 in memory, with files, a journal, and all that it reports."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.commands import control
from s3enc_gui.jobs.uploads.queue.events import Action, StateChanged, TransferEnded
from s3enc_gui.jobs.uploads.queue.transfer_queue import TransferQueue
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import OnlyProcess
from tests.jobs.uploads.fake_s3 import CHOICE, Stage

TINY, LARGE, PART = 8, 16, 10  # bytes: read in groups up to TINY; in parts from LARGE
SIZES = (4, 12, 45)  # read with others, alone, in parts


class Harness(Stage):
    """What a user sees of the queue, and what must be so of it at any moment."""

    def __init__(self, folder):
        super().__init__()
        self._folder = folder
        self._made = 0
        self.batches = []
        self.journal = Journal(None, OnlyProcess())
        self.queue = self.run(self._begin())
        self.ends = defaultdict(list)  # by transfer: its results, None where it began again
        self.runs = []
        self.queue.listeners.add(self._hear)
        self.closed = False

    async def _begin(self):
        aws_session: Any = self.s3
        return TransferQueue(self.journal, lambda _: aws_session)

    def add(self, *sizes, if_exists=IfExists.FAIL):
        """Take files of these sizes in; return their numbers."""
        items = []
        for size in sizes:
            self._made += 1
            name = f"file-{self._made}"
            path = self._folder / name
            path.write_bytes(bytes((self._made + at) % 256 for at in range(size)))
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

    def _hear(self, report):
        if isinstance(report, TransferEnded):
            self.ends[report.id].append(report.outcome.result)
        if isinstance(report, StateChanged) and report.state is TransferState.WAITING:
            for one in report.ids:
                if self.ends[one] and self.ends[one][-1]:
                    self.ends[one].append(None)

    def control(self, action, ids=None, *, turns=None):
        """Begin to do something; let it come to an end unless it is to take so many turns."""
        task = self.loop.create_task(control(self.queue, action, ids))
        if turns is None:
            self.settle()
            task.result()
        else:
            self.turn(turns)
        return task

    def entry(self, one):
        return self.queue.entries[one]

    def state(self, one):
        return self.entry(one).state

    def results(self):
        """How the transfers that are still listed ended."""
        return {one: entry.outcome and entry.outcome.result for one, entry in self.entries()}

    def entries(self):
        return sorted(self.queue.entries.items())

    def finish(self):
        """Let everything go well from now on, to the end."""
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
        """No upload, nothing that runs, nothing the journal would go on with."""
        assert self.s3.uploads == {}
        assert self.queue._running == {True: 0, False: 0}
        assert self.journal.queue() == []
        for run in self.runs:
            assert (run.left, run.done.done()) == (0, True)

    def check_the_limits_are_empty(self):
        """No place taken, no bytes held."""
        limits = self.queue.limits
        assert [limiter._inside for limiter in (limits.whole, limits.parts)] == [0, 0]
        assert limits.whole._memory.held == 0

    def close(self):
        if not self.closed:
            self.closed = True
            left = super().close()
            self.journal.close()
            return left
        return set()


def answer_all(harness, how="ok"):
    """Answer what is on its way, and what is asked because of that."""
    harness.settle()
    while harness.s3.pending:
        harness.s3.answer(0, how)
        harness.settle()


def answer_one(harness):
    harness.s3.answer(0, "ok")
    harness.settle()
