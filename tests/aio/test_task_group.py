from __future__ import annotations

import asyncio

import pytest

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.aio.limiter import ByteBudget, Limiter
from s3enc_gui.aio.task_group import cancel_all, poll, run_limited
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit
from s3enc_gui.domain.errors import Cancelled


async def fails():
    raise OSError("broken")


def tasks_of(*works):
    return [asyncio.ensure_future(work) for work in works]


def test_the_last_tick_follows_the_end():
    async def run():
        tasks = tasks_of(asyncio.sleep(0), asyncio.sleep(0))
        return [all(task.done() for task in tasks) async for _ in poll(tasks, 10)]

    assert asyncio.run(run())[-1] is True


def test_an_error_is_raised_immediately():
    async def run():
        forever = asyncio.Event()
        tasks = tasks_of(forever.wait(), fails())
        try:
            async for _ in poll(tasks, 10):
                pass
        finally:
            await cancel_all(tasks)

    with pytest.raises(OSError, match="broken"):
        asyncio.run(run())


def test_an_error_during_a_tick_is_raised():
    async def run():
        begin = asyncio.Event()

        async def late():
            await begin.wait()
            await fails()

        tasks = tasks_of(late())
        async for _ in poll(tasks, 0):
            begin.set()
            await asyncio.wait(tasks)

    with pytest.raises(OSError, match="broken"):
        asyncio.run(run())


def test_canceled_tasks_have_ended():
    async def ended():
        tasks = tasks_of(asyncio.sleep(100), fails())
        await cancel_all(tasks)
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
    assert (most, sorted(done), limiter._active) == (2, list(range(6)), 0)


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
    assert (started, limiter._active) == ([0, 1], 0)


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
    assert limiter._active == 0
