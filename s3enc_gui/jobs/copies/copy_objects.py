"""Copies, moves and renames objects within S3, and verifies each copy."""

from __future__ import annotations

from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan, problems
from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.copy_one import CopyOne
from s3enc_gui.jobs.copies.run import CopyRun
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

    Reports CopyProgress, ObjectCopied, OutageChanged and ListingNotice. A copy gets the encryption,
    metadata, tags and storage class of its source, and is compared with it. The source of a move is
    deleted only if its copy is verified.
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
        aws_session = context.services.aws_session(self.connection)
        at_source = aws_session.at(self.plan.bucket)
        at_target = aws_session.at(self.plan.destination.bucket)
        source, target = _bucket(at_source), _bucket(at_target)

        def use(renewed: BucketSession) -> None:
            at_new_source = replace(at_source, session=renewed.session)
            for bucket, at_bucket in ((source, at_new_source), (target, renewed)):
                bucket.client, bucket.transport = at_bucket.client, at_bucket.transport

        context.checkpoint()
        with waiting(context, at_target, use, context.services.deadline) as waits:
            source.gate = target.gate = waits.gate
            return self._copy(source, target, context)

    def _copy(self, source: CopyBucket, target: CopyBucket, context: Context) -> CopyResult:
        def known_uploads() -> set[str]:
            return context.services.journal.known_uploads(target.bucket)

        # Conditional copies work on AWS; other servers may support them for uploads only.
        copier = Copier(source, target, target.is_amazon, known_uploads, self.sizes)
        run = CopyRun(self.plan, CopyOne(self.plan, copier, context.checkpoint))
        run.on_progress = lambda: context.report(
            CopyProgress(run.totals.count, run.size, run.total, run.total_size)
        )
        run.on_outcome = lambda outcome: context.report(ObjectCopied(outcome))
        run.on_notice = context.report
        try:
            return context.services.run(run.run(context.checkpoint))
        except CancelledError:
            raise Cancelled from None


def _bucket(at_bucket: BucketSession) -> CopyBucket:
    at_bucket.learn_encryption()
    refused = at_bucket.session.server(at_bucket.region).refused_headers
    return CopyBucket(at_bucket.client, at_bucket.transport, at_bucket.bucket, refused)
