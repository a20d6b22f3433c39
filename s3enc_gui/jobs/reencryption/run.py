"""Changes the encryption of the objects of a plan; an interrupted run goes on where it was."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import closing
from dataclasses import field
from functools import partial
from pathlib import Path

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import Gate
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.reencryption.run import Changed, Planned, RunResult, not_a_run
from s3enc_gui.domain.reencryption.state import OPEN, STORED, State
from s3enc_gui.domain.reencryption.way import Way
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.customer_keys.copiers import Copiers
from s3enc_gui.jobs.customer_keys.keyed_sessions import KeyedSessions
from s3enc_gui.jobs.customer_keys.use_key import (
    check_sending,
    check_target_key,
    keys_to_try,
    note_bucket,
)
from s3enc_gui.jobs.history.known_context import KnownContexts
from s3enc_gui.jobs.reencryption.bucket import Bucket
from s3enc_gui.jobs.reencryption.change_one import UpdateInPlace
from s3enc_gui.jobs.reencryption.copy_onto_itself import CopyOntoItself
from s3enc_gui.jobs.reencryption.events import ReencryptionProgress
from s3enc_gui.jobs.reencryption.in_place import learn_updates
from s3enc_gui.jobs.reencryption.receipts import result_of
from s3enc_gui.jobs.reencryption.run_writer import RunWriter
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.waiting import waiting
from s3enc_gui.s3.copies.copier import Copier, CopySizes
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.store.reencryption.file import RunFile

AT_ONCE = 16  # objects changed in parallel
MAX_FAILURES = 16  # outages in a row, after which the run ends: the server can't be reached
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunReencryption:
    """Change the objects of the plan whose file is `path`; see PlanReencryption.

    Canceling it pauses it: objects in progress are finished, and the next run of the same file
    goes on. Reports ReencryptionProgress and OutageChanged.
    """

    connection: Connection
    path: str
    sizes: CopySizes = field(default_factory=CopySizes)

    def run(self, context: Context) -> RunResult:
        """Return how many objects are in which state, also if paused.

        Raises AppError if the file can't be used, or nothing can be changed.
        """
        with closing(RunFile(Path(self.path), existing=True)) as file:
            facts = file.facts
            if facts is None or facts.planned is None:
                raise not_a_run(self.path)
            services, plain = context.services, self.connection.with_customer_key(None)
            key = facts.target.customer_key if facts.target else ""
            check_sending(services, self.connection)
            if key:
                check_target_key(services, plain, key)
            file.begin_changes(now())
            at_bucket = services.aws_session(plain).at(facts.bucket)
            at_bucket.learn_encryption()
            learn_updates(at_bucket, file)
            note_bucket(services, plain, facts.bucket, key)
            copiers = self._copiers(services, at_bucket)
            bucket = Bucket(KeyedSessions(services, at_bucket))

            def use(renewed: BucketSession) -> None:
                bucket.use(renewed)
                copiers.use(renewed, renewed)

            with waiting(context, at_bucket, use, services.deadline) as waits:
                copiers.plain.target.gate = waits.gate
                error = self._change(file, bucket, copiers, waits.gate, context)
            result = result_of(file, self.path, error)
            if not result.left:
                file.end(now())
            return result

    def _copiers(self, services: Services, at_bucket: BucketSession) -> Copiers:
        copies = _copy_bucket(at_bucket)

        def known_uploads() -> set[str]:
            return services.journal.known_uploads(copies.bucket)

        copier = Copier(copies, copies, copies.is_amazon, known_uploads, self.sizes)
        sessions = KeyedSessions(services, at_bucket)
        keys = keys_to_try(services, self.connection, at_bucket.bucket)
        return Copiers(copier, sessions, sessions, keys)

    def _change(
        self, file: RunFile, bucket: Bucket, copiers: Copiers, gate: Gate, context: Context
    ) -> AppError | None:
        contexts = KnownContexts(context.services.journal, self.connection)
        work = _Work(
            file,
            UpdateInPlace(bucket, gate, contexts),
            CopyOntoItself(copiers, context.checkpoint, contexts),
            context.checkpoint,
            context.report,
        )
        try:
            return context.services.run(work.run())
        except CancelledError:
            raise Cancelled from None


class _Work:
    """One run, on the event loop."""

    def __init__(
        self,
        file: RunFile,
        update: UpdateInPlace,
        copy: CopyOntoItself,
        checkpoint: Callable[[], None],
        report: Callable[[ReencryptionProgress], None],
    ) -> None:
        self._file, self._update, self._copy = file, update, copy
        self._checkpoint, self._report = checkpoint, report
        self._writer = RunWriter(file, now)
        self._failures = 0
        self._stopped = False
        self._error: AppError | None = None
        self._done = self._changed = self._total = 0

    async def run(self) -> AppError | None:
        """Change everything; return the error that ended it early."""
        counts = await in_thread(self._file.counts)
        self._total = sum(counts.get(state, 0) for state in OPEN)
        after = 0
        while not self._stopped and (page := await in_thread(self._file.open, after)):
            after = page[-1].number
            left = iter(page)
            works = (self._works(left) for _ in range(AT_ONCE))
            for end in await asyncio.gather(*works, return_exceptions=True):
                if end is not None:
                    raise end
        return self._error

    async def _works(self, left: Iterator[Planned]) -> None:
        try:
            for planned in left:
                self._checkpoint()
                if self._stopped:
                    return
                end = await self._end_of(planned)
                if end is not None:
                    await self._writer.ended(planned.number, end)
                    self._done += 1
                    self._changed += end.state in STORED
                    self._report(ReencryptionProgress(self._done, self._total, self._changed))
        except Cancelled:
            self._stopped = True
        except AppError as error:  # the file can't be written
            self._stop(error)
        except BaseException:
            self._stopped = True
            raise

    async def _end_of(self, planned: Planned) -> Changed | None:
        """Return the end of an object; None: it is to be looked at again by the next run."""
        way = self._update if planned.choice.way is Way.UPDATE else self._copy
        start = partial(self._writer.started, planned.number)
        try:
            end = await way.run(planned, start)
        except AppError as error:
            if self._is_outage(error) or error.code.startswith("Reencryption"):
                self._stop(error) if error.code.startswith("Reencryption") else None
                return None
            state = State.CHANGED if error.code == "ObjectChanged" else State.FAILED
            return Changed(state, error=error)
        except Exception as error:  # noqa: BLE001 - the other objects continue
            _log.exception("Unexpected error")
            return Changed(State.FAILED, error=unexpected(error))
        self._failures = 0
        return end

    def _is_outage(self, error: AppError) -> bool:
        """Whether the error concerns other objects, too; many in a row end the run."""
        if concerns_all(error):
            self._stop(error)
            return True
        if not outage_kind_of(error):
            return False
        self._failures += 1
        if self._failures >= MAX_FAILURES:
            self._stop(error)
            return True
        return False

    def _stop(self, error: AppError) -> None:
        self._stopped = True
        self._error = self._error or error


def _copy_bucket(at_bucket: BucketSession) -> CopyBucket:
    refused = at_bucket.session.server(at_bucket.region).refused_headers
    return CopyBucket(at_bucket.client, at_bucket.transport, at_bucket.bucket, refused)
