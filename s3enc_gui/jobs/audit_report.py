"""Writing what came of an audit: CSV, JSON, and one HTML page."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from s3enc_gui.domain.audit import Audited, Requirement
from s3enc_gui.domain.audit_html import html_texts
from s3enc_gui.domain.audit_report import AuditReport, csv_texts, json_texts
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.audit_file import AuditFile

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
        """Return the path written. Raises AppError; a file that was there is then still whole."""
        # Excel takes UTF-8 only with a byte order mark.
        encoding = "utf-8-sig" if self.format is AuditFormat.CSV else "utf-8"
        with opened(self.audit) as file, _whole_file(self.path, encoding) as target:
            for text in audit_texts(file, self.format, self.requirement):
                context.checkpoint()
                with _in_words(self.path):
                    target.write(text)
        return self.path


@contextmanager
def opened(audit: str) -> Iterator[AuditFile]:
    """Open an audit's file for reading. Raises AppError, also where there is none."""
    if not Path(audit).exists():
        raise AppError("There is no such audit", f"{audit} is not there.", code="NoAudit")
    file = AuditFile(Path(audit))
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
    return texts(report, file.pages())


@contextmanager
def _whole_file(path: str, encoding: str) -> Iterator[TextIO]:
    """Write beside, then rename: what is not complete takes nobody's place, and is not kept."""
    target = Path(os.path.realpath(path))  # what a link leads to, and not the link, is replaced
    beside = target.with_name(f".s3enc-{secrets.token_hex(6)}.part")
    with _in_words(path):
        file = beside.open("x", encoding=encoding, errors="backslashreplace", newline="")
    try:
        with file:
            yield file
            with _in_words(path):
                file.flush()
                os.fsync(file.fileno())  # some disks tell only now that they are full
        with _in_words(path):
            beside.replace(target)
    except BaseException:
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            beside.unlink()
        raise


@contextmanager
def _in_words(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AppError(
            "The audit could not be exported",
            f"{path}: {error.strerror or error}.",
            "Choose another place for it.",
            errno.errorcode.get(error.errno or 0, "OSError"),
        ) from error
