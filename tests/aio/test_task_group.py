from __future__ import annotations

import asyncio

import pytest

from s3enc_gui.aio.task_group import call_off, moments


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
