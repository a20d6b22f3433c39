"""Cancellation: of jobs from any thread, and of tasks whose requests must not be interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakSet

from s3enc_gui.domain.errors import Cancelled

T = TypeVar("T")


class Cancellation:
    """A cancellation flag. Listeners are called on the thread that sets it. Thread-safe."""

    __slots__ = ("_listeners", "_lock", "is_set")

    def __init__(self) -> None:
        self.is_set = False
        self._lock = Lock()
        self._listeners: list[Callable[[], None]] = []

    def set(self) -> None:
        """Set the flag and call the listeners. Idempotent."""
        with self._lock:
            self.is_set = True
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener()

    def check(self) -> None:
        """Raise Cancelled if the flag is set."""
        if self.is_set:
            raise Cancelled

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` once when the flag is set; immediately if it is set already."""
        with self._lock:
            if not self.is_set:
                self._listeners.append(listener)
                return
        listener()

    def unlisten(self, listener: Callable[[], None]) -> None:
        """Remove a listener. Idempotent."""
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)


_deferred: WeakSet[asyncio.Task[Any]] = WeakSet()


def defer_cancellation() -> None:
    """Clear the cancellation of this task until `check_deferred_cancellation`."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()
        _deferred.add(task)


def check_deferred_cancellation() -> None:
    """Raise CancelledError if the cancellation of this task was deferred.

    Call it before every wait that may be unlimited, such as for the end of an outage.
    """
    task = asyncio.current_task()
    if task is not None and task in _deferred:
        _deferred.discard(task)
        raise asyncio.CancelledError


class PendingReply(asyncio.Future[T]):
    """The response to a request that was sent; it can't be canceled."""

    def cancel(self, msg: object = None) -> bool:
        """Do nothing: a request that was sent can't be undone."""
        del msg
        return False


async def await_reply(reply: PendingReply[T]) -> T:
    """Await the response to a request, even if this task is canceled meanwhile.

    A response is returned and the cancellation deferred, as the server carried out the request. If
    the request fails, raises its error, or CancelledError if the task was canceled.
    """
    while True:
        try:
            return await reply
        except asyncio.CancelledError:
            if not reply.done():
                continue
            if reply.exception() is not None:
                raise
            defer_cancellation()
            return reply.result()


async def wait_all(tasks: Collection[asyncio.Task[None]]) -> None:
    """Wait until all tasks have ended, even if this task is canceled meanwhile."""
    cancelled = False
    while any(not task.done() for task in tasks):
        try:
            await asyncio.wait(tuple(tasks))
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError


async def in_thread(function: Callable[..., T], *arguments: object) -> T:
    """Run a blocking function to its end, on a thread of the executor. Raises its errors."""
    loop = asyncio.get_running_loop()
    reply: PendingReply[T] = PendingReply(loop=loop)
    running = loop.run_in_executor(None, function, *arguments)

    def pass_on(done: asyncio.Future[T]) -> None:
        error = done.exception()
        if error is not None:
            reply.set_exception(error)
        else:
            reply.set_result(done.result())

    running.add_done_callback(pass_on)
    return await await_reply(reply)
