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
from s3enc_gui.s3.copies.copier import Copier, Sizes
from s3enc_gui.s3.copies.copy_bucket import Place
from s3enc_gui.s3.session.aws_session import Cloud

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
    sizes: Sizes = field(default_factory=Sizes)

    def run(self, context: Context) -> CopyResult:
        """Return what became of the objects; a stopped copy returns too.

        Raises AppError where nothing can be copied at all, and Cancelled where the program ends.
        """
        for problem in problems(self.plan):
            raise problem
        cloud = context.services.cloud(self.connection)
        source = _place(cloud, self.plan.bucket)
        target = _place(cloud, self.plan.destination.bucket)

        def known_uploads() -> set[str]:
            return context.services.journal.known_uploads(target.bucket)

        # The conditions that uploads were found to honour say nothing of copies.
        copier = Copier(source, target, target.is_amazon, known_uploads, self.sizes)
        run = CopyRun(self.plan, source.client, CopyOne(self.plan, copier, context.checkpoint))
        run.on_progress = lambda: context.report(
            CopyProgress(run.tally.count, run.size, run.total, run.total_size)
        )
        run.on_outcome = lambda outcome: context.report(ObjectCopied(outcome))
        run.on_notice = context.report
        context.checkpoint()
        try:
            return context.services.run(run.run(context.checkpoint))
        except CancelledError:
            raise Cancelled from None


def _place(cloud: Cloud, bucket: str) -> Place:
    region = config.bucket_region(cloud.s3(), bucket) or cloud.region
    return Place(cloud.s3(region), cloud.transport(region), bucket)
