"""`s3enc audit`: shows how every object of a bucket is encrypted."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from s3enc_gui.cli.arguments import (
    TABLE,
    add_connection,
    add_format,
    check_table,
    checked_connection,
)
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.kms_key import check_key
from s3enc_gui.cli.output import PacedLine, print_error, print_notice, single_line, time_left
from s3enc_gui.cli.printer import printer
from s3enc_gui.cli.sign_in.outage_report import OutageReport
from s3enc_gui.domain.audits.audit import AuditScope, Compliance, parse_requirement
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.groups import GroupCount
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.location import parse_location
from s3enc_gui.i18n import N_, _, ngettext, text, translate
from s3enc_gui.jobs.audits.audit import (
    AuditBucket,
    AuditDone,
    AuditNotSaved,
    AuditProgress,
    AuditResumed,
)
from s3enc_gui.jobs.audits.export import (
    AuditFormat,
    ExportAudit,
    audit_texts,
    objects_to_review,
    opened,
)
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.store.files.existing import is_folder
from s3enc_gui.wording.audits.audit_labels import compliance_text
from s3enc_gui.wording.audits.audit_report import group_label, report_default, review_title
from s3enc_gui.wording.formats import format_minute, format_size, objects_text

MAX_NAMED = 20  # objects that the table names
MAX_PER_GROUP = 5  # of them with the same encryption
_COLUMNS = (N_("Encryption"), N_("Objects"), N_("Bytes"))


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(run=run, stopping=_("Stopping. The next audit resumes here."))
    parser.add_argument("scope", metavar="s3://BUCKET[/PREFIX]", help=_("what to audit"))
    parser.add_argument("--versions", action="store_true", help=_("audit all versions"))
    formats = [format_.value for format_ in AuditFormat]
    add_format(parser, formats, _("write to a file, as CSV, JSON or HTML"))
    parser.add_argument(
        "--require",
        metavar="aws:kms[=KEY]",
        help=_(
            "required encryption: AES256, aws:kms or aws:kms:dsse; exit status 3 if an object "
            "doesn't comply"
        ),
    )
    parser.add_argument(
        "--anew", action="store_true", help=_("start over instead of resuming an interrupted audit")
    )
    parser.add_argument("--json", action="store_true", help=_("same as --format json"))
    parser.add_argument("--quiet", action="store_true", help=_("show no progress"))
    add_connection(parser)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Audit, print or write the report, and return the status. Raises AppError."""
    format_ = _format(arguments)
    # Checked now, because the audit may take hours.
    if arguments.output and not is_folder(Path(arguments.output).absolute().parent):
        raise AppError(
            text("Can't write the report to {file}", file=arguments.output),
            text("The folder doesn't exist."),
            text("Choose another folder."),
            code="Usage",
        )
    location = parse_location(arguments.scope)
    requirement = parse_requirement(arguments.require) if arguments.require else None
    connection = checked_connection(arguments, context)
    if requirement and requirement.key:
        check_key(requirement.key, connection, context)
    scope = AuditScope(location.bucket, location.key, arguments.versions)
    job = AuditBucket(connection, scope, requirement, arguments.anew)
    progress = _ProgressLine(OutageReport(connection, context), quiet=arguments.quiet)
    done = job.run(replace(context, report=progress.report))
    if format_ is None:
        _print_table(done)
    elif arguments.output:
        export = ExportAudit(done.path, arguments.output, format_, done.report.requirement)
        line = f"{objects_text(done.report.summary.objects)}: {export.run(context)}"
        printer.result(single_line(line))
    else:
        _print_report(done, format_, context)
    return status_of(done.report)


def status_of(report: AuditReport) -> ExitStatus:
    """Return the most severe status; not compliant outweighs can't tell."""
    if report.judged(Compliance.VIOLATES):
        return ExitStatus.DIFFERENT
    unclear = report.summary.unreadable or report.judged(Compliance.CANNOT_TELL)
    return ExitStatus.FAILED if unclear else ExitStatus.OK


def _format(arguments: argparse.Namespace) -> AuditFormat | None:
    """Return the format; None: a table. Raises AppError."""
    check_table(arguments)
    named, output = arguments.format, arguments.output
    if arguments.json:
        if named not in (None, AuditFormat.JSON.value):
            raise AppError(
                text("--json can't be combined with --format {format}", format=named),
                hint=text("Use one of the two."),
                code="Usage",
            )
        named = AuditFormat.JSON.value
    if named is None and output:
        return _format_of(output)
    return AuditFormat(named) if named not in (None, TABLE) else None


def _format_of(output: str) -> AuditFormat:
    """Return the format of a file name extension. Raises AppError."""
    extension = PurePath(output).suffix.lower().removeprefix(".")
    formats = {format_.value: format_ for format_ in AuditFormat} | {"htm": AuditFormat.HTML}
    if extension not in formats:
        raise AppError(
            text("The format of the report is missing"),
            text("“{file}” doesn't end with .csv, .json or .html.", file=PurePath(output).name),
            text("Use one of these file name extensions, or --format csv, json or html."),
            code="Usage",
        )
    return formats[extension]


def _print_report(done: AuditDone, format_: AuditFormat, context: Context) -> None:
    with opened(done.path) as file:
        for chunk in audit_texts(file, format_, done.report.requirement):
            printer.output(chunk, context.checkpoint, exact=True)


def _print_table(done: AuditDone) -> None:
    report = done.report
    for line in table_lines(report):
        printer.result(single_line(line))
    with opened(done.path) as file:
        odd = list(objects_to_review(file, report, MAX_NAMED, MAX_PER_GROUP))
        count = file.count(report.groups_to_review)
    if not count:
        return
    printer.result(f"\n{review_title(report, count)}")
    for found in odd:
        key, version = found.listed.key, found.listed.version_id
        name = _("{key} (version {version})").format(key=key, version=version) if version else key
        group = group_label(report, found.group)
        if report.judge(found.group) is Compliance.CANNOT_TELL:
            group = f"{group}, {compliance_text(Compliance.CANNOT_TELL)}"
        printer.result(single_line(f"  {group}: {name}"))
    if (more := count - len(odd)) > 0:
        line = ngettext(
            "… and {count:,} more. To list all objects, use --format csv.",
            "… and {count:,} more. To list all objects, use --format csv.",
            more,
        )
        printer.result(f"  {line.format(count=more)}")


def table_lines(report: AuditReport) -> Iterator[str]:
    """Yield the counts by encryption as a table, then the facts about the bucket."""
    summary = report.summary
    rows = [
        (*map(translate, _COLUMNS), ""),
        *(_row(count, report) for count in summary.group_counts),
        (_("Total"), f"{summary.objects:,}", format_size(summary.bytes), ""),
    ]
    first, second, third = (max(len(row[column]) for row in rows) for column in range(3))
    for name, objects, size, compliance in rows:
        yield f"{name:<{first}}  {objects:>{second}}  {size:>{third}}  {compliance}".rstrip()
    yield ""
    yield _("Default encryption of the bucket: {default}").format(default=report_default(report))
    if report.facts.delete_markers:
        yield _("Delete markers: {count:,}").format(count=report.facts.delete_markers)
    if summary.unreadable:
        yield _("Couldn't be checked: {objects}").format(objects=objects_text(summary.unreadable))
    if report.unusable_keys:
        unusable = objects_text(report.unusable_keys)
        yield _("KMS key not usable: {objects}").format(objects=unusable)
    if summary.not_reported:
        line = _("Not reported by the server: {objects}")
        yield line.format(objects=objects_text(summary.not_reported))
    if report.requirement:
        counts = ", ".join(_compliance_counts(report))
        line = _("Required: {requirement}; {counts}")
        yield line.format(requirement=report.requirement, counts=counts)


def _row(count: GroupCount, report: AuditReport) -> tuple[str, str, str, str]:
    compliance = report.judge(count.group)
    return (
        group_label(report, count.group),
        f"{count.objects:,}",
        format_size(count.bytes),
        compliance_text(compliance) if compliance else "",
    )


def _compliance_counts(report: AuditReport) -> Iterator[str]:
    """Yield the numbers of objects by compliance; they add up to the total."""
    complies, violates = report.judged(Compliance.COMPLIES), report.judged(Compliance.VIOLATES)
    yield ngettext("{count:,} compliant", "{count:,} compliant", complies).format(count=complies)
    yield ngettext("{count:,} not compliant", "{count:,} not compliant", violates).format(
        count=violates
    )
    if unclear := report.judged(Compliance.CANNOT_TELL):
        yield ngettext("can't tell for {count:,}", "can't tell for {count:,}", unclear).format(
            count=unclear
        )
    if gone := report.summary.of_kinds(StatusKind.GONE):
        yield ngettext(
            "{count:,} deleted during the audit", "{count:,} deleted during the audit", gone
        ).format(count=gone)


class _ProgressLine:
    """Progress on standard error."""

    def __init__(self, outages: OutageReport, *, quiet: bool) -> None:
        self._outages, self._quiet = outages, quiet
        self._line = PacedLine()

    def report(self, event: object) -> None:
        """Show an event of the job."""
        if isinstance(event, AuditResumed):
            line = _("Resuming the audit started at {time}: {seen:,} of {objects} already checked.")
            started = format_minute(event.started)
            objects = objects_text(event.listed)
            printer.message(line.format(time=started, seen=event.seen, objects=objects))
        elif isinstance(event, ListingNotice):
            print_notice(event)
        elif isinstance(event, AuditNotSaved):
            print_error(event.error)
        elif isinstance(event, OutageChanged):
            self._outages.show(event.outage)
        elif isinstance(event, AuditProgress) and not self._quiet:
            self._line.show(progress_text(event))


def progress_text(progress: AuditProgress) -> str:
    """Return the progress: `12,000 of 20,000 objects · 8,100/s · 1 s left`."""
    if progress.total is None:
        line = _("{objects}, {listed:,} listed so far")
        parts = [line.format(objects=objects_text(progress.seen), listed=progress.listed)]
    else:
        line = _("{seen:,} of {objects}")
        parts = [line.format(seen=progress.seen, objects=objects_text(progress.total))]
    if progress.rate:
        parts.append(f"{progress.rate:,.0f}/s")
    if progress.remaining is not None:
        parts.append(time_left(progress.remaining))
    return " · ".join(parts)
