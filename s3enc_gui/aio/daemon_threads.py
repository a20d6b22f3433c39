"""Threads for calls that may never return: the end of the program doesn't wait for them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread, current_thread
from typing import TypeVar

T = TypeVar("T")

IDLE_TIME = 10.0  # seconds until an unused thread ends
END_TIME = 1.0  # seconds that `close` waits for an unused thread


class DaemonThreads:
    """As many threads as there are calls; they are reused. Thread-safe."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._lock = Lock()
        self._threads: set[Thread] = set()
        self._busy: set[Thread] = set()
        self._spare = 0  # threads more than calls

    def submit(self, function: Callable[..., T], /, *arguments: object) -> Future[T]:
        """Start a function on a thread."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()

        def call() -> None:
            try:
                future.set_result(function(*arguments))
            except BaseException as error:  # noqa: BLE001 - raised where the future is awaited
                future.set_exception(error)

        with self._lock:
            self._calls.put(call)
            if self._spare:
                self._spare -= 1
                return future
            thread = Thread(target=self._work, name=self._name, daemon=True)
            self._threads.add(thread)
        thread.start()
        return future

    def close(self) -> None:
        """End the threads: unused ones now, the others after their call."""
        with self._lock:
            threads, unused = tuple(self._threads), self._threads - self._busy
            self._spare = 0
        for _ in threads:
            self._calls.put(None)
        for thread in unused:
            thread.join(END_TIME)

    def _work(self) -> None:
        me = current_thread()
        while True:
            try:
                call = self._calls.get(timeout=IDLE_TIME)
            except Empty:
                with self._lock:
                    if not (self._spare and self._calls.empty()):
                        continue
                    self._spare -= 1
                call = None
            if call is None:
                break
            with self._lock:
                self._busy.add(me)
            call()
            del call  # it holds the result
            with self._lock:
                self._busy.discard(me)
                self._spare += 1
        with self._lock:
            self._threads.discard(me)
