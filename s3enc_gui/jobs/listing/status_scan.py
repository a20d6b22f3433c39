"""Looking at many objects at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from time import monotonic

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.objects.status_reader import StatusReading

IN_FLIGHT = 256  # HeadObject requests at most
EVERY = 0.05  # seconds that one look at the answers takes
SILENCE = 512  # requests without an answer in a row, after which no more are sent
CALM = 1.0  # seconds in which a server's trouble counts once


class StatusScan:
    """Looks at many objects, in order, as many at once as serves; on the loop of all requests."""

    def __init__(
        self,
        look: Callable[[ListedObject], Coroutine[object, object, StatusReading]],
        objects: Sequence[ListedObject],
        keys: KeyResolver,
    ) -> None:
        self._look, self.keys = look, keys
        self._left = list(reversed(objects))  # taken from its end
        self._adaptive_limit = AdaptiveLimit(8, 32, IN_FLIGHT)
        self._tasks: set[asyncio.Task[None]] = set()
        self._found: list[tuple[ListedObject, StatusReading]] = []
        self._working = 0
        self._silent = 0
        self._troubled = 0.0
        self.failure: AppError | None = None
        self.ended = False

    async def next(self) -> list[tuple[ListedObject, StatusReading]]:
        """Return what was seen in the next moment; `ended` is set where that was the last."""
        self._adaptive_limit.begin(monotonic())
        self._fill()
        if busy := self._tasks | self.keys.tasks:
            await asyncio.wait(busy, timeout=EVERY)
        for task in [task for task in self._tasks if task.done()]:
            self._tasks.discard(task)
            task.result()
        found, self._found = self._found, []
        self.ended = not (self._left or self._tasks or self.keys.tasks)
        return found

    async def stop(self) -> None:
        """Send nothing more; what is under way is not waited for."""
        self._left.clear()
        for task in self._tasks | self.keys.tasks:
            task.cancel()

    def _fill(self) -> None:
        for _ in range(min(self._adaptive_limit.limit - self._working, len(self._left))):
            self._working += 1
            self._tasks.add(asyncio.create_task(self._work()))

    async def _work(self) -> None:
        try:
            while self._left and self._working <= self._adaptive_limit.limit:
                listed = self._left.pop()
                look = await self._look(listed)
                self._found.append((listed, look))
                self._judge(look.error)
                if look.looked.key:
                    self.keys.note(look.looked.key)
        finally:
            self._working -= 1

    def _judge(self, error: AppError | None) -> None:
        """Let the pace follow the answers, and see whether it is of any use to go on."""
        now = monotonic()
        if error is None or not (outage_kind_of(error) or concerns_all(error)):
            self._silent = 0
            self._adaptive_limit.done(now, 1)
            self._fill()
            return
        self._silent += 1
        if concerns_all(error) or self._silent >= SILENCE:
            self.failure = error
            self._left.clear()
        elif now - self._troubled > CALM:
            self._troubled = now
            self._adaptive_limit.trouble()


class KeyResolver:
    """The KMS keys met, each asked about once; on the loop but for `learnt`.

    `aws_s3` are those that are known to be aws/s3.
    """

    def __init__(self, book: KeyCache) -> None:
        self._book = book
        self._met: set[str] = set()
        self._learned: dict[str, ObjectDetails] = {}
        self.aws_s3: set[str] = set()
        self.tasks: set[asyncio.Task[None]] = set()

    async def meet(self, keys: Iterable[str]) -> None:
        """Note keys."""
        for key in keys:
            self.note(key)

    def note(self, key: str) -> None:
        """Ask about a key that is new; one of an earlier job is known at once."""
        if key in self._met:
            return
        self._met.add(key)
        about = ObjectDetails(Location(""), EncryptionStatus(key=key), size=0)
        if self._book.knows(about):
            self._learn(self._book.explain(about))
        else:
            task = asyncio.create_task(self._ask(about))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def learned(self) -> dict[str, ObjectDetails]:
        """Return what was learnt since it was asked last, on made-up objects."""
        learned, self._learned = self._learned, {}
        return learned

    async def _ask(self, about: ObjectDetails) -> None:
        try:
            self._learn(await aside(self._book.explain, about))
        except AppError:  # there is no KMS to ask
            self._learn(about)

    def _learn(self, told: ObjectDetails) -> None:
        if told.status.key is not None:
            self._learned[told.status.key] = told
            if told.key_is_aws_s3:
                self.aws_s3.add(told.status.key)
