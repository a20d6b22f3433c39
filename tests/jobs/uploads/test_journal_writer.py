from __future__ import annotations

import asyncio
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3enc_gui.aio.cancellation import defer_cancellation
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.uploads import journal_writer as module
from s3enc_gui.jobs.uploads.journal_writer import JournalWriter

FULL = AppError("The disk is full", code="JournalFull")


class Journal:
    """Keeps what is written; `fails` are the errors of the next writes (None: success)."""

    def __init__(self, fails=()):
        self.writes, self.fails = [], list(fails)
        self.gate = Event()
        self.gate.set()

    def write(self, changes):
        self.gate.wait(5)
        error = self.fails.pop(0) if self.fails else None
        if error:
            raise error
        self.writes.append(list(changes))

    @property
    def written(self):
        return [change for write in self.writes for change in write]


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(module, "COLLECT_TIME", 0.001)
    monkeypatch.setattr(module, "RETRY_DELAY", 0.0)


def recorded(work, fails=()):
    """Run `work(writer, journal)` and flush; return the journal and the reported statuses."""
    statuses: list[Any] = []

    async def run():
        journal = Journal(fails)
        writer = JournalWriter(journal, statuses.append)
        await work(writer, journal)
        await writer.flush()
        return journal

    return asyncio.run(run()), statuses


def test_pending_changes_are_written_together():
    async def work(writer, _):
        writer.record(1, 2)
        writer.record(3)

    journal, statuses = recorded(work)
    assert (journal.writes, statuses) == ([[1, 2, 3]], [])


def test_changes_are_written_without_a_flush():
    async def work(writer, journal):
        writer.record(1)
        while not journal.writes:
            await asyncio.sleep(0.001)

    assert recorded(work)[0].written == [1]


def test_changes_during_a_write_are_written_next():
    async def work(writer, journal):
        journal.gate.clear()
        writer.record(1)
        flushing = asyncio.create_task(writer.flush())
        for _ in range(5):
            await asyncio.sleep(0)
        writer.record(2)
        writer.record(3)
        assert not flushing.done()
        journal.gate.set()
        await flushing

    assert recorded(work)[0].writes == [[1], [2, 3]]


def test_a_canceled_task_does_not_wait_for_the_disk():
    async def work():
        journal = Journal([FULL] * 50)
        writer = JournalWriter(journal, lambda _: None)

        async def record():
            defer_cancellation()
            await writer.flush()  # nothing to wait for
            writer.record(1)  # type: ignore[arg-type]
            await writer.flush()

        task = asyncio.create_task(record())
        await asyncio.wait([task], timeout=5)
        assert task.cancelled()
        assert journal.written == []
        await writer.flush()
        return journal.written

    assert asyncio.run(work()) == [1]


def test_nothing_is_written_without_changes():
    async def work(writer, _):
        await writer.flush()

    assert recorded(work)[0].writes == []


def test_concurrent_flushes_share_a_write():
    async def work(writer, journal):
        async def one(number):
            writer.record(number)
            await writer.flush()
            assert number in journal.written

        await asyncio.gather(*(one(number) for number in range(50)))

    journal, _ = recorded(work)
    assert journal.written == list(range(50))
    assert len(journal.writes) == 1


def test_a_full_disk_loses_nothing():
    async def work(writer, _):
        writer.record(1)
        await writer.flush()

    journal, statuses = recorded(work, [FULL, FULL])
    assert (journal.writes, statuses) == ([[1]], [FULL, FULL, None])


def test_a_canceled_flush_does_not_cancel_the_write():
    async def work(writer, journal):
        journal.gate.clear()
        writer.record(1)
        flushing = asyncio.create_task(writer.flush())
        await asyncio.sleep(0.002)
        flushing.cancel()
        await asyncio.wait([flushing])
        journal.gate.set()

    assert recorded(work)[0].written == [1]


def test_a_flush_does_not_wait_for_later_changes():
    async def work(writer, journal):
        loop, count = asyncio.get_running_loop(), iter(range(1, 50))
        write = journal.write

        def written(changes):
            number = next(count, None)
            if number is not None:  # another change during this write
                done = Event()
                loop.call_soon_threadsafe(writer.record, number)
                loop.call_soon_threadsafe(done.set)
                done.wait(5)
            write(changes)

        journal.write = written
        writer.record(0)
        await writer.flush()
        assert len(journal.writes) < 5

    recorded(work)


@pytest.mark.expects_log("journal_writer: Unexpected error")
def test_an_unexpected_error_loses_nothing():
    async def work(writer, _):
        writer.record(1)
        await writer.flush()
        writer.record(2)

    journal, statuses = recorded(work, [RuntimeError("?"), None])
    assert journal.written == [1, 2]
    assert [error and error.code for error in statuses] == ["InternalError", None]


@pytest.mark.expects_log("journal_writer: Unexpected error")
def test_an_error_of_the_listener_loses_nothing():
    async def run():
        journal, errors = Journal([FULL]), [RuntimeError("?")]

        def on_status(_):
            if errors:
                raise errors.pop()

        change: Any = 1
        writer = JournalWriter(journal, on_status)
        writer.record(change)
        while writer._writer is not None:
            await asyncio.sleep(0.001)
        await writer.flush()
        return journal.written

    assert asyncio.run(run()) == [1]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["record", "flush", "turn", "cancel"]), max_size=25),
    st.lists(st.sampled_from([None, FULL]), max_size=6),
)
def test_every_change_is_written_once_and_in_order(steps, fails):
    async def work(writer, journal):
        waiting, number = [], 0
        for step in steps:
            if step == "record":
                writer.record(number)
                number += 1
            elif step == "flush":
                waiting.append(asyncio.create_task(writer.flush()))
            elif step == "cancel" and waiting:
                waiting[-1].cancel()
            await asyncio.sleep(0)
        await asyncio.gather(*waiting, return_exceptions=True)
        await writer.flush()
        assert journal.written == list(range(number))

    _, statuses = recorded(work, fails)
    assert not statuses or statuses[-1] is None
