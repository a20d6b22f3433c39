"""`s3enc inspect`: how an object is encrypted."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from s3enc_gui.cli.arguments import add_connection, connection_of
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import complain, details_document, on_a_line, print_json
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, check_key, parse_location
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.wording.key_warnings import key_trouble
from s3enc_gui.wording.labels import details_rows
from s3enc_gui.wording.object_details import more_rows


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(run=run, interrupted="nothing was changed")
    parser.add_argument("object", metavar="s3://BUCKET/KEY")
    parser.add_argument("--version-id", metavar="ID")
    parser.add_argument("--json", action="store_true", help="print the details as JSON")
    add_connection(parser)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print the rows of the window's details pane. Raises AppError."""
    location = parse_location(arguments.object)
    _check(location)
    details = InspectObject(connection_of(arguments), location, arguments.version_id).run(context)
    if arguments.json:
        print_json(details_document(details))
    else:
        _print_rows([*details_rows(details), *more_rows(details)])
    if trouble := key_trouble(details):
        complain(trouble)
    return ExitStatus.OK


def _check(location: Location) -> None:
    """Raise AppError unless it can be an object."""
    if not location.key or location.key.endswith("/"):
        named = "a folder" if location.key else "a bucket"
        raise AppError(
            "An object's key is needed",
            f"{location.uri} names {named}.",
            "For instance: s3enc inspect s3://my-bucket/report.pdf; of all objects below it tells"
            " s3enc audit.",
            code="Usage",
        )
    check_key(location.key)


def _print_rows(rows: Iterable[tuple[str, str]]) -> None:
    """Print names and values in two columns; of several lines the name stands before the first."""
    lines = [
        (label if number == 0 else "", line)
        for label, value in rows
        for number, line in enumerate(value.split("\n"))
    ]
    width = max(len(label) for label, _ in lines)
    for label, line in lines:
        printer.result(f"{label:<{width}}  {on_a_line(line)}")
