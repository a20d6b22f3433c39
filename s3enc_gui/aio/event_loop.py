"""EventLoop: the asyncio loop of all transfers, on its own thread."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock, Thread
from typing import Any, TypeVar

T = TypeVar("T")

BLOCKING = 40  # threads for blocking calls: files, the journal, botocore


class EventLoop:
    """An event loop that starts on first use. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether the loop has been started."""
        return self._loop is not None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the loop and return its result. Blocks."""
        return self.start(work).result()

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine on the loop and return the future of its result."""
        return asyncio.run_coroutine_threadsafe(work, self._started())

    def close(self) -> None:
        """Cancel all tasks, wait for the threads and stop the loop. Idempotent."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop and thread:
            asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.SelectorEventLoop()  # also on Windows: needed for add_reader
                self._loop.set_default_executor(ThreadPoolExecutor(BLOCKING, "blocking"))
                self._thread = Thread(target=self._loop.run_forever, name="transfers", daemon=True)
                self._thread.start()
            return self._loop


async def _cancel_all() -> None:
    """Cancel all tasks, including those started meanwhile."""
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
