"""Copies, moves and renames objects within S3, and verifies each copy."""

from __future__ import annotations

from concurrent.futures import CancelledError
from dataclasses import field, replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan, problems
from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.copy_one import CopyOne
from s3enc_gui.jobs.copies.run import CopyRun
from s3enc_gui.jobs.customer_keys.copiers import Copiers
from s3enc_gui.jobs.customer_keys.keyed_sessions import KeyedSessions
from s3enc_gui.jobs.customer_keys.use_key import (
    check_sending,
    check_target_key,
    keys_to_try,
    note_bucket,
)
from s3enc_gui.jobs.history.known_context import KnownContexts
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.waiting import waiting
from s3enc_gui.s3.copies.copier import Copier, CopySizes
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.session.bucket_session import BucketSession

__all__ = ["CopyObjects", "CopyProgress", "ObjectCopied"]


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """Finished objects and copied bytes; the totals are None until everything is listed."""

    done: int
    size: int
    total: int | None = None
    total_size: int | None = None


@dataclass(frozen=True, slots=True)
class ObjectCopied:
    """One object has finished, whatever the outcome."""

    outcome: CopyOutcome


@dataclass(frozen=True, slots=True)
class CopyObjects:
    """Copy or move objects and folders within a bucket, or to another one of the same connection.

    Reports CopyProgress, ObjectCopied, OutageChanged and ListingNotice. A copy gets the encryption
    (or the plan's), metadata, tags and storage class of its source, and is compared with it. The
    source of a move is deleted only if its copy is verified. Sources that need a customer-provided
    key (SSE-C) are read with the connection's, else with those that are known for their bucket.
    """

    connection: Connection
    plan: CopyPlan
    sizes: CopySizes = field(default_factory=CopySizes)

    def run(self, context: Context) -> CopyResult:
        """Return the outcomes, also if canceled.

        Raises AppError if nothing can be copied, and Cancelled if the program ends.
        """
        for problem in problems(self.plan):
            raise problem
        services = context.services
        self._check_keys(services)
        aws_session = services.aws_session(self.connection.with_customer_key(None))
        at_source = aws_session.at(self.plan.bucket)
        at_target = aws_session.at(self.plan.destination.bucket)
        source, target = _bucket(at_source), _bucket(at_target)
        keyed = KeyedSessions(services, at_source), KeyedSessions(services, at_target)

        def known_uploads() -> set[str]:
            return services.journal.known_uploads(target.bucket)

        # Conditional copies work on AWS; other servers may support them for uploads only.
        copier = Copier(source, target, target.is_amazon, known_uploads, self.sizes)
        keys = keys_to_try(services, self.connection, self.plan.bucket)
        copiers = Copiers(copier, *keyed, keys)

        def use(renewed: BucketSession) -> None:
            copiers.use(replace(at_source, session=renewed.session), renewed)

        context.checkpoint()
        with waiting(context, at_target, use, services.deadline) as waits:
            source.gate = target.gate = waits.gate
            return self._copy(copiers, context)

    def _check_keys(self, services: Services) -> None:
        """Raise AppError where the keys that the user has chosen can't be used."""
        check_sending(services, self.connection)
        if self.plan.target and (key := self.plan.target.customer_key):
            check_target_key(services, self.connection, key)

    def _copy(self, copiers: Copiers, context: Context) -> CopyResult:
        contexts = KnownContexts(context.services.journal, self.connection)
        run = CopyRun(self.plan, CopyOne(self.plan, copiers, context.checkpoint, contexts))
        run.on_progress = lambda: context.report(
            CopyProgress(run.totals.count, run.size, run.total, run.total_size)
        )
        run.on_outcome = lambda outcome: context.report(ObjectCopied(outcome))
        run.on_notice = context.report
        try:
            return context.services.run(run.run(context.checkpoint))
        except CancelledError:
            raise Cancelled from None
        finally:
            self._note_buckets(copiers, context.services)

    def _note_buckets(self, copiers: Copiers, services: Services) -> None:
        """Record which keys the objects of both buckets need."""
        for source_key, key in copiers.used:
            note_bucket(services, self.connection, self.plan.bucket, source_key)
            note_bucket(services, self.connection, self.plan.destination.bucket, key)


def _bucket(at_bucket: BucketSession) -> CopyBucket:
    at_bucket.learn_encryption()
    refused = at_bucket.session.server(at_bucket.region).refused_headers
    return CopyBucket(at_bucket.client, at_bucket.transport, at_bucket.bucket, refused)
