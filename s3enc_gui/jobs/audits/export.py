"""Exports an audit as CSV, JSON or an HTML page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from functools import partial
from itertools import chain, islice
from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.audits.audit import Audited, Requirement
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.progress import Progress
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.audits.file import PAGE, AuditFile
from s3enc_gui.store.files.atomic_write import CSV_ENCODING, write_atomically
from s3enc_gui.store.files.existing import exists
from s3enc_gui.store.os_errors import OTHER_FOLDER, os_errors
from s3enc_gui.wording.audits.audit_html import html_texts
from s3enc_gui.wording.audits.audit_report import csv_texts, json_texts

MAX_LISTED = 1000  # objects listed in the HTML page
MAX_OF_GROUP = 200  # of them in one group (encrypted the same way)


class AuditFormat(Enum):
    """Formats of an export."""

    CSV = "csv"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class ExportAudit:
    """Write an audit to a file; `audit` is the path of the audit's own file."""

    audit: str
    path: str
    format: AuditFormat
    requirement: Requirement | None = None

    def run(self, context: Context) -> str:
        """Return the path; reports Progress in objects, except for HTML, which is short.

        Raises AppError; an existing file then stays unchanged.
        """
        encoding = CSV_ENCODING if self.format is AuditFormat.CSV else "utf-8"
        guard = partial(os_errors, self.path, text("Can't export the audit"), OTHER_FOLDER)
        with opened(self.audit) as file:
            write_atomically(self.path, self._pieces(file, context), encoding, guard)
        return self.path

    def _pieces(self, file: AuditFile, context: Context) -> Iterator[str]:
        facts = file.facts
        total = facts.listed if facts and self.format is not AuditFormat.HTML else None
        for number, piece in enumerate(audit_texts(file, self.format, self.requirement)):
            context.checkpoint()
            if total is not None:  # a piece has a page of objects
                context.report(Progress(min(number * PAGE, total), total))
            yield piece


@contextmanager
def opened(audit: str) -> Iterator[AuditFile]:
    """Open an audit file for reading. Raises AppError, also if it doesn't exist."""
    if not exists(audit):
        raise AppError(
            text("Can't find the audit"), text("{path} doesn't exist.", path=audit), code="NoAudit"
        )
    file = AuditFile(Path(audit), reading=True)
    try:
        yield file
    finally:
        file.close()


def report_of(file: AuditFile, requirement: Requirement | None = None) -> AuditReport:
    """Return the report of an audit, finished or not. Raises AppError."""
    facts = file.facts
    if facts is None:
        raise AppError(
            text("Can't find the audit"), text("{path} is empty.", path=file.path), code="NoAudit"
        )
    return AuditReport(facts, file.summary(), file.keys, requirement)


def objects_to_review(
    file: AuditFile, report: AuditReport, limit: int, of_group: int
) -> Iterator[Audited]:
    """Yield up to `limit` objects that need review, most urgent first, up to `of_group` per group.

    The limit per group keeps one large group from hiding the others.
    """
    groups = report.groups_to_review
    pages = chain.from_iterable(file.pages([group], limit=of_group) for group in groups)
    return islice(chain.from_iterable(pages), limit)


def audit_texts(
    file: AuditFile, form: AuditFormat, requirement: Requirement | None = None
) -> Iterator[str]:
    """Yield an export in pieces. Raises AppError."""
    report = report_of(file, requirement)
    if form is AuditFormat.HTML:
        listed = objects_to_review(file, report, MAX_LISTED, MAX_OF_GROUP)
        return html_texts(report, listed, file.count(report.groups_to_review))
    texts = csv_texts if form is AuditFormat.CSV else json_texts
    return texts(report, file.pages(), file.unseen_pages())
