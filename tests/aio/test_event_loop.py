from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import CancelledError
from typing import Any

import pytest

from s3enc_gui.aio.event_loop import EventLoop


@pytest.fixture
def loop():
    loop = EventLoop()
    yield loop
    loop.close()


async def name():
    return threading.current_thread().name


def test_it_starts_on_first_use(loop):
    assert not loop.is_running
    assert loop.run(name()) == "transfers"
    assert loop.is_running


def test_an_error_is_raised_to_the_caller(loop):
    async def fail():
        raise ValueError("bad")

    with pytest.raises(ValueError, match="bad"):
        loop.run(fail())
    assert loop.run(name())


def test_many_threads_share_it(loop):
    names = []
    threads = [threading.Thread(target=lambda: names.append(loop.run(name()))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == ["transfers"] * 20


def test_closing_cancels_tasks_and_ends_threads(loop):
    began = threading.Event()

    async def for_ever():
        await asyncio.to_thread(began.set)
        await asyncio.get_running_loop().create_future()

    future = loop.start(for_ever())
    assert began.wait(5)
    loop.close()
    with pytest.raises(CancelledError):
        future.result(5)
    assert not [one for one in threading.enumerate() if one.name.startswith("blocking")]


def test_closing_waits_for_blocking_calls(loop):
    ended, began = [], threading.Event()

    def block():
        began.set()
        time.sleep(0.02)  # represents a read, which can't be interrupted
        ended.append(1)

    async def work():
        await asyncio.to_thread(block)

    loop.start(work())
    assert began.wait(5)
    loop.close()
    assert ended == [1]


def test_a_closed_loop_can_be_reused(loop):
    loop.close()
    loop.run(name())
    loop.close()
    loop.close()
    assert not loop.is_running
    assert loop.run(name()) == "transfers"


def test_tasks_started_while_closing_are_canceled(loop):
    ended = []

    async def later():
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            ended.append(1)

    async def work():
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            kept.append(asyncio.create_task(later()))
            await asyncio.sleep(0)

    async def noop():
        await asyncio.sleep(0)

    kept: list[Any] = []
    loop.start(work())
    loop.run(noop())
    loop.close()
    kept[0]._log_destroy_pending = False
    assert ended == [1]
