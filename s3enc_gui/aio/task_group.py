"""Works that run side by side, watched by who started them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection

from s3enc_gui.aio.cancellation import settled


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
