"""`s3enc upload`: files and folders into a bucket, each with its proof."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock

from s3enc_gui.cli.arguments import add_connection, connection_of, pair
from s3enc_gui.cli.exit_status import ExitStatus, of_outcomes
from s3enc_gui.cli.output import (
    OutageLine,
    ProgressLine,
    print_error,
    error_document,
    note,
    outcome_document,
    print_json,
    print_outcome,
    print_resumed,
    print_restarted,
)
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import AWS_S3_ALIAS, parse_key_reference
from s3enc_gui.domain.location import (
    Location,
    is_address,
    key_for,
    nameless_text,
    parse_location,
)
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import (
    STORAGE_CLASSES,
    IfExists,
    UploadItem,
    UploadOptions,
    UploadPlan,
    metadata_problems,
    tag_problems,
)
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.history.journal_check import CheckJournal
from s3enc_gui.jobs.uploads.queue.events import NoticeRaised, OutageChanged
from s3enc_gui.jobs.uploads.scan import Scanned, ScanPaths
from s3enc_gui.jobs.uploads.upload import (
    FileEnded,
    FileRestarted,
    FileSent,
    FinishUpload,
    Resumed,
    UploadFiles,
)


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(
        run=run,
        unprinted="Run the same command again: it shows the results, and uploads what is missing.",
    )
    parser.add_argument("sources", nargs="+", metavar="FILE|FOLDER")
    parser.add_argument("destination", metavar="s3://BUCKET/PREFIX")
    parser.add_argument(
        "--sse",
        choices=[kind.value for kind in Encryption],
        help="encryption to ask for; none sends nothing, so that the bucket's default rules",
    )
    parser.add_argument(
        "--sse-kms-key-id", metavar="ID|ARN|alias/NAME", help="KMS key; without it aws/s3"
    )
    parser.add_argument(
        "--bucket-key",
        action=argparse.BooleanOptionalAction,
        help="use an S3 Bucket Key, or surely none; without it the bucket's setting rules",
    )
    parser.add_argument("--storage-class", choices=STORAGE_CLASSES, metavar="C")
    parser.add_argument("--tag", action="append", type=pair, default=[], metavar="K=V")
    parser.add_argument("--metadata", action="append", type=pair, default=[], metavar="K=V")
    parser.add_argument(
        "--if-exists",
        choices=[policy.value for policy in IfExists],
        default=IfExists.FAIL.value,
        help="what to do where the name is taken (default: fail)",
    )
    parser.add_argument("--json", action="store_true", help="print the receipts as JSON")
    parser.add_argument("--quiet", action="store_true", help="print only what went wrong")
    add_connection(parser)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Upload, print and return the status. Raises AppError where nothing can be sent at all."""
    destination = _destination(arguments.destination)
    options = _options(arguments)
    connection = connection_of(arguments)
    note(nameless_text(key_for(destination.key, "")))
    scanned = ScanPaths(tuple(arguments.sources)).run(context)
    for unreadable in scanned.unreadable:
        print_error(unreadable)
    plan = UploadPlan(destination.bucket, _items(scanned, destination.key), options)
    if not plan.items and scanned.unreadable:
        outcomes: tuple[Outcome, ...] = ()
    else:
        origin = _origin(arguments.sources, destination, options, connection)
        state = CheckJournal().run(context)
        if state.problem:
            print_error(state.problem)
        watched = _watched(context, plan, arguments)
        outcomes = UploadFiles(connection, plan, origin).run(watched)
    if arguments.json:
        print_json(
            {
                "files": [outcome_document(outcome, destination.bucket) for outcome in outcomes],
                "unreadable": [error_document(error) for error in scanned.unreadable],
            }
        )
    if outcomes and _settled(outcomes) and printer.flush():
        # What could not be printed is told again next time.
        FinishUpload(origin).run(context)
    status = of_outcomes(outcomes)
    return ExitStatus.FAILED if scanned.unreadable and status is ExitStatus.OK else status


def _watched(context: Context, plan: UploadPlan, arguments: argparse.Namespace) -> Context:
    """Return a context that shows progress and prints each file as it ends."""
    line, outage_line, one_at_a_time = ProgressLine(plan.size), OutageLine(), Lock()

    def report(event: object) -> None:
        with one_at_a_time:  # several files end at once, and their words are several lines
            if isinstance(event, FileSent) and not arguments.quiet:
                line.add(event.change, known=event.known)
            elif isinstance(event, FileEnded) and not arguments.json:
                print_outcome(event.outcome, plan.bucket, quiet=arguments.quiet)
            elif isinstance(event, OutageChanged):
                outage_line.show(event.outage)
            elif isinstance(event, NoticeRaised) and not arguments.quiet:
                print_error(event.notice)
            elif isinstance(event, Resumed):
                print_resumed(event)
            elif isinstance(event, FileRestarted):
                print_restarted(plan.items[event.index])

    return replace(context, report=report)


def _destination(text: str) -> Location:
    if not is_address(text):
        raise AppError(
            "The destination is missing",
            f"The last argument has to be s3://BUCKET/PREFIX, not “{text}”.",
            "For instance: s3enc upload report.pdf s3://my-bucket/reports/",
            code="Usage",
        )
    return parse_location(text)


def _options(arguments: argparse.Namespace) -> UploadOptions:
    key, bucket_key = arguments.sse_kms_key_id, arguments.bucket_key
    sse = arguments.sse
    if sse is None:  # a key says which encryption is meant
        named = key is not None or bucket_key is not None
        sse = Encryption.SSE_KMS if named else Encryption.BUCKET_DEFAULT
    if key is not None and parse_key_reference(key).text == AWS_S3_ALIAS:
        key = None
    options = UploadOptions(
        encryption=EncryptionChoice(Encryption(sse), key, bucket_key),
        storage_class=arguments.storage_class,
        metadata=tuple(arguments.metadata),
        tags=tuple(arguments.tag),
        if_exists=IfExists(arguments.if_exists),
    )
    for problem in (*metadata_problems(options.metadata), *tag_problems(options.tags)):
        raise problem
    return options


def _origin(
    sources: Iterable[str], destination: Location, options: UploadOptions, connection: Connection
) -> str:
    """Return words that are the same for the same command, whatever folder it is given in."""
    meant = {
        "sources": sorted(str(Path(source).absolute()) for source in sources),
        "destination": destination.uri,
        "options": asdict(options),
        "connection": asdict(connection),
    }
    return json.dumps(meant, sort_keys=True)


def _settled(outcomes: Iterable[Outcome]) -> bool:
    """Return whether the same command could do no more for these files."""
    return not any(one.result in (Result.FAILED, Result.CANCELLED) for one in outcomes)


def _items(scanned: Scanned, prefix: str) -> tuple[UploadItem, ...]:
    return tuple(
        UploadItem(found.path, key_for(prefix, found.relative), found.size)
        for found in scanned.files
    )
