from __future__ import annotations

import asyncio
from threading import Event, Thread
from typing import Any

import pytest

from s3enc_gui.aio.cancellation import (
    Cancellation,
    PendingReply,
    aside,
    before_waiting,
    settled,
    to_the_end,
)
from s3enc_gui.domain.errors import Cancelled


def test_a_stop_is_requested_once():
    stop, told = Cancellation(), []
    stop.check()
    stop.listen(lambda: told.append(1))
    stop.set()
    stop.set()
    assert (stop.is_set, told) == (True, [1])
    with pytest.raises(Cancelled):
        stop.check()


def test_who_listens_late_is_told_at_once():
    stop, told = Cancellation(), []
    stop.set()
    stop.listen(lambda: told.append(1))
    assert told == [1]


def test_who_does_not_listen_any_more_is_not_told():
    stop, other = Cancellation(), Cancellation()
    stop.listen(other.set)
    stop.unlisten(other.set)
    stop.set()
    stop.unlisten(other.set)
    assert not other.is_set


def test_many_threads_request_and_listen():
    stop, told = Cancellation(), []
    listeners = [lambda n=n: told.append(n) for n in range(200)]
    threads = [Thread(target=stop.listen, args=(one,)) for one in listeners]
    threads.insert(100, Thread(target=stop.set))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == list(range(200))


async def waiting():
    """Return a reply, and a task that waits for it."""
    reply: PendingReply[Any] = PendingReply()
    task = asyncio.create_task(to_the_end(reply))
    await asyncio.sleep(0)
    return reply, task


def test_a_reply_is_not_cancelled():
    async def work():
        reply, task = await waiting()
        assert task.cancel()
        await asyncio.sleep(0)
        assert not task.done()
        reply.set_result("stored")
        return await task, task.cancelling()

    assert asyncio.run(work()) == ("stored", 0)


def test_a_failure_is_raised():
    async def work():
        reply, task = await waiting()
        reply.set_exception(OSError("gone"))
        await task

    with pytest.raises(OSError, match="gone"):
        asyncio.run(work())


def test_a_failure_does_not_swallow_the_cancellation():
    async def work():
        reply, task = await waiting()
        task.cancel()
        reply.set_exception(OSError("gone"))
        await asyncio.wait([task])
        return task.cancelled()

    assert asyncio.run(work())


@pytest.mark.parametrize("times", [0, 1, 3])
def test_tasks_are_waited_for_to_the_end(times):
    async def work():
        go = asyncio.Event()
        ended: list[object] = []

        async def part():
            await go.wait()
            ended.append(1)

        async def all_of_them():
            try:
                await settled([asyncio.create_task(part()) for _ in range(3)])
            finally:
                ended.append("settled")

        task = asyncio.create_task(all_of_them())
        for _ in range(times):
            await asyncio.sleep(0)
            task.cancel()
        await asyncio.sleep(0)
        go.set()
        await asyncio.wait([task])
        return ended, task.cancelled()

    assert asyncio.run(work()) == ([1, 1, 1, "settled"], times > 0)


def test_a_cancellation_that_comes_with_the_answer():
    async def work():
        reply, task = await waiting()
        reply.set_result(1)
        task.cancel()
        return await task

    assert asyncio.run(work()) == 1


def test_what_follows_the_answer_can_be_cancelled():
    async def work():
        reply: PendingReply[Any] = PendingReply()

        async def both():
            await to_the_end(reply)
            await asyncio.get_running_loop().create_future()

        task = asyncio.create_task(both())
        await asyncio.sleep(0)
        task.cancel()
        reply.set_result(1)
        for _ in range(5):
            await asyncio.sleep(0)
        assert not task.done()
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert asyncio.run(work())


def test_what_was_taken_back_is_made_up_for_before_a_long_wait():
    async def work():
        seen = []

        async def both():
            before_waiting()  # nobody has cancelled it yet
            seen.append(await to_the_end(reply))
            try:
                before_waiting()
            except asyncio.CancelledError:
                seen.append("cancelled")
            before_waiting()  # once is enough: what cleans up may wait

        reply: PendingReply[Any] = PendingReply()
        task = asyncio.create_task(both())
        await asyncio.sleep(0)
        task.cancel()
        reply.set_result("stored")
        await task
        return seen

    assert asyncio.run(work()) == ["stored", "cancelled"]


def test_a_thread_is_waited_for_though_the_task_is_cancelled():
    async def work():
        go = Event()
        task = asyncio.create_task(aside(lambda: go.wait(5)))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
        go.set()
        return await task

    assert asyncio.run(work()) is True


def test_a_thread_raises_what_it_raises():
    def fail(error):
        raise error

    for error in (ValueError("bad"), Cancelled()):
        with pytest.raises(type(error)):
            asyncio.run(aside(fail, error))
