"""`s3enc check-updates`: tells whether there is a newer version."""

from __future__ import annotations

import argparse

from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import print_json, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.i18n import _
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.updates.check_updates import CheckUpdates
from s3enc_gui.wording.updates import update_detail, update_title


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(run=run, stopping=_("Stopping. Nothing was changed."))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))
    parser.add_argument(
        "--proxy",
        metavar="U",
        help=_("URL of the HTTP proxy, none, or system (default: as in the window's settings)"),
    )


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print the answer. Raises AppError where the version file can't be read."""
    answer = CheckUpdates().run(context)
    published = answer.published
    if arguments.json:
        print_json(
            {
                "current": answer.current,
                "published": published.version if published else None,
                "newer": answer.is_newer,
                "required": answer.is_required,
                "url": published.url if published else None,
                "notes": published.notes if published else None,
            }
        )
        return ExitStatus.OK
    printer.result(f"{update_title(answer)}. {update_detail(answer)}")
    if published and answer.is_newer:
        for line in (*published.notes.splitlines(), published.url):
            printer.result(single_line(line))
    return ExitStatus.OK
