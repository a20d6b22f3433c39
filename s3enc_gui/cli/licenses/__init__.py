"""`s3enc licenses`: what the program consists of, and under which licenses."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import print_json
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.components import ReadComponents, ReadLicense
from s3enc_gui.jobs.context import Context
from s3enc_gui.wording.licenses import licenses_note, no_license_text


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(run=run, stopping="")
    parser.add_argument(
        "component", nargs="?", metavar="COMPONENT", help=_("show the license of this component")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print the components, or the license of one. Raises AppError."""
    found = ReadComponents().run(context)
    if arguments.component:
        names = {one.name.lower(): one.name for one in found.components}
        name = names.get(arguments.component.lower())
        if name is None:
            raise AppError(
                text("There is no component named {name}", name=arguments.component),
                hint=text("Run s3enc licenses for a list."),
                code="Usage",
            )
        printer.result(ReadLicense(name).run(context) or no_license_text())
    elif arguments.json:
        print_json({"components": [asdict(one) for one in found.components]})
    else:
        printer.result(licenses_note(found.folder))
        printer.result("")
        width = max(len(f"{one.name} {one.version}") for one in found.components)
        for one in found.components:
            printer.result(f"{f'{one.name} {one.version}':<{width}}  {one.license}".rstrip())
    return ExitStatus.OK
