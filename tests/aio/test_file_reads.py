from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Any

import pytest

from s3enc_gui.aio import file_reads
from s3enc_gui.aio.file_reads import FileReads


class Held:
    """Threads whose calls end when the test says so."""

    def __init__(self):
        self.calls: list[Any] = []

    def submit(self, function, /, *arguments):
        future: Future[Any] = Future()
        self.calls.append((future, function, arguments))
        return future

    def end(self, at=0):
        future, function, arguments = self.calls.pop(at)
        try:
            future.set_result(function(*arguments))
        except BaseException as error:  # noqa: BLE001 - raised where the future is awaited
            future.set_exception(error)


@pytest.fixture
def reads(monkeypatch):
    monkeypatch.setattr(file_reads, "SLOW_AFTER", 0.0)
    monkeypatch.setattr(file_reads, "AT_ONCE", 2)
    reads = FileReads()
    reads.threads = Held()
    return reads


def held(reads) -> Held:
    threads: Held = reads.threads
    return threads


async def turns(count=6):
    for _ in range(count):
        await asyncio.sleep(0)


def check_nothing_is_counted(reads):
    assert (reads.slow, reads.free._value) == (0, 2)


def run(work):
    return asyncio.run(work)


def test_results_and_errors_are_passed_on(reads):
    async def main():
        read = asyncio.ensure_future(reads.run(int, "7"))
        bad = asyncio.ensure_future(reads.run(int, "x"))
        await turns()
        held(reads).end()
        held(reads).end()
        assert await read == 7
        with pytest.raises(ValueError, match="invalid literal"):
            await bad
        check_nothing_is_counted(reads)

    run(main())


def test_slow_reads_let_others_start(reads):
    slow: list[int] = []

    async def main():
        tasks = [
            asyncio.ensure_future(reads.run(int, str(n), on_slow=lambda n=n: slow.append(n)))
            for n in range(5)
        ]
        await turns(20)
        assert (len(held(reads).calls), slow) == (5, [0, 1, 2, 3, 4])
        assert reads.slow == 5
        while held(reads).calls:
            held(reads).end()
        assert await asyncio.gather(*tasks) == [0, 1, 2, 3, 4]
        check_nothing_is_counted(reads)

    run(main())


def test_the_number_of_slow_reads_is_limited(reads, monkeypatch):
    monkeypatch.setattr(file_reads, "SLOW_AT_ONCE", 1)

    async def main():
        tasks = [asyncio.ensure_future(reads.run(int, str(n))) for n in range(5)]
        await turns(20)
        assert len(held(reads).calls) == 3
        while not all(task.done() for task in tasks):
            held(reads).end()
            await turns(20)
        check_nothing_is_counted(reads)

    run(main())


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("ends", ["before", "after", "with an error"])
def test_a_cancellation_does_not_wait_and_the_result_is_discarded(reads, monkeypatch, slow, ends):
    monkeypatch.setattr(file_reads, "SLOW_AFTER", 0.0 if slow else 60.0)
    discarded: list[int] = []

    async def main():
        number = "x" if ends == "with an error" else "7"
        task = asyncio.ensure_future(reads.run(int, number, discard=discarded.append))
        await turns()
        if ends == "before":
            held(reads).end()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        if ends != "before":
            assert (reads.slow, reads.free._value) == (1, 2)
            held(reads).end()
        await turns()
        while held(reads).calls:
            held(reads).end()  # of `discard`
        assert discarded == ([] if ends == "with an error" else [7])
        check_nothing_is_counted(reads)

    run(main())


def test_a_canceled_task_leaves_the_line(reads):
    async def main():
        tasks = [asyncio.ensure_future(reads.run(int, "1")) for _ in range(2)]
        reads.free._value = 0
        waiting = asyncio.ensure_future(reads.run(int, "1"))
        await asyncio.sleep(0)
        waiting.cancel()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, waiting, return_exceptions=True)
        assert held(reads).calls == []

    run(main())


def test_giving_up_raises_and_the_read_goes_on(reads):
    async def main():
        with pytest.raises(TimeoutError):
            await reads.run(int, "7", give_up=True)
        assert (reads.slow, reads.free._value) == (1, 2)
        held(reads).end()
        await turns()
        check_nothing_is_counted(reads)

    run(main())


def test_a_read_may_end_after_the_loop(reads):
    async def main():
        task = asyncio.ensure_future(reads.run(int, "7"))
        await turns()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(main())
    held(reads).end()
