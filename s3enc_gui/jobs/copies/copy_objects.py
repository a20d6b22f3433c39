"""Copying, moving and renaming inside S3, each object with its proof."""

from __future__ import annotations

from concurrent.futures import CancelledError
from dataclasses import dataclass, field

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan, problems
from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.copy_one import CopyOne
from s3enc_gui.jobs.copies.run import CopyRun
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.copies.copier import Copier, CopySizes
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.session.aws_session import AwsSession

__all__ = ["CopyObjects", "CopyProgress", "ObjectCopied"]


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """Objects done and bytes copied so far; the totals are None until all is listed."""

    done: int
    size: int
    total: int | None = None
    total_size: int | None = None


@dataclass(frozen=True, slots=True)
class ObjectCopied:
    """One object is done, one way or the other."""

    outcome: CopyOutcome


@dataclass(frozen=True, slots=True)
class CopyObjects:
    """Copy or move objects and folders within a bucket, or to another one of the same connection.

    Reports CopyProgress, ObjectCopied and ListingNotice. The encryption, metadata, tags and storage
    class are those of each source, and what S3 shows of the copy is compared with it. The source of
    a move is deleted only when all of it is verified.
    """

    connection: Connection
    plan: CopyPlan
    sizes: CopySizes = field(default_factory=CopySizes)

    def run(self, context: Context) -> CopyResult:
        """Return what became of the objects; a stopped copy returns too.

        Raises AppError where nothing can be copied at all, and Cancelled where the program ends.
        """
        for problem in problems(self.plan):
            raise problem
        aws_session = context.services.aws_session(self.connection)
        source = _place(aws_session, self.plan.bucket)
        target = _place(aws_session, self.plan.destination.bucket)

        def known_uploads() -> set[str]:
            return context.services.journal.known_uploads(target.bucket)

        # The conditions that uploads were found to honour say nothing of copies.
        copier = Copier(source, target, target.is_amazon, known_uploads, self.sizes)
        run = CopyRun(self.plan, source.client, CopyOne(self.plan, copier, context.checkpoint))
        run.on_progress = lambda: context.report(
            CopyProgress(run.totals.count, run.size, run.total, run.total_size)
        )
        run.on_outcome = lambda outcome: context.report(ObjectCopied(outcome))
        run.on_notice = context.report
        context.checkpoint()
        try:
            return context.services.run(run.run(context.checkpoint))
        except CancelledError:
            raise Cancelled from None


def _place(aws_session: AwsSession, bucket: str) -> CopyBucket:
    region = config.bucket_region(aws_session.s3(), bucket) or aws_session.region
    return CopyBucket(aws_session.s3(region), aws_session.transport(region), bucket)
