from __future__ import annotations

import asyncio
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3enc_gui.aio.cancellation import take_back_cancellation
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.uploads.queue import journal_writer as module
from s3enc_gui.jobs.uploads.queue.journal_writer import JournalWriter

FULL = AppError("The disk is full", code="JournalFull")


class Journal:
    """Keeps what is written; `fails` are the errors of the next writes, None for none."""

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
    monkeypatch.setattr(module, "GATHER", 0.001)
    monkeypatch.setattr(module, "RETRY", 0.0)


def noted(work, fails=()):
    """Run `work(ledger, journal)` and flush; return the journal and what was told of trouble."""
    told: list[Any] = []

    async def run():
        journal = Journal(fails)
        writer = JournalWriter(journal, told.append)
        await work(writer, journal)
        await writer.flush()
        return journal

    return asyncio.run(run()), told


def test_what_was_noted_is_written_in_one_go():
    async def work(writer, _):
        writer.note(1, 2)
        writer.note(3)

    journal, told = noted(work)
    assert (journal.writes, told) == ([[1, 2, 3]], [])


def test_it_is_written_though_nobody_waits():
    async def work(writer, journal):
        writer.note(1)
        while not journal.writes:
            await asyncio.sleep(0.001)

    assert noted(work)[0].written == [1]


def test_what_comes_during_a_write_comes_with_the_next():
    async def work(writer, journal):
        journal.gate.clear()
        writer.note(1)
        flushing = asyncio.create_task(writer.flush())
        for _ in range(5):
            await asyncio.sleep(0)
        writer.note(2)
        writer.note(3)
        assert not flushing.done()
        journal.gate.set()
        await flushing

    assert noted(work)[0].writes == [[1], [2, 3]]


def test_who_was_to_stop_does_not_wait_for_the_disk():
    async def work():
        journal = Journal([FULL] * 50)
        writer = JournalWriter(journal, lambda _: None)

        async def notes():
            take_back_cancellation()
            await writer.flush()  # there is nothing to wait for
            writer.note(1)  # type: ignore[arg-type]
            await writer.flush()

        task = asyncio.create_task(notes())
        await asyncio.wait([task], timeout=5)
        assert task.cancelled()
        assert journal.written == []
        await writer.flush()
        return journal.written

    assert asyncio.run(work()) == [1]


def test_nothing_to_write_is_no_write():
    async def work(writer, _):
        await writer.flush()

    assert noted(work)[0].writes == []


def test_many_wait_and_all_are_served():
    async def work(writer, journal):
        async def one(number):
            writer.note(number)
            await writer.flush()
            assert number in journal.written

        await asyncio.gather(*(one(number) for number in range(50)))

    journal, _ = noted(work)
    assert journal.written == list(range(50))
    assert len(journal.writes) == 1


def test_a_full_disk_loses_nothing():
    async def work(writer, _):
        writer.note(1)
        await writer.flush()

    journal, told = noted(work, [FULL, FULL])
    assert (journal.writes, told) == ([[1]], [FULL, FULL, None])


def test_who_waits_may_give_up_and_the_write_goes_on():
    async def work(writer, journal):
        journal.gate.clear()
        writer.note(1)
        flushing = asyncio.create_task(writer.flush())
        await asyncio.sleep(0.002)
        flushing.cancel()
        await asyncio.wait([flushing])
        journal.gate.set()

    assert noted(work)[0].written == [1]


def test_who_waits_is_not_kept_by_what_comes_later():
    async def work(writer, journal):
        loop, count = asyncio.get_running_loop(), iter(range(1, 50))
        write = journal.write

        def written(changes):
            number = next(count, None)
            if number is not None:  # something else ends while this is written
                done = Event()
                loop.call_soon_threadsafe(writer.note, number)
                loop.call_soon_threadsafe(done.set)
                done.wait(5)
            write(changes)

        journal.write = written
        writer.note(0)
        await writer.flush()
        assert len(journal.writes) < 5

    noted(work)


@pytest.mark.expects_log("journal_writer: Unexpected error")
def test_an_unexpected_error_loses_nothing():
    async def work(writer, _):
        writer.note(1)
        await writer.flush()
        writer.note(2)

    journal, told = noted(work, [RuntimeError("?"), None])
    assert journal.written == [1, 2]
    assert [error and error.code for error in told] == ["InternalError", None]


@pytest.mark.expects_log("journal_writer: Unexpected error")
def test_nor_does_one_of_who_is_told_of_trouble():
    async def run():
        journal, told = Journal([FULL]), [RuntimeError("?")]

        def tell(_):
            if told:
                raise told.pop()

        change: Any = 1
        writer = JournalWriter(journal, tell)
        writer.note(change)
        while writer._writer is not None:
            await asyncio.sleep(0.001)
        await writer.flush()
        return journal.written

    assert asyncio.run(run()) == [1]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["note", "flush", "turn", "give up"]), max_size=25),
    st.lists(st.sampled_from([None, FULL]), max_size=6),
)
def test_whatever_happens_all_is_written_once_and_in_order(steps, fails):
    async def work(writer, journal):
        waiting, number = [], 0
        for step in steps:
            if step == "note":
                writer.note(number)
                number += 1
            elif step == "flush":
                waiting.append(asyncio.create_task(writer.flush()))
            elif step == "give up" and waiting:
                waiting[-1].cancel()
            await asyncio.sleep(0)
        await asyncio.gather(*waiting, return_exceptions=True)
        await writer.flush()
        assert journal.written == list(range(number))

    _, told = noted(work, fails)
    assert not told or told[-1] is None
