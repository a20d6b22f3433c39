"""`s3enc inspect`: shows how an object is encrypted."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace

from s3enc_gui.cli.arguments import add_connection, checked_connection
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.keys.key_option import add_customer_key, customer_key_of
from s3enc_gui.cli.output import details_document, print_error, print_json, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.earlier_verification import EarlierVerification
from s3enc_gui.domain.history.receipt import plain
from s3enc_gui.domain.location import Location, check_key, parse_location
from s3enc_gui.i18n import _, text, translate
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.history.find_verification import FindVerification
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.wording.formats import format_moment
from s3enc_gui.wording.history.earlier_verification import earlier_text
from s3enc_gui.wording.key_warnings import key_warning
from s3enc_gui.wording.labels import details_rows
from s3enc_gui.wording.object_details import more_rows


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(run=run, stopping=_("Stopping. Nothing was changed."))
    parser.add_argument("object", metavar="s3://BUCKET/KEY")
    parser.add_argument("--version-id", metavar="ID", help=_("version of the object"))
    add_customer_key(parser)
    parser.add_argument("--json", action="store_true", help=_("print the details as JSON"))
    add_connection(parser)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print the details, as in the details pane of the window. Raises AppError."""
    location = parse_location(arguments.object)
    _check(location)
    connection = checked_connection(arguments, context)
    keyed = connection.with_customer_key(customer_key_of(arguments, context))
    details = InspectObject(keyed, location, arguments.version_id).run(context)
    found = _verification(connection, details, context)
    if found.receipt and found.holds:  # S3 doesn't report the encryption context
        details = replace(details, context=found.receipt.encryption_context)
    if arguments.json:
        print_json({**details_document(details), "verification": _document(found)})
    else:
        rows = dict(details_rows(details))
        rows["Verified"] = earlier_text(found, format_moment(found.at))
        _print_rows([*rows.items(), *more_rows(details)])
    if warning := key_warning(details):
        print_error(warning)
    return ExitStatus.OK


def _verification(
    connection: Connection, details: ObjectDetails, context: Context
) -> EarlierVerification:
    """Return what the history knows of the object; nothing if it can't be read, which is said."""
    try:
        return FindVerification(connection, details).run(context)
    except AppError as error:
        print_error(error)
        return EarlierVerification(reason=text("the history can't be read"))


def _document(found: EarlierVerification) -> dict[str, object]:
    return {
        "verified": found.holds,
        "at": found.at.isoformat() if found.at else None,
        "reason": str(found.reason) or None,
        "receipt": plain(found.receipt) if found.receipt else None,
    }


def _check(location: Location) -> None:
    """Raise AppError unless it names an object."""
    if not location.key or location.key.endswith("/"):
        detail = (
            text("{uri} is a folder.", uri=location.uri)
            if location.key
            else text("{uri} is a bucket.", uri=location.uri)
        )
        raise AppError(
            text("The object's key is missing"),
            detail,
            text(
                "For example: s3enc inspect s3://my-bucket/report.pdf. To check all objects of a"
                " bucket or folder, use s3enc audit."
            ),
            code="Usage",
        )
    check_key(location.key)


def _print_rows(rows: Iterable[tuple[str, str]]) -> None:
    """Print labels and values in two columns; further lines of a value have no label."""
    lines = [
        (translate(label) if number == 0 else "", line)
        for label, value in rows
        for number, line in enumerate(value.split("\n"))
    ]
    width = max(len(label) for label, _ in lines)
    for label, line in lines:
        printer.result(f"{label:<{width}}  {single_line(line)}")
