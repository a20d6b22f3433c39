"""`s3enc inspect`: how an object is encrypted."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from s3enc_gui.cli.arguments import add_connection, connection_of
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import on_a_line, print_json
from s3enc_gui.domain.location import check_key, parse_location
from s3enc_gui.domain.words import details_rows
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.inspect_object import InspectObject


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(run=run)
    parser.add_argument("object", metavar="s3://BUCKET/KEY")
    parser.add_argument("--version-id", metavar="ID")
    parser.add_argument("--json", action="store_true", help="print the details as JSON")
    add_connection(parser)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print the rows of the window's details pane. Raises AppError."""
    location = parse_location(arguments.object)
    check_key(location.key)
    details = InspectObject(connection_of(arguments), location, arguments.version_id).run(context)
    if arguments.json:
        print_json(
            {
                **asdict(details),
                "uri": location.uri,
                "last_modified": details.last_modified and details.last_modified.isoformat(),
            }
        )
    else:
        rows = [(label, value) for label, value in details_rows(details) if value]
        width = max(len(label) for label, _ in rows)
        for label, value in rows:
            print(f"{label:<{width}}  {on_a_line(value)}")
    return ExitStatus.OK
