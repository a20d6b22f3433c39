"""`s3enc download`: objects and folders of a bucket to this machine, each checked."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from s3enc_gui.cli.arguments import add_connection, connection_of
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import (
    OutageLine,
    ProgressLine,
    complain,
    error_document,
    error_lines,
    on_a_line,
    print_json,
    say_notice,
)
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import (
    RESULT_TEXTS,
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
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads.download import (
    DownloadObjects,
    DownloadProgress,
    DownloadResumed,
    FilesEnded,
    ForgetDownload,
    ProgressNotSaved,
)
from s3enc_gui.jobs.uploads.queue.events import OutageChanged
from s3enc_gui.wording.labels import format_size

DEADLINE = 600.0  # seconds of bad weather until it fails; the next run goes on with it
_FINE = frozenset(
    {FileOutcome.CHECKED, FileOutcome.ARRIVED, FileOutcome.FOLDER, FileOutcome.SKIPPED}
)


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(
        run=run,
        interrupted="what has arrived is kept",
        unprinted="The files that were downloaded are in their folder.",
    )
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="s3://BUCKET/KEY|PREFIX/",
        help="an object; or, with a / at its end, a folder with all that is below",
    )
    parser.add_argument(
        "target",
        nargs="?",
        metavar="FOLDER|FILE",
        help="where to; without it the current folder",
    )
    parser.add_argument("--version-id", metavar="ID", help="a version of the one object")
    parser.add_argument(
        "--if-exists",
        choices=[policy.value for policy in IfExists],
        default=IfExists.FAIL.value,
        help="what to do where a file of that name is there (default: fail)",
    )
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument("--quiet", action="store_true", help="print only what went wrong")
    add_connection(parser)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Download, print and return the status. Raises AppError where nothing can be fetched."""
    sources, target = _split(arguments.sources, arguments.target)
    connection = connection_of(arguments)
    requests = list(_requests(sources, target, connection, arguments))
    results: list[FileResult] = []
    ended: list[DownloadRequest] = []
    for request in requests:
        try:
            job = DownloadObjects(request, deadline=DEADLINE, until_told=True)
            summary = job.run(_watched(context, arguments))
        except Cancelled:
            printer.say("What has arrived is kept; the same command goes on with it.")
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
    fine = all(result.ended in _FINE for result in results)
    return ExitStatus.OK if fine else ExitStatus.FAILED


def _forget(ended: list[DownloadRequest], context: Context) -> None:
    """Forget downloads whose results were printed; others are told again next time."""
    if ended and printer.told():
        for request in ended:
            ForgetDownload(request).run(context)
        ended.clear()


def _split(words: Sequence[str], target: str | None) -> tuple[list[Location], str]:
    """Tell sources and target apart: the target is the last word, if it is no address."""
    sources = list(words) if target is None else [*words, target]
    place = "."
    if len(sources) > 1 and not is_address(sources[-1]):
        place = sources.pop()
    for source in sources:
        if not is_address(source):
            raise AppError(
                "The source is missing",
                f"“{source}” has to be s3://BUCKET/KEY or s3://BUCKET/PREFIX/.",
                "For instance: s3enc download s3://my-bucket/reports/ .",
                code="Usage",
            )
    return [parse_location(source) for source in sources], place


def _requests(
    sources: list[Location], target: str, connection: Connection, arguments: argparse.Namespace
) -> Iterator[DownloadRequest]:
    """Yield a wish for each bucket, in the order they were named."""
    version, policy = arguments.version_id, IfExists(arguments.if_exists)
    folder, name = _place(sources, target)
    if version and (len(sources) != 1 or _is_prefix(sources[0])):
        raise AppError("--version-id goes with one object only", code="Usage")
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
        )


def _place(sources: list[Location], target: str) -> tuple[str, str]:
    """Return the folder, and the file's name where another than the object's is given."""
    path = Path(target)
    is_folder = target.endswith(("/", "\\")) or path.is_dir() or path.name in ("", "..")
    if is_folder or len(sources) > 1 or _is_prefix(sources[0]):
        return str(path.absolute()), ""
    return str(path.absolute().parent), path.name


def _is_prefix(source: Location) -> bool:
    return _is_folder(source.key)


def _is_folder(key: str) -> bool:
    return not key or key.endswith("/")


def _nothing(request: DownloadRequest) -> AppError:
    return AppError(
        "There is nothing to download",
        f"There are no objects below s3://{request.bucket}/{request.prefixes[0]}.",
        "Check the prefix; s3enc audit lists what is in a bucket.",
        code="NoSuchKey",
    )


def _watched(context: Context, arguments: argparse.Namespace) -> Context:
    """Return a context that shows progress and prints each file as it ends."""
    line, outage_line = _Line(), OutageLine()

    def report(event: object) -> None:
        if isinstance(event, DownloadProgress) and not arguments.quiet:
            line.show(event)
        elif isinstance(event, FilesEnded) and not arguments.json:
            for result in event.results:
                print_result(result, quiet=arguments.quiet)
        elif isinstance(event, OutageChanged):
            outage_line.say(event.outage)
        elif isinstance(event, ListingNotice):
            say_notice(event)
        elif isinstance(event, DownloadResumed):
            _say_resumed(event)
        elif isinstance(event, ProgressNotSaved):
            complain(event.error)

    return replace(context, report=report)


class _Line:
    """The progress line, once it is known how much there is."""

    def __init__(self) -> None:
        self._line: ProgressLine | None = None
        self._before = DownloadProgress(0, None, 0, None)

    def show(self, now: DownloadProgress) -> None:
        """Show how far it is."""
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
    """Print what became of an object: a line where all is well, its reasons where it is not."""
    fine = result.ended in _FINE
    if result.earlier or (fine and quiet and not result.remarks):
        return
    check = f" ({result.check})" if result.check else ""
    lines = [on_a_line(f"{RESULT_TEXTS[result.ended]}{check}: {result.key} → {result.place}")]
    lines += [f"  {on_a_line(remark)}" for remark in result.remarks]
    if result.error:
        lines.append(error_lines(result.error))
    if result.error and result.error.code in GONE:
        lines.append("  If that is a folder: write it with a / at its end.")
    if result.ended is FileOutcome.TAKEN:
        lines.append("  That is: --if-exists overwrite, rename or skip.")
    printer.result("\n".join(lines), fine=fine and not quiet)


def _print_count(summary: DownloadSummary, *, quiet: bool) -> None:
    earlier = sum(result.earlier for result in summary.results)
    if earlier and not quiet:
        printer.result(f"{_files(earlier)} had arrived before.")


def _say_resumed(resumed: DownloadResumed) -> None:
    files = f"{_files(resumed.files)}, " if resumed.files else ""
    size = format_size(resumed.bytes)
    known = f": {files}{size} in all had arrived" if resumed.bytes or files else ""
    printer.say(f"Going on with a download that was interrupted{known}.")


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _document(result: FileResult) -> dict[str, object]:
    return {
        "key": result.key,
        "version_id": result.version_id,
        "file": result.place,
        "size": result.size,
        "result": result.ended.value,
        "check": result.check,
        "earlier": result.earlier,
        "remarks": list(result.remarks),
        "error": error_document(result.error) if result.error else None,
    }
