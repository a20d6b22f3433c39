"""Audit: look at every object of a bucket anew, and keep what was seen in a file."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope, Requirement
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.jobs.audits.bucket_source import BucketSource
from s3enc_gui.jobs.audits.export import report_of
from s3enc_gui.jobs.audits.requirement import resolved
from s3enc_gui.jobs.audits.run import AuditProgress, AuditRun
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.listing.missing_versions import check_versions
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.store.audits.file import AuditFile
from s3enc_gui.store.paths import audits_path

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

__all__ = ["AuditBucket", "AuditDone", "AuditProgress", "AuditResumed"]

STALE = timedelta(days=1)
"""An audit that began so long ago is not gone on with: an audit is to look anew."""


@dataclass(frozen=True, slots=True)
class AuditResumed:
    """An audit that was interrupted is gone on with."""

    started: datetime
    listed: int
    seen: int


@dataclass(frozen=True, slots=True)
class AuditDone:
    """A finished audit; its objects are in the file at `path`.

    The report's requirement is the one that was given, with its key resolved.
    """

    path: str
    report: AuditReport


@dataclass(frozen=True, slots=True)
class AuditBucket:
    """List a bucket or what is under a prefix, and ask for the encryption of each object.

    The same audit goes on where it was interrupted, unless that is a day ago or `anew` is wished.
    `folder` is where audits are kept (None: in the user's data folder). Reports AuditResumed,
    AuditProgress and ListingNotice.
    """

    connection: Connection
    scope: AuditScope
    requirement: Requirement | None = None
    anew: bool = False
    folder: str | None = None

    @property
    def path(self) -> Path:
        """The audit's file: the same for the same audit."""
        folder = Path(self.folder) if self.folder else audits_path()
        meant = json.dumps([asdict(self.connection), asdict(self.scope)], sort_keys=True)
        name = re.sub(r"[^a-z0-9.-]+", "-", self.scope.bucket.rpartition(":")[2])
        return folder / f"{name}-{hashlib.sha256(meant.encode()).hexdigest()[:16]}.sqlite"

    def run(self, context: Context) -> AuditDone:
        """Return what came of it.

        Raises AppError where the bucket may not be listed, or the server answers no more: the next
        run goes on then, as after Cancelled. A wish to stop that comes too late stops nothing.
        """
        aws_session = context.services.aws_session(self.connection)
        region = config.bucket_region(aws_session.s3(), self.scope.bucket) or aws_session.region
        wanted = self.requirement and resolved(self.requirement, aws_session, region)
        file = _opened(self.path)
        try:
            self._begin(file, aws_session, region, context)
            source = BucketSource(aws_session, region, self.scope, file.names)
            try:
                context.services.run(AuditRun(file, source, context).run())
            except Cancelled:
                if not _complete(file):  # what was awaited may have been the last
                    raise
            if self.scope.versions:
                self._check_versions(file, aws_session.s3(region))
            file.end(now())
            return AuditDone(str(self.path), report_of(file, wanted))
        finally:
            file.close()

    def _check_versions(self, file: AuditFile, client: S3Client) -> None:
        """Raise AppError where the server left versions out; the audit is not complete then."""
        facts, scope = file.facts, self.scope
        if facts is not None:
            check_versions(client, scope.bucket, scope.prefix, file.names(), facts.started)

    def _begin(
        self, file: AuditFile, aws_session: AwsSession, region: str, context: Context
    ) -> None:
        facts = file.facts
        unfinished = facts is not None and facts.ended is None and now() - facts.started < STALE
        if facts is not None and unfinished and not self.anew:
            context.report(AuditResumed(facts.started, facts.listed, file.seen))
            return
        try:
            default = config.default_encryption(aws_session.s3(region), self.scope.bucket)
        except AppError:
            default = None
        file.begin(AuditFacts(self.scope, now(), default=default, region=region))


def _complete(file: AuditFile) -> bool:
    """Return whether all that there is was looked at."""
    facts = file.facts
    return facts is not None and facts.all_listed and not file.unseen(limit=1)


def _opened(path: Path) -> AuditFile:
    """Open an audit's file; a damaged one is of no use to anybody."""
    try:
        return AuditFile(path)
    except AppError as error:
        if error.code != "AuditDamaged":
            raise
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return AuditFile(path)
