"""OutageGate: retries requests that fail because of a temporary problem of network or server."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol, TypeVar

from s3enc_gui.aio.cancellation import check_deferred_cancellation
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.transient_errors import is_throttled, outage_kind_of

T = TypeVar("T")

RETRIES = 4  # of a request while the server can be reached
RETRIES_THROTTLED = 40  # the same if the server asks for fewer requests
MAX_PAUSE = 2.0  # seconds between two attempts
MAX_PAUSE_THROTTLED = 20.0
FIRST_PROBE = 1.0  # seconds until the server is probed again; doubles
MAX_PROBE = 30.0
CHECK_INTERVAL = 0.05  # seconds between two checks for cancellation


def retries_for(error: AppError) -> int:
    """Return how many times a request with this error is retried while the server is online."""
    return RETRIES_THROTTLED if is_throttled(error) else RETRIES


class Gate(Protocol):
    """What requests pass: they wait there, or are sent at once."""

    @property
    def is_open(self) -> bool:
        """Whether requests needn't wait now."""

    async def run(
        self,
        request: Callable[[], Awaitable[T]],
        back_off: Callable[[], None] = lambda: None,
        retries: Callable[[AppError], int] = retries_for,
    ) -> T:
        """Await a request. Raises AppError, Cancelled.

        `back_off` is called after each transient error; `retries`: see OutageGate.
        """
        ...


class OpenGate:
    """Sends every request at once, and only once."""

    @property
    def is_open(self) -> bool:
        """See Gate."""
        return True

    async def run(
        self,
        request: Callable[[], Awaitable[T]],
        back_off: Callable[[], None] = lambda: None,
        retries: Callable[[AppError], int] = retries_for,
    ) -> T:
        """See Gate."""
        del back_off, retries
        return await request()


class OutageGate:
    """Holds back the requests to one server during an outage.

    After a transient error, `probe` (which blocks) checks the server; it raises AppError during an
    outage. While the probe succeeds, the request is retried a few times, then its error is raised.
    During an outage, all requests wait. `report` gets the outage, and None at its end; if no
    request waits any more, first the outage with `given_up`. After `deadline` seconds of an outage
    (None: never) waiting requests raise its error. `connection` is said with each outage.
    `checkpoint` is called several times a second while requests wait; they raise what it raises.
    """

    def __init__(
        self,
        probe: Callable[[OutageKind], None],
        report: Callable[[Outage | None], None],
        deadline: float | None = None,
        connection: Connection | None = None,
        checkpoint: Callable[[], None] | None = None,
    ) -> None:
        self._probe, self._report, self._deadline = probe, report, deadline
        self._connection, self._checkpoint = connection, checkpoint
        self._watch: asyncio.Task[bool] | None = None
        self._waiting: Counter[asyncio.Task[bool]] = Counter()
        self._probe_now = asyncio.Event()
        self._online = True

    @property
    def is_online(self) -> bool:
        """Whether the server responded to the last probe."""
        return self._online

    @property
    def is_open(self) -> bool:
        """Whether requests needn't wait now."""
        return self._watch is None

    async def run(
        self,
        request: Callable[[], Awaitable[T]],
        back_off: Callable[[], None] = lambda: None,
        retries: Callable[[AppError], int] = retries_for,
    ) -> T:
        """Await a request, and retry it after transient errors. Raises AppError, Cancelled.

        `back_off` is called after each transient error. `retries` returns the maximum number of
        retries while the server is online.
        """
        tries = 0
        while True:
            if self._watch is not None:
                await self._end_of(self._watch)
            try:
                return await request()
            except AppError as error:
                if outage_kind_of(error) is not None:
                    back_off()
                tries = await self.after(error, tries, retries)

    async def after(
        self,
        error: AppError,
        tries: int = 0,
        retries: Callable[[AppError], int] = retries_for,
    ) -> int:
        """Wait after a transient error until the request can be sent again.

        `tries` counts the errors of this request while the server was online; returns the new
        count. Raises the error where it isn't transient, or there were too many; Cancelled.
        """
        outage_kind = outage_kind_of(error)
        if outage_kind is None or tries >= retries(error):
            raise error
        if await self._was_online(outage_kind, error):
            tries += 1
            await self._pause(tries, is_throttled(error))
        return tries

    def try_now(self) -> None:
        """Probe the server now."""
        self._probe_now.set()

    async def _pause(self, tries: int, throttled: bool) -> None:
        """Wait for a random time that grows with each try."""
        check_deferred_cancellation()
        longest = MAX_PAUSE_THROTTLED if throttled else MAX_PAUSE
        seconds = min(longest, 0.1 * 2**tries) * (0.5 + random.random() / 2)  # noqa: S311
        if self._checkpoint is None:
            await asyncio.sleep(seconds)
            return
        while seconds > 0:
            self._checkpoint()
            await asyncio.sleep(min(seconds, CHECK_INTERVAL))
            seconds -= CHECK_INTERVAL

    async def _was_online(self, outage_kind: OutageKind, error: AppError) -> bool:
        """Return True if there is no outage; else wait for its end and return False."""
        if self._watch is None:
            self._watch = asyncio.create_task(self._until_online(outage_kind, error))
        return await self._end_of(self._watch)

    async def _end_of(self, watch: asyncio.Task[bool]) -> bool:
        """Wait for a watch that is shared by requests; it is canceled if no request waits."""
        self._waiting[watch] += 1
        try:
            check_deferred_cancellation()
            while self._checkpoint and not watch.done():
                self._checkpoint()
                await asyncio.wait((watch,), timeout=CHECK_INTERVAL)
            return await asyncio.shield(watch)
        finally:
            self._waiting[watch] -= 1
            if not self._waiting[watch]:
                del self._waiting[watch]
                self._cancel(watch)

    def _cancel(self, watch: asyncio.Task[bool]) -> None:
        if not watch.done():
            if self._watch is watch:
                self._watch = None  # the next request starts a new watch
            watch.cancel()
        elif not watch.cancelled():
            watch.exception()  # mark as retrieved: asyncio would log it

    async def _until_online(self, outage_kind: OutageKind, error: AppError) -> bool:
        """Probe until the server is online; return whether the first probe succeeded."""
        began, since, pause = monotonic(), datetime.now(UTC), FIRST_PROBE
        reported: Outage | None = None
        try:
            while True:
                self._probe_now.clear()
                try:
                    await asyncio.to_thread(self._probe, outage_kind)
                except AppError as found:
                    now = outage_kind_of(found)
                    self._online = now is None  # any response, even a refusal
                    if now is None:
                        return reported is None
                    outage_kind, error = now, found
                else:
                    self._online = True
                    return reported is None
                if self._deadline is not None and monotonic() - began > self._deadline:
                    raise error
                next_try = datetime.now(UTC) + timedelta(seconds=pause)
                reported = Outage(outage_kind, error, since, next_try, connection=self._connection)
                self._report(reported)
                await self._wait(pause)
                pause = min(MAX_PROBE, pause * 2)
        except BaseException:
            if reported:
                self._report(replace(reported, given_up=True))
            raise
        finally:
            if self._watch is asyncio.current_task():
                self._watch = None
            if reported:
                self._report(None)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._probe_now.wait()
        except TimeoutError:
            pass
