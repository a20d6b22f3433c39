"""`s3enc download`: downloads objects and folders, and checks each file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from s3enc_gui.cli.arguments import (
    DEADLINE,
    add_connection,
    add_objects,
    add_results,
    checked_connection,
)
from s3enc_gui.cli.client_side.options import add_decryption, client_side_reading
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.keys.key_option import add_customer_key, customer_key_of
from s3enc_gui.cli.output import (
    ProgressLine,
    error_document,
    error_text,
    exists_hint,
    print_error,
    print_json,
    print_notice,
    single_line,
)
from s3enc_gui.cli.printer import printer
from s3enc_gui.cli.sign_in.outage_report import OutageReport
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import (
    DownloadRequest,
    DownloadSummary,
    FileOutcome,
    FileResult,
    requested_object,
)
from s3enc_gui.domain.error_codes import GONE
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.location import Location, is_address, parse_location
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import _, ngettext, text, untranslated
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads.download import DownloadObjects, ForgetDownload
from s3enc_gui.jobs.downloads.events import (
    DownloadProgress,
    DownloadResumed,
    FilesEnded,
    ProgressNotSaved,
)
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.s3.errors.object_meant import is_deleted
from s3enc_gui.store.files.existing import is_folder
from s3enc_gui.store.files.mounts import local_path
from s3enc_gui.wording.downloads.labels import file_outcome_text
from s3enc_gui.wording.formats import format_size

_OK = frozenset({FileOutcome.CHECKED, FileOutcome.ARRIVED, FileOutcome.FOLDER, FileOutcome.SKIPPED})


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(
        run=run,
        stopping=_("Stopping…"),
        unprinted=_("The downloaded files are kept."),
    )
    add_objects(parser)
    parser.add_argument(
        "target",
        nargs="?",
        metavar="FOLDER|FILE",
        help=_("where to save the download; default: the current folder"),
    )
    parser.add_argument("--version-id", metavar="ID", help=_("version of the object"))
    parser.add_argument(
        "--if-exists",
        choices=[policy.value for policy in IfExists],
        default=IfExists.FAIL.value,
        help=_("what to do if the file already exists; default: fail"),
    )
    add_customer_key(parser)
    add_decryption(parser)
    add_results(parser)
    add_connection(parser)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Download, print and return the status. Raises AppError if nothing can be downloaded."""
    sources, target = _split(arguments.sources, arguments.target)
    connection = checked_connection(arguments, context)
    connection = connection.with_customer_key(customer_key_of(arguments, context))
    requests = list(_requests(sources, target, connection, arguments))
    results: list[FileResult] = []
    ended: list[DownloadRequest] = []
    for request in requests:
        try:
            job = DownloadObjects(request, deadline=DEADLINE, keep_record=True)
            summary = job.run(_watched(context, arguments, connection))
        except Cancelled:
            printer.message(_("Downloaded data is kept. To resume, run the same command again."))
            raise
        if not summary.results:
            raise _nothing(request)
        results += summary.results
        if not arguments.json:
            _print_count(summary, quiet=arguments.quiet)
        if not summary.counts[FileOutcome.FAILED]:
            ended.append(request)
        if not arguments.json:
            _forget(ended, context)
    if arguments.json:
        print_json({"files": [_document(result) for result in results]})
        _forget(ended, context)
    ok = all(result.ended in _OK for result in results)
    return ExitStatus.OK if ok else ExitStatus.FAILED


def _forget(ended: list[DownloadRequest], context: Context) -> None:
    """Delete the records of downloads whose results were printed."""
    if ended and printer.flush():
        for request in ended:
            ForgetDownload(request).run(context)
        ended.clear()


def _split(arguments: Sequence[str], target: str | None) -> tuple[list[Location], str]:
    """Return the sources, and the last argument as the target unless it is an S3 URI."""
    sources = list(arguments) if target is None else [*arguments, target]
    folder = "."
    if len(sources) > 1 and not is_address(sources[-1]):
        folder = sources.pop()
    for source in sources:
        if not is_address(source):
            raise AppError(
                text("The source is missing"),
                text("“{name}” must be s3://BUCKET/KEY or s3://BUCKET/PREFIX/.", name=source),
                text("For example: s3enc download s3://my-bucket/reports/ ."),
                code="Usage",
            )
    return [parse_location(source) for source in sources], local_path(folder)


def _requests(
    sources: list[Location], target: str, connection: Connection, arguments: argparse.Namespace
) -> Iterator[DownloadRequest]:
    """Yield a request for each bucket, in the order of the arguments."""
    version, policy = arguments.version_id, IfExists(arguments.if_exists)
    folder, name = _target(sources, target)
    if version and (len(sources) != 1 or _is_prefix(sources[0])):
        raise AppError(
            text("Can't use --version-id with several objects or a folder"),
            hint=text("Name one object, or omit --version-id."),
            code="Usage",
        )
    for bucket in dict.fromkeys(source.bucket for source in sources):
        keys = [source.key for source in sources if source.bucket == bucket]
        yield DownloadRequest(
            connection,
            bucket,
            folder,
            tuple(requested_object(key, version) for key in keys if not _is_folder(key)),
            tuple(key for key in keys if _is_folder(key)),
            if_exists=policy,
            name=name,
            client_side=client_side_reading(arguments),
        )


def _target(sources: list[Location], target: str) -> tuple[str, str]:
    """Return the folder, and the file name if it differs from that of the object."""
    path = Path(target)
    is_known_folder = target.endswith(("/", "\\")) or is_folder(path) or path.name in ("", "..")
    if is_known_folder or len(sources) > 1 or _is_prefix(sources[0]):
        return str(path.absolute()), ""
    return str(path.absolute().parent), path.name


def _is_prefix(source: Location) -> bool:
    return _is_folder(source.key)


def _is_folder(key: str) -> bool:
    return not key or key.endswith("/")


def _nothing(request: DownloadRequest) -> AppError:
    uri = Location(request.bucket, request.prefixes[0]).uri
    return AppError(
        text("Nothing to download"),
        text("There are no objects in {uri}.", uri=uri),
        text("Check the prefix. To list the objects of a bucket, use s3enc audit --format csv."),
        code="NoSuchKey",
    )


def _watched(context: Context, arguments: argparse.Namespace, connection: Connection) -> Context:
    """Return a context that shows progress and prints each result."""
    line, outages = _DownloadLine(), OutageReport(connection, context)

    def report(event: object) -> None:
        if isinstance(event, DownloadProgress) and not arguments.quiet:
            line.show(event)
        elif isinstance(event, FilesEnded) and not arguments.json:
            for result in event.results:
                print_result(result, quiet=arguments.quiet)
        elif isinstance(event, OutageChanged):
            outages.show(event.outage)
        elif isinstance(event, ListingNotice):
            print_notice(event)
        elif isinstance(event, DownloadResumed):
            _print_resumed(event)
        elif isinstance(event, ProgressNotSaved):
            print_error(event.error)

    return replace(context, report=report)


class _DownloadLine:
    """The progress line, shown once the total size is known."""

    def __init__(self) -> None:
        self._line: ProgressLine | None = None
        self._before = DownloadProgress(0, None, 0, None)

    def show(self, now: DownloadProgress) -> None:
        """Show the progress."""
        if now.of_bytes is None:
            return
        if self._line is None:
            self._line = ProgressLine(now.of_bytes)
        before, self._before = self._before, now
        known = now.known - before.known
        if known:
            self._line.add(known, known=True)
        self._line.add(now.bytes - before.bytes - known)


def print_result(result: FileResult, *, quiet: bool) -> None:
    """Print the result of an object, with remarks and the error."""
    ok = result.ended in _OK
    if result.earlier or (ok and quiet and not result.remarks):
        return
    check = f" ({result.check})" if result.check else ""
    lines = [single_line(f"{file_outcome_text(result.ended)}{check}: {result.key} → {result.path}")]
    lines += [f"  {single_line(str(remark))}" for remark in result.remarks]
    if result.error:
        lines.append(error_text(result.error))
    if result.error and result.error.code in GONE and not is_deleted(result.error):
        lines.append("  " + _("If it is a folder, add a / at the end."))
    if result.ended is FileOutcome.EXISTS:
        lines.append(f"  {exists_hint()}")
    printer.result("\n".join(lines), ok=ok and not quiet)


def _print_count(summary: DownloadSummary, *, quiet: bool) -> None:
    earlier = sum(result.earlier for result in summary.results)
    if earlier and not quiet:
        line = ngettext(
            "{count:,} file was already downloaded.",
            "{count:,} files were already downloaded.",
            earlier,
        )
        printer.result(line.format(count=earlier))


def _print_resumed(resumed: DownloadResumed) -> None:
    if not (resumed.files or resumed.bytes):
        printer.message(_("Resuming an interrupted download."))
        return
    line = ngettext(
        "Resuming an interrupted download. Already downloaded: {count:,} file, {size} in total.",
        "Resuming an interrupted download. Already downloaded: {count:,} files, {size} in total.",
        resumed.files,
    )
    printer.message(line.format(count=resumed.files, size=format_size(resumed.bytes)))


def _document(result: FileResult) -> dict[str, object]:
    return {
        "key": result.key,
        "version_id": result.version_id,
        "file": result.path,
        "size": result.size,
        "result": result.ended.value,
        "check": untranslated(result.check),
        "earlier": result.earlier,
        "remarks": [untranslated(remark) for remark in result.remarks],
        "error": error_document(result.error) if result.error else None,
    }
