"""Copies or moves the objects whose target already existed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.copy_objects import CopyObjects, CopyProgress
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.s3.copies.copy_bucket import COPY_GONE


@dataclass(frozen=True, slots=True)
class ResolveCopyConflicts:
    """Copy or move objects of an earlier plan, with a new `if_exists`.

    Reports CopyProgress and OutageChanged.
    """

    connection: Connection
    plan: CopyPlan
    conflicts: tuple[CopyOutcome, ...]
    if_exists: IfExists

    def run(self, context: Context) -> CopyResult:
        """Return the outcomes, also if canceled.

        Raises AppError or Cancelled if not even the first object could be started.
        """

        def report(event: object) -> None:
            if isinstance(event, OutageChanged):
                context.report(event)

        quiet = replace(context, report=report)
        outcomes: list[CopyOutcome] = []
        size, total = 0, len(self.conflicts)
        total_size = sum(one.size for one in self.conflicts)
        counts: dict[Result, int] = {}
        left = 0
        versions = {ref.key: ref.version_id for ref in self.plan.objects}
        # Higher levels first: an object of a lower level may go to where one of them is now.
        by_level = sorted(self.conflicts, key=lambda one: one.source.key.count("/"))
        for number, one in enumerate(by_level):
            context.report(CopyProgress(number, size, total, total_size))
            try:
                result = CopyObjects(self.connection, self._plan_of(one, versions)).run(quiet)
            except (AppError, Cancelled) as error:
                if not number:
                    raise
                cause = error if isinstance(error, AppError) else None
                return CopyResult(counts, size, tuple(outcomes), left, False, cause)
            for kind, count in result.counts.items():
                counts[kind] = counts.get(kind, 0) + count
            outcomes += result.outcomes
            size, left = size + result.size, left + result.left
            fatal = result.error or _loss(result)
            if fatal or not result.complete:
                return CopyResult(counts, size, tuple(outcomes), left, False, fatal)
        return CopyResult(counts, size, tuple(outcomes), left)

    def _plan_of(self, one: CopyOutcome, versions: Mapping[str, str | None]) -> CopyPlan:
        version = versions.get(one.source.key)
        return CopyPlan(
            one.source.bucket,
            Destination(one.target.bucket, key=one.target.key),
            (ObjectRef(one.source.key, version, size=one.size),),
            move=self.plan.move,
            if_exists=self.if_exists,
            target=self.plan.target,
        )


def _loss(result: CopyResult) -> AppError | None:
    """Return the error of a copy that was deleted with its source; no more are deleted then."""
    errors = (one.error for one in result.outcomes)
    return next((one for one in errors if one and one.code == COPY_GONE), None)
