"""Copies or moves, and prints the result of each object."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace

from s3enc_gui.cli.arguments import checked_connection
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.keys.key_option import customer_key_of, source_key_of
from s3enc_gui.cli.kms_key import check_key
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
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import parse_key_reference
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.location import Location, parse_location
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import text, translate, untranslated
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.copy_objects import CopyObjects, CopyProgress, ObjectCopied
from s3enc_gui.jobs.copies.target import FindTarget
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.wording.copies.results import COPY_TEXTS, MOVED, NOT_MOVED
from s3enc_gui.wording.labels import finding_text

_FINE = (Result.VERIFIED, Result.SKIPPED)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Copy or move, print and return the status. Raises AppError if nothing can be copied."""
    sources = [parse_location(source) for source in arguments.sources]
    destination = parse_location(arguments.destination)
    choice = _choice(arguments, context)
    connection = checked_connection(arguments, context)
    target = _target(connection, destination.bucket, choice, arguments, context)
    connection = connection.with_customer_key(source_key_of(arguments, context))
    documents: list[dict[str, object]] = []
    results: list[CopyResult] = []
    for plan in _plans(sources, destination, target, arguments):
        watched = _watched(context, arguments, connection, documents)
        results.append(CopyObjects(connection, plan).run(watched))
        if not results[-1].complete:
            break
    if arguments.json:
        print_json({"objects": documents})
    for result in results:
        if result.error:
            print_error(result.error)
    return _status(results)


def _choice(arguments: argparse.Namespace, context: Context) -> EncryptionChoice | None:
    """Return the encryption that is wanted for the copies; None: that of each source."""
    key, bucket_key, kind = arguments.sse_kms_key_id, arguments.bucket_key, arguments.sse
    customer_key = customer_key_of(arguments, context)
    if kind is None and (key is not None or bucket_key is not None):
        kind = Encryption.SSE_KMS.value
    if kind is None:
        if customer_key is None:
            return None
        kind = Encryption.SSE_C.value
    return EncryptionChoice(Encryption(kind), key, bucket_key, customer_key)


def _target(
    connection: Connection,
    bucket: str,
    choice: EncryptionChoice | None,
    arguments: argparse.Namespace,
    context: Context,
) -> Target | None:
    if choice is None:
        return None
    if choice.key:
        reference = parse_key_reference(choice.key)
        check_key(reference, connection, context, quiet=arguments.quiet or arguments.json)
    return FindTarget(connection, bucket, choice).run(context)


def _plans(
    sources: list[Location],
    destination: Location,
    target: Target | None,
    arguments: argparse.Namespace,
) -> Iterator[CopyPlan]:
    """Yield a plan for each bucket, in the order of the arguments. Raises AppError."""
    version = arguments.version_id
    is_folder = not destination.key or destination.key.endswith("/")
    if version and (len(sources) != 1 or sources[0].key.endswith("/")):
        raise AppError(
            text("Can't use --version-id with several objects or a folder"),
            hint=text("Name one object, or omit --version-id."),
            code="Usage",
        )
    if len(sources) > 1 and not is_folder:
        raise AppError(
            text("Several objects or folders would get the same name"),
            text("“{name}” is the name of one object.", name=destination.uri),
            text("Add a / at the end to copy into a folder."),
            code="Usage",
        )
    to = Destination(destination.bucket, destination.key)
    if not is_folder:
        to = Destination(destination.bucket, key=destination.key)
    for bucket in dict.fromkeys(source.bucket for source in sources):
        keys = [source.key for source in sources if source.bucket == bucket]
        yield CopyPlan(
            bucket,
            to,
            tuple(ObjectRef(key, version) for key in keys if key and not key.endswith("/")),
            tuple(key for key in keys if not key or key.endswith("/")),
            move=arguments.move,
            if_exists=IfExists(arguments.if_exists),
            target=target,
        )


def _watched(
    context: Context,
    arguments: argparse.Namespace,
    connection: Connection,
    documents: list[dict[str, object]],
) -> Context:
    """Return a context that shows progress and prints each result."""
    line, outages = _CopyLine(), OutageReport(connection, context)

    def report(event: object) -> None:
        if isinstance(event, CopyProgress) and not arguments.quiet:
            line.show(event)
        elif isinstance(event, ObjectCopied):
            documents.append(_document(event.outcome))
            if not arguments.json:
                _print_outcome(event.outcome, arguments)
        elif isinstance(event, OutageChanged):
            outages.show(event.outage)
        elif isinstance(event, ListingNotice):
            print_notice(event)

    return replace(context, report=report)


class _CopyLine:
    """The progress line, shown once the total size is known."""

    def __init__(self) -> None:
        self._line: ProgressLine | None = None
        self._done = 0

    def show(self, progress: CopyProgress) -> None:
        """Show the progress."""
        if progress.total_size is None:
            return
        self._line = self._line or ProgressLine(progress.total_size)
        self._line.add(progress.size - self._done)
        self._done = progress.size


def _print_outcome(outcome: CopyOutcome, arguments: argparse.Namespace) -> None:
    ok = outcome.result in _FINE and outcome.left is None
    if ok and arguments.quiet:
        return
    label = COPY_TEXTS[outcome.result]
    if outcome.result is Result.VERIFIED and arguments.move:
        label = MOVED if outcome.moved else NOT_MOVED
    lines = [single_line(f"{translate(label)}: {outcome.source.uri} → {outcome.target.uri}")]
    for doubt in outcome.proof.doubts if outcome.proof else ():
        lines.append(f"  {single_line(finding_text(doubt))}")
    lines += [error_text(one) for one in (outcome.error, outcome.left) if one]
    if outcome.result is Result.EXISTS:
        lines.append(f"  {exists_hint()}")
    printer.result("\n".join(lines), ok=ok)


def _document(outcome: CopyOutcome) -> dict[str, object]:
    status = outcome.details.status if outcome.details else None
    return {
        "source": outcome.source.uri,
        "target": outcome.target.uri,
        "result": outcome.result.value,
        "size": outcome.size,
        "moved": outcome.moved,
        "algorithm": status.record if status else None,
        "key": status.key if status else None,
        "customer_key": status.customer_key if status else None,
        "doubts": [
            {
                "trait": one.trait.value,
                "source": untranslated(one.source),
                "copy": untranslated(one.copy),
            }
            for one in (outcome.proof.doubts if outcome.proof else ())
        ],
        "error": error_document(outcome.error) if outcome.error else None,
        "left": error_document(outcome.left) if outcome.left else None,
    }


def _status(results: list[CopyResult]) -> ExitStatus:
    """Return the most severe status; stored differently outweighs failed."""
    found = {result for one in results for result in one.counts}
    if Result.CANCELLED in found or any(not one.complete and not one.error for one in results):
        return ExitStatus.INTERRUPTED
    if Result.DIFFERENT in found:
        return ExitStatus.DIFFERENT
    return ExitStatus.OK if all(one.all_done for one in results) else ExitStatus.FAILED
