"""Audits that were made: which there are, and their objects page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from s3enc_gui.domain.audits.audit import NOT_SEEN, Audited, AuditFacts
from s3enc_gui.domain.audits.query import START, AuditCursor, AuditQuery
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone
from s3enc_gui.jobs.audits.export import opened, report_of
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.audits.file import PAGE, AuditFile
from s3enc_gui.store.paths import audits_path

MOST = 50  # audits that are named


@dataclass(frozen=True, slots=True)
class PastAudit:
    """An audit whose file is at `path`; so many objects of it ask for a look."""

    path: str
    facts: AuditFacts
    not_encrypted: int = 0
    not_seen: int = 0


@dataclass(frozen=True, slots=True)
class ListAudits:
    """Find the audits made by a connection; of the same place there is the last one only."""

    connection: Connection
    folder: str | None = None

    def run(self, context: Context) -> tuple[PastAudit, ...]:
        """Return them, the newest first; without those that are under way, or damaged."""
        folder = Path(self.folder) if self.folder else audits_path()
        try:
            paths = sorted(folder.glob("*.sqlite"), key=_modified, reverse=True)
        except OSError:
            return ()
        found: list[PastAudit] = []
        for past in self._read(paths):
            context.checkpoint()
            found.append(past)
            if len(found) == MOST:
                break
        return tuple(sorted(found, key=lambda one: one.facts.started, reverse=True))

    def _read(self, paths: list[Path]) -> Iterator[PastAudit]:
        for path in paths:
            try:
                with opened(str(path)) as file:
                    facts = file.facts
                    bare, unseen = file.of_kinds(StatusKind.NONE), file.of_kinds(*NOT_SEEN)
            except AppError:
                continue
            # The name of the file tells whose it is: it is the same for the same audit.
            if facts and AuditBucket(self.connection, facts.scope).path.name == path.name:
                yield PastAudit(str(path), facts, bare, unseen)


@dataclass(frozen=True, slots=True)
class OpenAudit:
    """Read what came of an audit, as far as it got."""

    path: str

    def run(self, context: Context) -> AuditDone:
        """Return it; nothing is required of it. Raises AppError."""
        del context
        with opened(self.path) as file:
            return AuditDone(self.path, report_of(file))


@dataclass(frozen=True, slots=True)
class AuditedPage:
    """Some objects of an audit; `next` None: there are no more. `total` are all that match."""

    objects: tuple[Audited, ...]
    next: AuditCursor | None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class ReadAudited:
    """Read a page of an audit's objects; the first page counts them all."""

    path: str
    query: AuditQuery
    after: AuditCursor = START
    limit: int = PAGE

    def run(self, context: Context) -> AuditedPage:
        """Return the page. Raises AppError, or Cancelled also in the middle of a search."""
        with opened(self.path) as file:
            file.heed(context.stopped.is_set)
            try:
                return self._read(file)
            except AppError:
                context.checkpoint()  # that is why
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
    """Remove the file of an audit; nothing in the cloud changes."""

    path: str

    def run(self, context: Context) -> str:
        """Return its path. Raises AppError."""
        del context
        try:
            for end in ("", "-wal", "-shm"):
                Path(self.path + end).unlink(missing_ok=True)
        except OSError as error:
            raise AppError(
                "The audit could not be removed",
                f"{self.path}: {error.strerror}.",
                code="NotRemoved",
            ) from error
        return self.path


def _modified(path: Path) -> float:
    return path.stat().st_mtime
