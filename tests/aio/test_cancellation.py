from __future__ import annotations

import asyncio
from threading import Event, Thread
from typing import Any

import pytest

from s3enc_gui.aio.cancellation import (
    Cancellation,
    PendingReply,
    await_reply,
    check_deferred_cancellation,
    in_thread,
    wait_all,
)
from s3enc_gui.domain.errors import Cancelled


def test_listeners_are_called_once():
    stop, called = Cancellation(), []
    stop.check()
    stop.listen(lambda: called.append(1))
    stop.set()
    stop.set()
    assert (stop.is_set, called) == (True, [1])
    with pytest.raises(Cancelled):
        stop.check()


def test_a_late_listener_is_called_immediately():
    stop, called = Cancellation(), []
    stop.set()
    stop.listen(lambda: called.append(1))
    assert called == [1]


def test_a_removed_listener_is_not_called():
    stop, other = Cancellation(), Cancellation()
    stop.listen(other.set)
    stop.unlisten(other.set)
    stop.set()
    stop.unlisten(other.set)
    assert not other.is_set


def test_many_threads():
    stop, called = Cancellation(), []
    listeners = [lambda n=n: called.append(n) for n in range(200)]
    threads = [Thread(target=stop.listen, args=(one,)) for one in listeners]
    threads.insert(100, Thread(target=stop.set))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(called) == list(range(200))


async def waiting():
    """Return a reply, and a task that waits for it."""
    reply: PendingReply[Any] = PendingReply()
    task = asyncio.create_task(await_reply(reply))
    await asyncio.sleep(0)
    return reply, task


def test_a_reply_is_not_canceled():
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
def test_waiting_for_all_tasks(times):
    async def work():
        go = asyncio.Event()
        ended: list[object] = []

        async def part():
            await go.wait()
            ended.append(1)

        async def all_of_them():
            try:
                await wait_all([asyncio.create_task(part()) for _ in range(3)])
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


def test_a_cancellation_together_with_the_response():
    async def work():
        reply, task = await waiting()
        reply.set_result(1)
        task.cancel()
        return await task

    assert asyncio.run(work()) == 1


def test_what_follows_the_response_can_be_canceled():
    async def work():
        reply: PendingReply[Any] = PendingReply()

        async def both():
            await await_reply(reply)
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


def test_a_deferred_cancellation_is_raised_once():
    async def work():
        seen = []

        async def both():
            check_deferred_cancellation()  # not canceled yet
            seen.append(await await_reply(reply))
            try:
                check_deferred_cancellation()
            except asyncio.CancelledError:
                seen.append("cancelled")
            check_deferred_cancellation()  # only once: clean-up may wait

        reply: PendingReply[Any] = PendingReply()
        task = asyncio.create_task(both())
        await asyncio.sleep(0)
        task.cancel()
        reply.set_result("stored")
        await task
        return seen

    assert asyncio.run(work()) == ["stored", "cancelled"]


def test_a_canceled_task_waits_for_its_thread():
    async def work():
        go = Event()
        task = asyncio.create_task(in_thread(lambda: go.wait(5)))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
        go.set()
        return await task

    assert asyncio.run(work()) is True


def test_errors_of_a_thread_are_raised():
    def fail(error):
        raise error

    for error in (ValueError("bad"), Cancelled()):
        with pytest.raises(type(error)):
            asyncio.run(in_thread(fail, error))
