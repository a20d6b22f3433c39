"""Tasks that run concurrently: watched, limited, canceled together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable
from functools import partial
from typing import Any, TypeVar

from s3enc_gui.aio.cancellation import Cancellation, settled
from s3enc_gui.aio.limiter import Limiter
from s3enc_gui.domain.errors import Cancelled

T = TypeVar("T")


async def moments(tasks: Collection[asyncio.Task[None]], seconds: float) -> AsyncIterator[None]:
    """Yield again and again until all have ended, and once more then; raises what one raises.

    Whoever watches may take its time: what ends meanwhile is looked at the next moment.
    """
    running = True
    while running:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
        running = not all(task.done() for task in tasks)
        for task in tasks:
            if task.done():
                task.result()
        yield


async def call_off(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel those that run, and wait until all have ended; raises nothing of theirs."""
    for task in tasks:
        task.cancel()
    await settled(tasks)
    for task in tasks:
        if not task.cancelled():
            task.exception()  # one of them is being raised; the others need not be told


async def run_limited(
    items: Iterable[T],
    work: Callable[[T, Cancellation], Coroutine[Any, Any, None]],
    *,
    size_of: Callable[[T], int],
    limiter: Limiter,
    stop: Cancellation,
) -> None:
    """Await `work` for each item, as many at once as `limiter` admits by their sizes in bytes.

    The first failure, or `stop`, sets the Cancellation that `work` gets and cancels the others; it
    is raised when all have ended.
    """
    failed = Cancellation()
    errors: list[BaseException] = []
    running: set[asyncio.Task[None]] = set()

    def ended(size: int, task: asyncio.Task[None]) -> None:
        error = Cancelled() if task.cancelled() else task.exception()
        running.discard(task)
        limiter.leave(size, done=error is None)
        if error is not None:
            errors.append(error)
            failed.set()

    stop.listen(failed.set)
    try:
        for item in items:
            size = size_of(item)
            await limiter.enter(size)
            task = asyncio.create_task(work(item, failed))
            running.add(task)
            task.add_done_callback(partial(ended, size))
            if failed.is_set:
                break
        while running and not failed.is_set:
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.unlisten(failed.set)
        failed.set()
        for task in running:
            task.cancel()
        await settled(tuple(running))
    stop.check()
    if errors:
        raise next((error for error in errors if isinstance(error, Exception)), Cancelled())
