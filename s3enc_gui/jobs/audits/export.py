"""Writing what came of an audit: CSV, JSON, and one HTML page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import chain, islice
from pathlib import Path

from s3enc_gui.domain.audits.audit import Audited, Requirement
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.progress import Progress
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.audits.file import PAGE, AuditFile
from s3enc_gui.store.files.atomic_write import as_app_error, whole_file
from s3enc_gui.wording.audit_html import html_texts
from s3enc_gui.wording.audit_report import csv_texts, json_texts

FAILED = "The audit could not be exported"

MOST_ODD = 1000  # objects that are named in the HTML page
MOST_OF_A_GROUP = 200  # of them are encrypted alike


class AuditFormat(Enum):
    """What an audit is written as."""

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
        """Return the path written, reporting Progress in objects, but of HTML, which is short.

        Raises AppError; a file that was there is then still whole.
        """
        # Excel takes UTF-8 only with a byte order mark.
        encoding = "utf-8-sig" if self.format is AuditFormat.CSV else "utf-8"
        with opened(self.audit) as file, whole_file(self.path, encoding, FAILED) as target:
            facts = file.facts
            total = facts.listed if facts and self.format is not AuditFormat.HTML else None
            for number, text in enumerate(audit_texts(file, self.format, self.requirement)):
                context.checkpoint()
                if total is not None:  # a text has a page of objects
                    context.report(Progress(min(number * PAGE, total), total))
                with as_app_error(self.path, FAILED):
                    target.write(text)
        return self.path


@contextmanager
def opened(audit: str) -> Iterator[AuditFile]:
    """Open an audit's file for reading. Raises AppError, also where there is none."""
    if not Path(audit).exists():
        raise AppError("There is no such audit", f"{audit} is not there.", code="NoAudit")
    file = AuditFile(Path(audit), reading=True)
    try:
        yield file
    finally:
        file.close()


def report_of(file: AuditFile, requirement: Requirement | None = None) -> AuditReport:
    """Return the report of an audit that was begun. Raises AppError."""
    facts = file.facts
    if facts is None:
        raise AppError("There is no such audit", f"{file.path} is empty.", code="NoAudit")
    return AuditReport(facts, file.summary(), file.keys, requirement)


def odd_ones(file: AuditFile, report: AuditReport, limit: int, each: int) -> Iterator[Audited]:
    """Yield objects that ask for a look, the ones that ask most first; no more than `each` a group.

    So the many of one group do not hide the others.
    """
    pages = chain.from_iterable(file.pages([group], limit=each) for group in report.odd)
    return islice(chain.from_iterable(pages), limit)


def audit_texts(
    file: AuditFile, form: AuditFormat, requirement: Requirement | None = None
) -> Iterator[str]:
    """Yield an audit as text, piece by piece. Raises AppError."""
    report = report_of(file, requirement)
    if form is AuditFormat.HTML:
        odd = odd_ones(file, report, MOST_ODD, MOST_OF_A_GROUP)
        return html_texts(report, odd, file.count(report.odd))
    texts = csv_texts if form is AuditFormat.CSV else json_texts
    return texts(report, file.pages(), file.unseen_pages())
