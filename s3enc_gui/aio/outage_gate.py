"""Waiting for better weather: requests that fail for nobody's fault are asked again."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TypeVar

from s3enc_gui.aio.cancellation import before_waiting
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.transient_errors import is_throttled, outage_kind_of

T = TypeVar("T")

PATIENCE = 4  # times a request is asked again though the weather is fair
PATIENCE_THROTTLED = 40  # the same where the server asks for fewer requests
LONGEST_PAUSE = 2.0  # seconds between two times
LONGEST_THROTTLED = 20.0
FIRST_LOOK = 1.0  # seconds until the weather is looked at again; doubles
LAST_LOOK = 30.0


def patience_for(error: AppError) -> int:
    """Return how many times a request that fails so is asked again though the weather is fair."""
    return PATIENCE_THROTTLED if is_throttled(error) else PATIENCE


class OutageGate:
    """Where the requests to one server wait together while it cannot be reached.

    `probe` blocks, and raises AppError where the weather is bad; it is asked before anybody waits:
    a request that fails while the probe does not is asked again a few times, then its error holds.
    `tell` gets what is the matter, and None when it has passed or was given up: then the last one
    says so. After `deadline` seconds of bad weather (None: never) the errors of those who wait
    hold, too.
    """

    def __init__(
        self,
        probe: Callable[[OutageKind], None],
        tell: Callable[[Outage | None], None],
        deadline: float | None = None,
    ) -> None:
        self._probe, self._tell, self._deadline = probe, tell, deadline
        self._watch: asyncio.Task[bool] | None = None
        self._waiting: Counter[asyncio.Task[bool]] = Counter()
        self._hurry = asyncio.Event()
        self._online = True

    @property
    def is_online(self) -> bool:
        """Whether the server answered when the weather was looked at last."""
        return self._online

    async def ask(
        self,
        request: Callable[[], Awaitable[T]],
        trouble: Callable[[], None] = lambda: None,
        patience: Callable[[AppError], int] = patience_for,
    ) -> T:
        """Ask until there is an answer or an error that is no weather. Raises AppError, Cancelled.

        `trouble` is called each time the server or the line could not keep up; `patience` says how
        many times it is asked again though the weather is fair.
        """
        tries = 0
        while True:
            if self._watch is not None:
                await self._end_of(self._watch)
            try:
                return await request()
            except AppError as error:
                outage_kind = outage_kind_of(error)
                if outage_kind is None:
                    raise
                trouble()
                if tries >= patience(error):
                    raise
                if await self._was_online(outage_kind, error):
                    tries += 1
                    await self._pause(tries, is_throttled(error))

    def try_now(self) -> None:
        """Look at the weather at once."""
        self._hurry.set()

    async def _pause(self, tries: int, throttled: bool) -> None:
        """Wait a while that grows, and differs from that of the others."""
        before_waiting()
        longest = LONGEST_THROTTLED if throttled else LONGEST_PAUSE
        await asyncio.sleep(min(longest, 0.1 * 2**tries) * (0.5 + random.random() / 2))  # noqa: S311

    async def _was_online(self, outage_kind: OutageKind, error: AppError) -> bool:
        """Return whether the weather is good; else False, when it is good again."""
        if self._watch is None:
            self._watch = asyncio.create_task(self._until_online(outage_kind, error))
        return await self._end_of(self._watch)

    async def _end_of(self, watch: asyncio.Task[bool]) -> bool:
        """Wait for a watch, together with others; the last one who gives up ends it."""
        self._waiting[watch] += 1
        try:
            before_waiting()
            return await asyncio.shield(watch)
        finally:
            self._waiting[watch] -= 1
            if not self._waiting[watch]:
                del self._waiting[watch]
                self._call_off(watch)

    def _call_off(self, watch: asyncio.Task[bool]) -> None:
        if not watch.done():
            if self._watch is watch:
                self._watch = None  # who comes now begins anew
            watch.cancel()
        elif not watch.cancelled():
            watch.exception()  # nobody is left to be told

    async def _until_online(self, outage_kind: OutageKind, error: AppError) -> bool:
        began, since, pause = monotonic(), datetime.now(UTC), FIRST_LOOK
        told: Outage | None = None
        try:
            while True:
                self._hurry.clear()
                try:
                    await asyncio.to_thread(self._probe, outage_kind)
                except AppError as found:
                    now = outage_kind_of(found)
                    self._online = now is None  # an answer, if only a refusal
                    if now is None:
                        return told is None
                    outage_kind, error = now, found
                else:
                    self._online = True
                    return told is None
                if self._deadline is not None and monotonic() - began > self._deadline:
                    raise error
                next_try = datetime.now(UTC) + timedelta(seconds=pause)
                told = Outage(outage_kind, error, since, next_try)
                self._tell(told)
                await self._rest(pause)
                pause = min(LAST_LOOK, pause * 2)
        except BaseException:
            if told:
                self._tell(replace(told, given_up=True))
            raise
        finally:
            if self._watch is asyncio.current_task():
                self._watch = None
            if told:
                self._tell(None)

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
        except TimeoutError:
            pass
