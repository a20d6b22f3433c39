"""Audits a bucket: checks the encryption of every object, and stores the results in a file."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope, Requirement
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.jobs.audits.audit_file import AuditNotSaved, open_audit_file
from s3enc_gui.jobs.audits.bucket_source import BucketSource
from s3enc_gui.jobs.audits.export import report_of
from s3enc_gui.jobs.audits.maker import audit_maker
from s3enc_gui.jobs.audits.requirement import resolved
from s3enc_gui.jobs.audits.run import AuditProgress, AuditRun
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.waiting import waiting
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.listing.missing_versions import check_versions
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.store.audits.file import AuditFile
from s3enc_gui.store.paths import audits_path

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

__all__ = ["AuditBucket", "AuditDone", "AuditNotSaved", "AuditProgress", "AuditResumed"]

MAX_AGE = timedelta(days=1)
"""An older interrupted audit isn't resumed: its first results are out of date."""


@dataclass(frozen=True, slots=True)
class AuditResumed:
    """An interrupted audit is resumed."""

    started: datetime
    listed: int
    seen: int


@dataclass(frozen=True, slots=True)
class AuditDone:
    """A finished audit; its objects are in the file at `path`.

    The report's requirement is the job's, with its key resolved.
    """

    path: str
    report: AuditReport


@dataclass(frozen=True, slots=True)
class AuditBucket:
    """List a bucket or prefix, and check the encryption of each object.

    An interrupted audit of the same scope is resumed, unless it is older than MAX_AGE or `restart`
    is set. `folder` contains the audit files (None: in the user's data folder). Reports
    AuditResumed, AuditProgress, AuditNotSaved, OutageChanged and ListingNotice.
    """

    connection: Connection
    scope: AuditScope
    requirement: Requirement | None = None
    restart: bool = False
    folder: str | None = None

    @property
    def path(self) -> Path:
        """The audit's file: one per connection and scope."""
        folder = Path(self.folder) if self.folder else audits_path()
        subject = json.dumps([self.connection.plain, asdict(self.scope)], sort_keys=True)
        name = re.sub(r"[^a-z0-9.-]+", "-", self.scope.bucket.rpartition(":")[2])
        return folder / f"{name}-{hashlib.sha256(subject.encode()).hexdigest()[:16]}.sqlite"

    def run(self, context: Context) -> AuditDone:
        """Return the finished audit.

        While the server doesn't respond or the user must sign in, it waits. Raises AppError if the
        bucket can't be listed, and Cancelled; the next run then resumes. A cancellation after the
        last object has no effect.
        """
        aws_session = context.services.aws_session(self.connection)
        at_bucket = aws_session.at(self.scope.bucket)
        requirement = self.requirement and resolved(
            self.requirement, aws_session, at_bucket.key_region
        )
        file = open_audit_file(context, self.path)
        try:
            self._begin(file, at_bucket, context)
            at_bucket.learn_encryption()
            source = BucketSource(at_bucket, self.scope, file.names)
            with waiting(context, at_bucket, source.use, context.services.deadline) as waits:
                try:
                    context.services.run(AuditRun(file, source, context, waits.gate).run())
                except Cancelled:
                    if not _is_complete(file):  # the last response may have come meanwhile
                        raise
                if self.scope.versions:
                    waits.call(lambda: self._check_versions(file, source.client))
            file.end(now())
            return AuditDone(str(file.path), report_of(file, requirement))
        finally:
            file.close()

    def _check_versions(self, file: AuditFile, client: S3Client) -> None:
        """Raise AppError if the server left out versions: the audit is incomplete then."""
        facts, scope = file.facts, self.scope
        if facts is not None:
            check_versions(client, scope.bucket, scope.prefix, file.names(), facts.started)

    def _begin(self, file: AuditFile, at_bucket: BucketSession, context: Context) -> None:
        facts = file.facts
        unfinished = facts is not None and facts.ended is None and now() - facts.started < MAX_AGE
        if facts is not None and unfinished and not self.restart:
            context.report(AuditResumed(facts.started, facts.listed, file.checked))
            return
        try:
            default = config.default_encryption(at_bucket.client, self.scope.bucket)
        except AppError:
            default = None
        region = at_bucket.location or at_bucket.region
        maker = audit_maker(at_bucket.session)
        facts = AuditFacts(self.scope, now(), default=default, region=region, maker=maker)
        file.begin(facts)


def _is_complete(file: AuditFile) -> bool:
    """Whether every object was listed and checked."""
    facts = file.facts
    return facts is not None and facts.all_listed and not file.unseen(limit=1)
