"""Tasks that run concurrently: watched, limited, canceled together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable
from functools import partial
from typing import Any, TypeVar

from s3enc_gui.aio.cancellation import Cancellation, wait_all
from s3enc_gui.aio.limiter import Limiter
from s3enc_gui.domain.errors import Cancelled

T = TypeVar("T")


async def poll(tasks: Collection[asyncio.Task[None]], seconds: float) -> AsyncIterator[None]:
    """Yield at least every `seconds` until all tasks have ended, and once after that.

    Raises the first error of a task.
    """
    running = True
    while running:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
        running = not all(task.done() for task in tasks)
        for task in tasks:
            if task.done():
                task.result()
        yield


async def cancel_all(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel the tasks and wait until all have ended; their errors are ignored."""
    for task in tasks:
        task.cancel()
    await wait_all(tasks)
    for task in tasks:
        if not task.cancelled():
            task.exception()  # mark as retrieved: asyncio would log it


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
        await wait_all(tuple(running))
    stop.check()
    if errors:
        raise next((error for error in errors if isinstance(error, Exception)), Cancelled())
