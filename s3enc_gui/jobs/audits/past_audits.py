"""Earlier audits: listed, opened, searched and removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.audits.audit import Audited, AuditFacts
from s3enc_gui.domain.audits.query import START, AuditCursor, AuditQuery
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.groups import UNREADABLE
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone
from s3enc_gui.jobs.audits.export import opened, report_of
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.audits.file import PAGE, AuditFile
from s3enc_gui.store.os_errors import os_errors
from s3enc_gui.store.paths import audits_path
from s3enc_gui.store.sqlite.opening import delete_database

MAX_AUDITS = 50  # listed


@dataclass(frozen=True, slots=True)
class PastAudit:
    """An audit whose file is at `path`, with counts of objects that need review."""

    path: str
    facts: AuditFacts
    not_encrypted: int = 0
    unreadable: int = 0
    not_reported: int = 0
    unusable_keys: int = 0


@dataclass(frozen=True, slots=True)
class ListAudits:
    """Find the audits of a connection; there is one per scope, the latest."""

    connection: Connection
    folder: str | None = None

    def run(self, context: Context) -> tuple[PastAudit, ...]:
        """Return them, newest first; running audits and damaged files are left out."""
        folder = Path(self.folder) if self.folder else audits_path()
        try:
            paths = sorted(folder.glob("*.sqlite"), key=_modified, reverse=True)
        except OSError:
            return ()
        found: list[PastAudit] = []
        for past in self._read(paths):
            context.checkpoint()
            found.append(past)
            if len(found) == MAX_AUDITS:
                break
        return tuple(sorted(found, key=lambda one: one.facts.started, reverse=True))

    def _read(self, paths: list[Path]) -> Iterator[PastAudit]:
        for path in paths:
            try:
                with opened(str(path)) as file:
                    facts = file.facts
                    bare, unseen = file.of_kinds(StatusKind.NONE), file.of_kinds(*UNREADABLE)
                    silent = file.of_kinds(StatusKind.NOT_REPORTED)
                    unusable = file.with_unusable_keys()
            except AppError:
                continue
            # The file's name depends on the connection and the scope.
            if facts and AuditBucket(self.connection, facts.scope).path.name == path.name:
                yield PastAudit(str(path), facts, bare, unseen, silent, unusable)


@dataclass(frozen=True, slots=True)
class OpenAudit:
    """Open an audit, finished or not."""

    path: str

    def run(self, context: Context) -> AuditDone:
        """Return the audit, without a requirement. Raises AppError."""
        del context
        with opened(self.path) as file:
            return AuditDone(self.path, report_of(file))


@dataclass(frozen=True, slots=True)
class AuditedPage:
    """Objects of an audit; `next` None: there are no more. `total` counts all that match."""

    objects: tuple[Audited, ...]
    next: AuditCursor | None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class ReadAudited:
    """Read a page of an audit's objects; the first page also counts all matches."""

    path: str
    query: AuditQuery
    after: AuditCursor = START
    limit: int = PAGE

    def run(self, context: Context) -> AuditedPage:
        """Return the page. Raises AppError, and Cancelled even during a search."""
        with opened(self.path) as file:
            file.cancel_when(context.stopped.is_set)
            try:
                return self._read(file)
            except AppError:
                context.checkpoint()  # raises if cancellation aborted the query
                raise

    def _read(self, file: AuditFile) -> AuditedPage:
        query, total = self.query, None
        objects, following = file.page(query, self.after, self.limit)
        if self.after == START:
            more = following is not None
            total = file.count(query.groups, query.text) if more else len(objects)
        return AuditedPage(tuple(objects), following, total)


@dataclass(frozen=True, slots=True)
class RemoveAudit:
    """Delete the file of an audit; S3 is not changed."""

    path: str

    def run(self, context: Context) -> str:
        """Return its path. Raises AppError."""
        del context
        with os_errors(self.path, text("Can't remove the audit"), code="NotRemoved"):
            delete_database(Path(self.path))
        return self.path


def _modified(path: Path) -> float:
    return path.stat().st_mtime
