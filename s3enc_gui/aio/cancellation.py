"""The wish to stop, which may come at any moment and from any thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakSet

from s3enc_gui.domain.errors import Cancelled

T = TypeVar("T")


class Cancellation:
    """Unset at first, set once; whoever listens is told at once, on the thread that sets it."""

    __slots__ = ("_listeners", "_lock", "is_set")

    def __init__(self) -> None:
        self.is_set = False
        self._lock = Lock()
        self._listeners: list[Callable[[], None]] = []

    def set(self) -> None:
        """Wish it, and tell the listeners."""
        with self._lock:
            self.is_set = True
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener()

    def check(self) -> None:
        """Raise Cancelled where it was wished."""
        if self.is_set:
            raise Cancelled

    def listen(self, listener: Callable[[], None]) -> None:
        """Call back once when it is wished; at once where it was already."""
        with self._lock:
            if not self.is_set:
                self._listeners.append(listener)
                return
        listener()

    def unlisten(self, listener: Callable[[], None]) -> None:
        """Forget a listener; one that was told already does no harm."""
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)


_owing: WeakSet[asyncio.Task[Any]] = WeakSet()


def take_back_cancellation() -> None:
    """Let this task go on though it was cancelled, as far as it need not wait for long."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()
        _owing.add(task)


def before_waiting() -> None:
    """Raise CancelledError where a cancellation of this task was taken back: nobody will repeat it.

    To be called before everything that may never come by itself: better weather, a disk with room.
    """
    task = asyncio.current_task()
    if task is not None and task in _owing:
        _owing.discard(task)
        raise asyncio.CancelledError


class PendingReply(asyncio.Future[T]):
    """The answer to a request that has left: nothing that happens to who waits for it ends it."""

    def cancel(self, msg: object = None) -> bool:
        """Refuse: what was sent cannot be taken back."""
        del msg
        return False


async def to_the_end(reply: PendingReply[T]) -> T:
    """Wait for the answer to a request, also when this task is cancelled meanwhile.

    What was obeyed before the wish to stop reached it counts: its answer is returned, and the
    cancellation is taken back. Raises what the request raises, unless it was cancelled, too.
    """
    while True:
        try:
            return await reply
        except asyncio.CancelledError:
            if not reply.done():
                continue
            if reply.exception() is not None:
                raise
            take_back_cancellation()
            return reply.result()


async def settled(tasks: Collection[asyncio.Task[None]]) -> None:
    """Wait until all of them have ended, also when this task is cancelled meanwhile."""
    cancelled = False
    while any(not task.done() for task in tasks):
        try:
            await asyncio.wait(tuple(tasks))
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError


async def aside(work: Callable[..., T], *arguments: object) -> T:
    """Run something on a thread of the loop's executor, to its end. Raises what it raises."""
    loop = asyncio.get_running_loop()
    reply: PendingReply[T] = PendingReply(loop=loop)
    running = loop.run_in_executor(None, work, *arguments)

    def pass_on(done: asyncio.Future[T]) -> None:
        error = done.exception()
        if error is not None:
            reply.set_exception(error)
        else:
            reply.set_result(done.result())

    running.add_done_callback(pass_on)
    return await to_the_end(reply)
