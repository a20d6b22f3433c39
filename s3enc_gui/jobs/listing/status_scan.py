"""Reads the encryption status of many objects concurrently, and looks up their KMS keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from time import monotonic

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import Gate
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.error_codes import CRASHES
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.objects.status_reader import StatusReading

MAX_REQUESTS = 256  # HeadObject requests in flight
INTERVAL = 0.05  # seconds between two batches of results
MAX_FAILURES = 512  # requests without a response in a row, after which no more are sent
BACKOFF_INTERVAL = 1.0  # seconds in which outages reduce the limit once


class StatusScan:
    """Reads the statuses of objects in order, with an adaptive limit; on the event loop.

    In an outage, requests wait at the gate.
    """

    def __init__(
        self,
        read: Callable[[ListedObject], Coroutine[object, object, StatusReading]],
        objects: Sequence[ListedObject],
        keys: KeyResolver,
        gate: Gate,
    ) -> None:
        self._read, self.keys, self._gate = read, keys, gate
        self._remaining = list(reversed(objects))  # popped from the end
        self._adaptive_limit = AdaptiveLimit(8, 32, MAX_REQUESTS)
        self._tasks: set[asyncio.Task[None]] = set()
        self._found: list[tuple[ListedObject, StatusReading]] = []
        self._working = 0
        self._failures = 0
        self._reduced_at = 0.0
        self.failure: AppError | None = None
        self.ended = False

    async def next(self) -> list[tuple[ListedObject, StatusReading]]:
        """Return the next results; `ended` is set after the last ones."""
        self._adaptive_limit.begin(monotonic())
        self._fill()
        if busy := self._tasks | self.keys.tasks:
            await asyncio.wait(busy, timeout=INTERVAL)
        for task in [task for task in self._tasks if task.done()]:
            self._tasks.discard(task)
            task.result()
        found, self._found = self._found, []
        self.ended = not (self._remaining or self._tasks or self.keys.tasks)
        return found

    async def stop(self) -> None:
        """Send no more requests; doesn't wait for those in flight."""
        self._remaining.clear()
        for task in self._tasks | self.keys.tasks:
            task.cancel()

    def _fill(self) -> None:
        for _ in range(min(self._adaptive_limit.limit - self._working, len(self._remaining))):
            self._working += 1
            self._tasks.add(asyncio.create_task(self._work()))

    async def _work(self) -> None:
        try:
            while self._remaining and self._working <= self._adaptive_limit.limit:
                listed = self._remaining.pop()
                # Mostly there is no outage: one coroutine a request.
                reading = await self._read(listed) if self._gate.is_open else None
                if reading is None or _is_to_wait(reading):
                    reading = await self._read_waiting(listed, reading)
                self._found.append((listed, reading))
                self._adapt(reading.error)
                if reading.looked.key:
                    self.keys.add(reading.looked.key)
        finally:
            self._working -= 1

    async def _read_waiting(
        self, listed: ListedObject, first: StatusReading | None
    ) -> StatusReading:
        """Read a status, again after an outage; the last reading may have an error.

        `first` is a reading that failed already.
        """
        reading: StatusReading | None = None

        async def read() -> StatusReading:
            nonlocal reading, first
            reading, first = first or await self._read(listed), None
            if _is_to_wait(reading):
                assert reading.error  # noqa: S101 - for mypy
                raise reading.error
            return reading

        try:
            return await self._gate.run(read, self._back_off)
        except AppError:
            if reading is None:
                raise
            return reading

    def _adapt(self, error: AppError | None) -> None:
        """Adapt the limit to the responses; stop if the server can't be reached."""
        now = monotonic()
        if error is None or not (outage_kind_of(error) or concerns_all(error)):
            self._failures = 0
            self._adaptive_limit.done(now, 1)
            self._fill()
            return
        self._failures += 1
        if concerns_all(error) or self._failures >= MAX_FAILURES:
            self.failure = error
            self._remaining.clear()
        else:
            self._back_off()

    def _back_off(self) -> None:
        now = monotonic()
        if now - self._reduced_at > BACKOFF_INTERVAL:
            self._reduced_at = now
            self._adaptive_limit.back_off()


def _is_to_wait(reading: StatusReading) -> bool:
    """Whether the error may be one of an outage."""
    return reading.error is not None and reading.error.code not in CRASHES


class KeyResolver:
    """Looks up each KMS key once; on the event loop, except for `take_resolved`.

    `aws_s3` contains the keys that are the AWS managed key.
    """

    def __init__(self, cache: KeyCache) -> None:
        self._cache = cache
        self._requested: set[str] = set()
        self._resolved: dict[str, ObjectDetails] = {}
        self.aws_s3: set[str] = set()
        self.tasks: set[asyncio.Task[None]] = set()

    async def add_all(self, keys: Iterable[str]) -> None:
        """Look up keys."""
        for key in keys:
            self.add(key)

    def add(self, key: str) -> None:
        """Look up a new key; one in the cache is resolved at once."""
        if key in self._requested:
            return
        self._requested.add(key)
        details = ObjectDetails(Location(""), EncryptionStatus(key=key), size=0)
        if self._cache.knows(details):
            self._add_resolved(self._cache.explain(details))
        else:
            task = asyncio.create_task(self._look_up(details))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def take_resolved(self) -> dict[str, ObjectDetails]:
        """Return the keys resolved since the last call, as details of fictitious objects."""
        resolved, self._resolved = self._resolved, {}
        return resolved

    async def _look_up(self, details: ObjectDetails) -> None:
        try:
            self._add_resolved(await in_thread(self._cache.explain, details))
        except AppError:  # KMS can't be reached
            self._add_resolved(details)

    def _add_resolved(self, details: ObjectDetails) -> None:
        if details.status.key is not None:
            self._resolved[details.status.key] = details
            if details.key_is_aws_s3:
                self.aws_s3.add(details.status.key)
