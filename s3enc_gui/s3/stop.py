"""The wish to stop, which may come at any moment and from any thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from s3enc_gui.domain.errors import Cancelled

T = TypeVar("T")


class Stop:
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


async def to_the_end(answer: asyncio.Future[T]) -> T:
    """Wait for the answer to a request that has left, also when this task is cancelled meanwhile.

    What was obeyed before the wish to stop reached it counts: its answer is returned, and the
    cancellation is taken back. Raises what the request raises.
    """
    cancelled = False
    while True:
        try:
            found = await asyncio.shield(answer)
        except asyncio.CancelledError:
            if answer.cancelled():
                raise
            cancelled = True
            continue
        if cancelled:
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
        return found
