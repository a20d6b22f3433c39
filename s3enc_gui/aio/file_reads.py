"""Blocking reads of files, which may take minutes: cloud drives download the file first.

A slow read holds up neither the other reads nor a cancellation. It can't be interrupted in the
kernel: its thread goes on, and what it returns is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

from s3enc_gui.aio.cancellation import check_deferred_cancellation
from s3enc_gui.aio.daemon_threads import DaemonThreads

T = TypeVar("T")

AT_ONCE = 32  # reads, without the slow ones
SLOW_AFTER = 2.0  # seconds
SLOW_AT_ONCE = 128  # more of them count as other reads, until one has ended


class Threads(Protocol):
    """Runs functions on threads."""

    def submit(self, function: Callable[..., T], /, *arguments: object) -> Future[T]:
        """Start a function on a thread."""
        ...


class FileReads:
    """Runs reads on threads of their own. To be used on one loop."""

    def __init__(self) -> None:
        self._own_threads = DaemonThreads("reading")
        self.threads: Threads = self._own_threads
        self.free = asyncio.Semaphore(AT_ONCE)
        self.slow = 0  # reads

    async def run(
        self,
        function: Callable[..., T],
        *arguments: object,
        on_slow: Callable[[], object] = lambda: None,
        give_up: bool = False,
        discard: Callable[[T], object] = lambda _: None,
    ) -> T:
        """Return what a blocking function returns; raises its errors.

        After SLOW_AFTER seconds, `on_slow` is called; with `give_up`, TimeoutError is raised then.
        After that or a cancellation, nothing waits for the function; `discard` gets its result.
        """
        check_deferred_cancellation()
        await self.free.acquire()
        read = _Read(self, on_slow, give_up, discard)
        self.threads.submit(function, *arguments).add_done_callback(read.pass_on)
        try:
            return await read.reply
        finally:
            read.leave()

    def close(self) -> None:
        """End the threads that don't read."""
        self._own_threads.close()


class _Read(Generic[T]):
    """A read that is under way."""

    def __init__(
        self,
        reads: FileReads,
        on_slow: Callable[[], object],
        give_up: bool,
        discard: Callable[[T], object],
    ) -> None:
        self._reads, self._on_slow, self._give_up = reads, on_slow, give_up
        self._discard = discard
        self._loop = asyncio.get_running_loop()
        self.reply: asyncio.Future[T] = self._loop.create_future()
        self._is_slow = self._has_ended = False
        self._timer = self._loop.call_later(SLOW_AFTER, self._check)

    def pass_on(self, done: Future[T]) -> None:
        """Note on the loop that the function has returned. Thread-safe."""
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._ended, done)

    def leave(self) -> None:
        """Note that nothing waits for the read any more."""
        self._timer.cancel()
        if not self._has_ended:
            self._set_aside()

    def _check(self) -> None:
        """The time is over after which a read is slow."""
        if self.reply.done():
            return
        if self._give_up:
            self.reply.set_exception(TimeoutError())
        elif self._reads.slow < SLOW_AT_ONCE:
            self._set_aside()
            self._on_slow()
        else:
            self._timer = self._loop.call_later(SLOW_AFTER, self._check)

    def _set_aside(self) -> None:
        """Let another read start."""
        if not self._is_slow:
            self._is_slow = True
            self._reads.slow += 1
            self._reads.free.release()

    def _ended(self, done: Future[T]) -> None:
        self._has_ended = True
        if self._is_slow:
            self._reads.slow -= 1
        else:
            self._reads.free.release()
        error = done.exception()
        if self.reply.done():
            if error is None:
                self._reads.threads.submit(self._discard, done.result())
        elif error is not None:
            self.reply.set_exception(error)
        else:
            self.reply.set_result(done.result())
