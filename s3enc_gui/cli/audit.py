"""`s3enc audit`: how every object of a bucket is encrypted."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from s3enc_gui.cli.arguments import add_connection, connection_of
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import on_a_line, say_notice
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.audits.audit import AuditScope, Compliance, parse_requirement
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.location import parse_location
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone, AuditProgress, AuditResumed
from s3enc_gui.jobs.audits.export import AuditFormat, ExportAudit, audit_texts, odd_ones, opened
from s3enc_gui.jobs.context import Context
from s3enc_gui.wording.audit_labels import objects_text
from s3enc_gui.wording.audit_report import group_label, odd_title, report_default
from s3enc_gui.wording.labels import format_duration, format_size

TABLE = "table"
MOST_ODD = 20  # objects that the table names
MOST_OF_A_GROUP = 5  # of them are encrypted alike
EVERY = 5.0  # seconds between two lines of progress where no terminal can overwrite one


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(run=run, interrupted="it goes on there the next time")
    parser.add_argument("scope", metavar="s3://BUCKET[/PREFIX]")
    parser.add_argument("--versions", action="store_true", help="look at all versions")
    parser.add_argument(
        "--format",
        choices=[TABLE, *(form.value for form in AuditFormat)],
        help="table, and to a file what its name ends with",
    )
    parser.add_argument("--output", metavar="FILE", help="write to a file: CSV, JSON or HTML")
    parser.add_argument(
        "--require",
        metavar="aws:kms[=KEY]",
        help="status 3 unless every object has this: AES256, aws:kms, aws:kms:dsse, or a KMS key",
    )
    parser.add_argument(
        "--anew", action="store_true", help="begin anew, even if the last audit was interrupted"
    )
    parser.add_argument("--json", action="store_true", help="the same as --format json")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    add_connection(parser)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Audit, print or write what came of it, and return the status. Raises AppError."""
    form = _format(arguments)
    if arguments.output and not Path(arguments.output).absolute().parent.is_dir():
        raise AppError(
            "The audit could not be exported",  # said now, and not after hours
            f"{arguments.output}: there is no such folder.",
            "Choose another place for it.",
            code="Usage",
        )
    location = parse_location(arguments.scope)
    requirement = parse_requirement(arguments.require) if arguments.require else None
    scope = AuditScope(location.bucket, location.key, arguments.versions)
    job = AuditBucket(connection_of(arguments), scope, requirement, arguments.anew)
    done = job.run(replace(context, report=_Line(quiet=arguments.quiet).report))
    if form is None:
        _print_table(done)
    elif arguments.output:
        export = ExportAudit(done.path, arguments.output, form, done.report.requirement)
        words = f"{objects_text(done.report.summary.objects)}: {export.run(context)}"
        printer.result(on_a_line(words))
    else:
        _print_texts(done, form, context)
    return status_of(done.report)


def status_of(report: AuditReport) -> ExitStatus:
    """Return the gravest: an object that does not comply outweighs one nobody could look at."""
    if report.judged(Compliance.VIOLATES):
        return ExitStatus.DIFFERENT
    unclear = report.summary.not_seen or report.judged(Compliance.CANNOT_TELL)
    return ExitStatus.FAILED if unclear else ExitStatus.OK


def _format(arguments: argparse.Namespace) -> AuditFormat | None:
    """Return what to write as; None is a table."""
    named, output = arguments.format, arguments.output
    if arguments.json:
        if named not in (None, AuditFormat.JSON.value):
            raise AppError("--json is --format json", f"Not --format {named}.", code="Usage")
        named = AuditFormat.JSON.value
    if named == TABLE and output:
        raise AppError(
            "A table is not written to a file",
            hint="Give --format csv, json or html, or leave out --output.",
            code="Usage",
        )
    if named is None and output:
        return _format_of(output)
    return AuditFormat(named) if named not in (None, TABLE) else None


def _format_of(output: str) -> AuditFormat:
    """Return what a file's name ends with: nobody looks for CSV in a `.pdf`."""
    end = PurePath(output).suffix.lower().removeprefix(".")
    ends = {form.value: form for form in AuditFormat} | {"htm": AuditFormat.HTML}
    if end not in ends:
        raise AppError(
            "It cannot be told what to write",
            f"“{PurePath(output).name}” ends with none of .csv, .json and .html.",
            "Give the file one of these endings, or --format csv, json or html.",
            code="Usage",
        )
    return ends[end]


def _print_texts(done: AuditDone, form: AuditFormat, context: Context) -> None:
    with opened(done.path) as file:
        for text in audit_texts(file, form, done.report.requirement):
            printer.output(text, context.checkpoint, exact=True)


def _print_table(done: AuditDone) -> None:
    report = done.report
    for line in table_lines(report):
        printer.result(on_a_line(line))
    with opened(done.path) as file:
        odd = list(odd_ones(file, report, MOST_ODD, MOST_OF_A_GROUP))
        count = file.count(report.odd)
    if not count:
        return
    printer.result(f"\n{odd_title(report, count)}")
    for one in odd:
        version = f" (version {one.listed.version_id})" if one.listed.version_id else ""
        unclear = report.judge(one.group) is Compliance.CANNOT_TELL
        kind = (
            f"{group_label(report, one.group)}, cannot tell"
            if unclear
            else group_label(report, one.group)
        )
        printer.result(on_a_line(f"  {kind}: {one.listed.key}{version}"))
    if len(odd) < count:
        printer.result(f"  … and {count - len(odd):,} more; --format csv lists all objects.")


def table_lines(report: AuditReport) -> Iterator[str]:
    """Yield the counts by encryption as a table, and what is to be said of the whole."""
    summary = report.summary
    titles = ("Encryption", "Objects", "Bytes")
    rows = [
        (
            group_label(report, one.group),
            f"{one.objects:,}",
            format_size(one.bytes),
            report.judge(one.group),
        )
        for one in summary.group_counts
    ]
    total = ("Total", f"{summary.objects:,}", format_size(summary.bytes), None)
    cells = [(*titles, None), *rows, total]
    first, second, third = (max(len(str(row[at])) for row in cells) for at in range(3))
    for name, objects, size, compliance in cells:
        note = f"  {compliance.value}" if compliance else ""
        yield f"{name:<{first}}  {objects:>{second}}  {size:>{third}}{note}".rstrip()
    yield ""
    yield f"Default encryption of the bucket: {report_default(report)}"
    if report.facts.delete_markers:
        yield f"Delete markers: {report.facts.delete_markers:,}"
    if summary.not_seen:
        yield f"Could not be looked at: {objects_text(summary.not_seen)}"
    if report.requirement:
        yield f"Required: {report.requirement}; {', '.join(_judged_text(report))}"


def _judged_text(report: AuditReport) -> Iterator[str]:
    """Yield how many objects comply and how many do not; they add up to the total."""
    yield f"{report.judged(Compliance.COMPLIES):,} comply"
    yield f"{report.judged(Compliance.VIOLATES):,} do not"
    if unclear := report.judged(Compliance.CANNOT_TELL):
        yield f"of {unclear:,} it cannot be told"
    if gone := report.summary.of_kinds(StatusKind.GONE):
        yield f"{gone:,} are gone"


class _Line:
    """Progress on standard error: a line that is overwritten, or one now and then in a log."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._terminal = printer.is_terminal
        self._said = time.monotonic()

    def report(self, event: object) -> None:
        """Show a report of the job."""
        if isinstance(event, AuditResumed):
            begun = event.started.astimezone().strftime("%Y-%m-%d %H:%M")
            printer.say(
                f"Going on with the audit begun at {begun}: {event.seen:,} of"
                f" {objects_text(event.listed)} were looked at."
            )
        elif isinstance(event, ListingNotice):
            say_notice(event)
        elif isinstance(event, AuditProgress) and not self._quiet:
            self._show(event)

    def _show(self, progress: AuditProgress) -> None:
        if self._terminal:
            printer.progress(progress_text(progress))
        elif time.monotonic() - self._said >= EVERY:
            self._said = time.monotonic()
            printer.say(progress_text(progress))


def progress_text(progress: AuditProgress) -> str:
    """Say how far it is: `12,000 of 20,000 objects · 8,100/s · 1 s left`."""
    if progress.total is None:
        words = f"{progress.seen:,} objects, {progress.listed:,} listed so far"
    else:
        words = f"{progress.seen:,} of {objects_text(progress.total)}"
    if progress.rate:
        words += f" · {progress.rate:,.0f}/s"
    if progress.remaining is not None:
        words += f" · {format_duration(progress.remaining)} left"
    return words
