"""The dry run of a change of encryption: looks at every object, and changes nothing."""

from __future__ import annotations

from concurrent.futures import CancelledError
from contextlib import closing
from dataclasses import field, replace
from pathlib import Path

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import Gate
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.preflight.check import Check
from s3enc_gui.domain.reencryption.dry_run import DryRun
from s3enc_gui.domain.reencryption.run import Origin, RunFacts, not_a_run
from s3enc_gui.domain.reencryption.state import OPEN
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Means
from s3enc_gui.domain.reencryption.where import Where
from s3enc_gui.i18n import text
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.customer_keys.keyed_sessions import KeyedSessions
from s3enc_gui.jobs.customer_keys.use_key import (
    check_sending,
    check_target_key,
    check_unblocked,
    keys_to_try,
)
from s3enc_gui.jobs.reencryption.bucket import Bucket
from s3enc_gui.jobs.reencryption.events import PlanProgress
from s3enc_gui.jobs.reencryption.in_place import may_update
from s3enc_gui.jobs.reencryption.looking import Look, looked_at, wanted_pages
from s3enc_gui.jobs.reencryption.read_checks import read_checks
from s3enc_gui.jobs.reencryption.selection import (
    Selection,
    Wish,
    file_name,
    file_stem,
    keys_to_copy_to,
    new_run_folder,
    resolve,
    target_of,
)
from s3enc_gui.jobs.waiting import waiting
from s3enc_gui.s3.buckets.versioning import versioning
from s3enc_gui.s3.copies.copier import CopySizes
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.store.reencryption.file import RunFile
from s3enc_gui.store.sqlite.opening import delete_database

AT_ONCE = 32  # objects looked at in parallel


@dataclass(frozen=True, slots=True)
class ReencryptionPlan:
    """What was planned; `path` is the file that the run goes on with.

    `resumed`: an interrupted run was found, whose counts are those of its own dry run; `left` is
    the number of objects that are still to be changed. `checks` is what will fail, or can't be
    checked.
    """

    path: str
    facts: RunFacts
    dry_run: DryRun
    left: int
    resumed: bool = False
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanReencryption:
    """Look at the selected objects, and record the way for each; changes nothing.

    An interrupted run of the same selection and target is found again, unless `anew`. `update`:
    change in place where S3 does. `trial`: on a server that isn't AWS, try that first with an
    object of our own. Reports PlanProgress and OutageChanged.
    """

    connection: Connection
    selection: Selection
    wish: Wish | None = None  # None: each object gets back what it had
    where: tuple[Where, ...] = ()
    update: bool = True
    trial: bool = False
    anew: bool = False
    folder: str | None = None
    sizes: CopySizes = field(default_factory=CopySizes)

    def run(self, context: Context) -> ReencryptionPlan:
        """Return the plan. Raises AppError, and Cancelled; then nothing is kept."""
        folder = new_run_folder(self.folder, self.connection, context.services)
        stem = file_stem(self.connection, self.selection, self.wish, self.where)
        if not self.anew and (found := _unfinished(folder, stem)):
            return found
        services, bucket_name = context.services, self.selection.bucket
        check_sending(services, self.connection)
        plain = self.connection.with_customer_key(None)
        at_bucket = services.aws_session(plain).at(bucket_name)
        at_bucket.learn_encryption()
        context.checkpoint()
        target = target_of(self.wish, at_bucket) if self.wish else None
        if target and target.customer_key:
            check_target_key(services, plain, target.customer_key)
            check_unblocked(at_bucket)
        keys = keys_to_try(services, self.connection, bucket_name)
        bucket = Bucket(KeyedSessions(services, at_bucket), keys)
        where = tuple(_resolved(one, at_bucket) for one in self.where)
        path = folder / file_name(stem, now())
        file = RunFile(path)
        try:
            plan = self._plan(file, bucket, target, where, context)
        except BaseException:
            file.close()
            delete_database(path)
            raise
        file.close()
        return plan

    def _plan(
        self,
        file: RunFile,
        bucket: Bucket,
        target: Target | None,
        where: tuple[Where, ...],
        context: Context,
    ) -> ReencryptionPlan:
        at = bucket.at
        keeps = versioning(at.client, at.bucket)
        versioned = None if keeps is None else keeps is Versioning.ENABLED
        selection = self.selection
        origin = Origin(
            self.connection.with_customer_key(None), selection.prefixes, len(selection.objects)
        )
        file.begin(
            RunFacts(at.bucket, target, now(), selection.undoes, versioned=versioned, origin=origin)
        )
        with waiting(context, at, bucket.use, context.services.deadline) as waits:
            update = self.update and may_update(at, selection, target, trial=self.trial)
            copied_to = keys_to_copy_to(at) if update else frozenset()
            means = Means(update, self.sizes.whole, copied_to)
            look = Look(bucket, waits.gate, means, self.sizes, where, now)
            try:
                context.services.run(self._look(file, look, target, waits.gate, context))
            except CancelledError:
                raise Cancelled from None
        file.finish_plan(now())
        checks = read_checks(file, bucket.at, selection, target, context)
        return replace(_plan_of(file), checks=checks)

    async def _look(
        self, file: RunFile, look: Look, target: Target | None, gate: Gate, context: Context
    ) -> None:
        seen = kept = 0
        pages = wanted_pages(look.bucket, gate, self.selection, target)
        async for found in looked_at(look, pages, context.checkpoint, AT_ONCE):
            wanted = [one for one in found if one is not None]
            await in_thread(file.add, wanted)
            seen, kept = seen + len(found), kept + len(wanted)
            context.report(PlanProgress(seen, kept))


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """Read the plan of a run that was begun, to go on with it."""

    path: str

    def run(self, context: Context) -> ReencryptionPlan:
        """Return it. Raises AppError: it is running, was discarded, or isn't a run."""
        del context
        with closing(RunFile(Path(self.path), existing=True)) as file:
            plan = _plan_of(file, resumed=True)
        if plan.facts.ended or not plan.left:
            raise AppError(
                text("This change of encryption is over"),
                text("It is finished, or it was discarded."),
                text("To change the objects that are left, start a new one."),
                code="NotUnfinished",
            )
        return plan


def _resolved(where: Where, at_bucket: BucketSession) -> Where:
    return replace(where, arn=resolve(where.key, at_bucket)) if where.key else where


def _unfinished(folder: Path, stem: str) -> ReencryptionPlan | None:
    """Return the latest run that was interrupted; a run that is only planned isn't resumed."""
    for path in sorted(folder.glob(f"{stem}-*.sqlite"), reverse=True):
        with closing(RunFile(path, existing=True)) as file:
            facts = file.facts
            if facts and facts.began and not facts.ended and file.open(limit=1):
                return _plan_of(file, resumed=True)
    return None


def _plan_of(file: RunFile, *, resumed: bool = False) -> ReencryptionPlan:
    facts = file.facts
    if facts is None or file.path is None or not facts.planned:
        raise not_a_run(str(file.path))
    counts = file.counts()
    left = sum(counts.get(state, 0) for state in OPEN)
    return ReencryptionPlan(str(file.path), facts, file.dry_run(), left, resumed)
