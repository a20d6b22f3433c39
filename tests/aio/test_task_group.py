from __future__ import annotations

import asyncio

import pytest

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.aio.limiter import ByteBudget, Limiter
from s3enc_gui.aio.task_group import call_off, moments, run_limited
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit
from s3enc_gui.domain.errors import Cancelled


async def fails():
    raise OSError("broken")


def tasks_of(*works):
    return [asyncio.ensure_future(work) for work in works]


def test_a_last_moment_follows_the_end():
    async def watched():
        tasks = tasks_of(asyncio.sleep(0), asyncio.sleep(0))
        return [all(task.done() for task in tasks) async for _ in moments(tasks, 10)]

    assert asyncio.run(watched())[-1] is True


def test_one_that_fails_is_told_at_once():
    async def watched():
        forever = asyncio.Event()
        tasks = tasks_of(forever.wait(), fails())
        try:
            async for _ in moments(tasks, 10):
                pass
        finally:
            await call_off(tasks)

    with pytest.raises(OSError, match="broken"):
        asyncio.run(watched())


def test_one_that_fails_while_the_watcher_is_busy_is_told_all_the_same():
    async def watched():
        begin = asyncio.Event()

        async def late():
            await begin.wait()
            await fails()

        tasks = tasks_of(late())
        async for _ in moments(tasks, 0):
            begin.set()
            await asyncio.wait(tasks)

    with pytest.raises(OSError, match="broken"):
        asyncio.run(watched())


def test_what_is_called_off_has_ended_and_tells_nothing():
    async def ended():
        tasks = tasks_of(asyncio.sleep(100), fails())
        await call_off(tasks)
        return [task.cancelled() or task.done() for task in tasks]

    assert asyncio.run(ended()) == [True, True]


def limited(work, items, stop=None):
    """Run `work` for items of 10 bytes, two at once; return the limiter."""
    limiter = Limiter(AdaptiveLimit(1, 2, 2), ByteBudget(1000))

    async def run():
        await run_limited(
            items, work, size_of=lambda _: 10, limiter=limiter, stop=stop or Cancellation()
        )

    return limiter, run()


def test_no_more_run_than_the_limiter_admits():
    running, most, done = 0, 0, []

    async def work(item, _):
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        done.append(item)

    limiter, run = limited(work, range(6))
    asyncio.run(run)
    assert (most, sorted(done), limiter._inside) == (2, list(range(6)), 0)


def test_the_first_failure_cancels_the_others_and_is_raised():
    started = []

    async def work(item, failed):
        started.append(item)
        if item == 1:
            raise OSError("broken")
        await asyncio.sleep(100)

    limiter, run = limited(work, range(6))
    with pytest.raises(OSError, match="broken"):
        asyncio.run(run)
    assert (started, limiter._inside) == ([0, 1], 0)


def test_a_cancellation_stops_all():
    stop = Cancellation()

    async def work(item, failed):
        if item == 1:
            stop.set()
        while not failed.is_set:
            await asyncio.sleep(0)
        failed.check()

    limiter, run = limited(work, range(6), stop)
    with pytest.raises(Cancelled):
        asyncio.run(run)
    assert limiter._inside == 0
