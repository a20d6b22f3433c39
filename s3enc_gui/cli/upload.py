"""`s3enc upload`: uploads files and folders, and verifies each object."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock

from s3enc_gui.cli.arguments import add_connection, checked_connection, name_value_pair
from s3enc_gui.cli.client_side.options import add_encryption, client_side_key
from s3enc_gui.cli.exit_status import ExitStatus, of_outcomes
from s3enc_gui.cli.keys.key_option import add_customer_key, customer_key_of
from s3enc_gui.cli.output import (
    ProgressLine,
    error_document,
    outcome_document,
    print_error,
    print_json,
    print_note,
    print_outcome,
    print_restarted,
    print_resumed,
)
from s3enc_gui.cli.printer import printer
from s3enc_gui.cli.sign_in.outage_report import OutageReport
from s3enc_gui.cli.upload_sources import Sources, add_source_options, source_options
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption, EncryptionChoice
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
    UploadOptions,
    UploadPlan,
    option_problems,
)
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.history.journal_check import CheckJournal
from s3enc_gui.jobs.uploads.check_client_side import CheckClientSideKey
from s3enc_gui.jobs.uploads.queue.events import (
    BytesSent,
    NoticeRaised,
    SendingRestarted,
    TransferEnded,
)
from s3enc_gui.jobs.uploads.upload import (
    FinishUpload,
    UploadFiles,
    UploadResumed,
)
from s3enc_gui.store.files.mounts import file_address


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(
        run=run,
        stopping=_("Stopping and discarding incomplete uploads…"),
        unprinted=_(
            "Run the same command again. It shows the results and uploads what is missing."
        ),
    )
    parser.add_argument("sources", nargs="+", metavar="FILE|FOLDER", help=_("what to upload"))
    parser.add_argument("destination", metavar="s3://BUCKET/PREFIX", help=_("destination in S3"))
    parser.add_argument(
        "--sse",
        choices=[kind.value for kind in (Encryption.BUCKET_DEFAULT, *BY_HEADER)],
        help=_("encryption to request; none: the bucket's default encryption"),
    )
    parser.add_argument(
        "--sse-kms-key-id",
        metavar="ID|ARN|alias/NAME",
        help=_("AWS KMS key, or what another server calls its key; default: aws/s3"),
    )
    parser.add_argument(
        "--bucket-key",
        action=argparse.BooleanOptionalAction,
        help=_("use an S3 Bucket Key, or don't; default: the bucket's setting"),
    )
    parser.add_argument(
        "--sse-context",
        action="append",
        type=name_value_pair,
        default=[],
        metavar="K=V",
        help=_("encryption context for the AWS KMS key; can be repeated"),
    )
    add_customer_key(parser)
    add_encryption(parser)
    parser.add_argument(
        "--storage-class", choices=STORAGE_CLASSES, metavar="C", help=_("default: STANDARD")
    )
    parser.add_argument(
        "--content-type",
        metavar="TYPE",
        help=_("content type of all files, such as text/csv; default: by the name of each file"),
    )
    for name, summary in (
        ("--tag", _("tag; can be repeated")),
        ("--metadata", _("user metadata; can be repeated")),
    ):
        parser.add_argument(
            name, action="append", type=name_value_pair, default=[], metavar="K=V", help=summary
        )
    parser.add_argument(
        "--if-exists",
        choices=[policy.value for policy in IfExists],
        default=IfExists.FAIL.value,
        help=_("what to do if the object already exists; default: fail"),
    )
    add_source_options(parser)
    parser.add_argument(
        "--check",
        action="store_true",
        help=_("upload nothing; show what will make the upload fail, and what to use instead"),
    )
    parser.add_argument("--json", action="store_true", help=_("print the receipts as JSON"))
    parser.add_argument("--quiet", action="store_true", help=_("print errors only"))
    add_connection(parser)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Upload, print and return the status. Raises AppError if nothing can be uploaded."""
    destination = _destination(arguments.destination)
    options = _options(arguments, context)
    connection = checked_connection(arguments, context)
    if (key := options.encryption.key) is not None:
        from s3enc_gui.cli.kms_key import check_key

        check_key(parse_key_reference(key), connection, context, quiet=arguments.quiet)
    prefix = key_for(destination.key, "")
    print_note(nameless_text(prefix))
    sources = Sources.find(arguments, context)
    unreadable = sources.scanned.unreadable
    plan = UploadPlan(destination.bucket, sources.items(destination.key), options)
    if arguments.check:
        from s3enc_gui.cli.upload_check import check_upload  # with the policies' evaluation

        if (before := options.client_side) is not None:
            CheckClientSideKey(connection, destination.bucket, before).run(context)

        status = check_upload(connection, plan, prefix, context, arguments)
        return ExitStatus.FAILED if unreadable else status
    if not plan.items and unreadable:
        outcomes: tuple[Outcome, ...] = ()
    else:
        origin = _origin(arguments, destination, options, connection)
        state = CheckJournal().run(context)
        if state.problem:
            print_error(state.problem)
        watched = _watched(context, plan, arguments, connection)
        outcomes = UploadFiles(connection, plan, origin).run(watched)
    if arguments.json:
        print_json(
            {
                "files": [outcome_document(outcome, destination.bucket) for outcome in outcomes],
                "unreadable": [error_document(error) for error in unreadable],
                "left_out": sources.left_out(),
            }
        )
    if outcomes and _settled(outcomes) and printer.flush():
        # Results that couldn't be printed are shown by the next run.
        FinishUpload(origin).run(context)
    status = of_outcomes(outcomes)
    return ExitStatus.FAILED if unreadable and status is ExitStatus.OK else status


def _watched(
    context: Context, plan: UploadPlan, arguments: argparse.Namespace, connection: Connection
) -> Context:
    """Return a context that shows progress and prints each result."""
    line, lock = ProgressLine(plan.size), Lock()
    outages = OutageReport(connection, context)

    def report(event: object) -> None:
        with lock:  # results have several lines, and files end at the same time
            if isinstance(event, BytesSent) and not arguments.quiet:
                line.add(event.change, known=event.known)
            elif isinstance(event, TransferEnded) and not arguments.json:
                print_outcome(event.outcome, plan.bucket, quiet=arguments.quiet)
            elif isinstance(event, OutageChanged):
                outages.show(event.outage)
            elif isinstance(event, NoticeRaised) and not arguments.quiet:
                print_error(event.notice)
            elif isinstance(event, UploadResumed):
                print_resumed(event)
            elif isinstance(event, SendingRestarted):
                print_restarted(event.item)

    return replace(context, report=report)


def _destination(argument: str) -> Location:
    if not is_address(argument):
        raise AppError(
            text("The destination is missing"),
            text("The last argument must be s3://BUCKET/PREFIX, not “{name}”.", name=argument),
            text("For example: s3enc upload report.pdf s3://my-bucket/reports/"),
            code="Usage",
        )
    return parse_location(argument)


def _options(arguments: argparse.Namespace, context: Context) -> UploadOptions:
    key, bucket_key = arguments.sse_kms_key_id, arguments.bucket_key
    sse = arguments.sse
    if sse is None:  # a key implies SSE-KMS
        uses_key = key is not None or bucket_key is not None or arguments.sse_context
        sse = Encryption.SSE_KMS if uses_key else Encryption.BUCKET_DEFAULT
    if key is not None and parse_key_reference(key).text == AWS_S3_ALIAS:
        key = None
    customer_key = customer_key_of(arguments, context)
    if customer_key is not None and sse is Encryption.BUCKET_DEFAULT:
        sse = Encryption.SSE_C
    options = UploadOptions(
        encryption=EncryptionChoice(
            Encryption(sse), key, bucket_key, customer_key, tuple(arguments.sse_context)
        ),
        storage_class=arguments.storage_class,
        metadata=tuple(arguments.metadata),
        tags=tuple(arguments.tag),
        if_exists=IfExists(arguments.if_exists),
        content_type=arguments.content_type,
        client_side=client_side_key(arguments),
    )
    for problem in option_problems(options):
        raise problem
    return options


def _origin(
    arguments: argparse.Namespace,
    destination: Location,
    options: UploadOptions,
    connection: Connection,
) -> str:
    """Return a text that identifies the command, independent of the current folder."""
    plain = asdict(options)
    if options.content_type is None:  # so that uploads of earlier versions are still resumed
        del plain["content_type"]
    if options.encryption.customer_key is None:  # as above
        del plain["encryption"]["customer_key"]
    if not options.encryption.context:
        del plain["encryption"]["context"]
    if options.client_side is None:  # as above
        del plain["client_side"]
    command = {
        "sources": sorted(map(_identity, arguments.sources)),
        **source_options(arguments),
        "destination": destination.uri,
        "options": plain,
        "connection": connection.plain,
    }
    return json.dumps(command, sort_keys=True)


def _identity(source: str) -> str:
    """Return an absolute path, or a URL without its password."""
    return str(file_address(source) or Path(source).absolute())


def _settled(outcomes: Iterable[Outcome]) -> bool:
    """Return whether running the same command again would change nothing."""
    return not any(outcome.result in (Result.FAILED, Result.CANCELLED) for outcome in outcomes)
