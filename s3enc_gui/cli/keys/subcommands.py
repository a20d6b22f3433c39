"""The subcommands of `s3enc keys` and their options."""

from __future__ import annotations

import argparse

from s3enc_gui.cli.arguments import add_log_level
from s3enc_gui.cli.keys import commands
from s3enc_gui.i18n import _


def add_subcommands(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands and their options."""
    parser.description = _(
        "Customer-provided keys (SSE-C): keys that only you have. S3enc keeps them in the system's"
        " keyring, and shows them by name and MD5 only."
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for add, name, summary, description in (
        (
            _add_generate,
            "generate",
            _("generate a key, and write its key sheet"),
            _(
                "Generates a key, writes its key sheet to a new file, and reads that back. Print"
                " the sheet, or keep the file in a safe place: without the key, nobody can read the"
                " objects again, not even AWS."
            ),
        ),
        (
            _add_import,
            "import",
            _("add a key from a file"),
            _(
                "Adds a key from a key sheet, or from a file with 32 bytes, also in Base64 or"
                " hexadecimal. With “-”, the rows of a printed sheet are read from standard input."
            ),
        ),
        (
            _add_export,
            "export",
            _("write a key sheet again"),
            _(
                "Writes a key sheet to a new file, and reads it back. A file that ends with .html"
                " is a page to print."
            ),
        ),
        (
            _add_check,
            "check",
            _("check a copy of a key"),
            _(
                "Reads a key sheet or key file, and checks that it has the key. With “-”, the rows"
                " of a printed sheet are read from standard input."
            ),
        ),
        (
            _add_rename,
            "rename",
            _("give a key another name"),
            _("Gives a key another name. Nothing in S3 changes: objects know only its MD5."),
        ),
        (
            _add_list,
            "list",
            _("list the keys by name and MD5"),
            _("Lists the keys by name and MD5, with the buckets that they were used for."),
        ),
        (
            _add_remove,
            "remove",
            _("remove a key from this computer"),
            _(
                "Removes a key from the list and the keyring, after showing how many objects are"
                " known to need it. Key sheets stay."
            ),
        ),
    ):
        action = actions.add_parser(name, help=summary, description=description)
        action.set_defaults(stopping=_("Stopping."), json=False)
        add(action)
        add_log_level(action)


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.generate)
    parser.add_argument("name", metavar="NAME", help=_("name of the new key"))
    parser.add_argument("file", metavar="FILE", help=_("new file for the key sheet"))


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.import_key)
    parser.add_argument("name", metavar="NAME", help=_("name of the key"))
    parser.add_argument("file", metavar="FILE|-", help=_("file that has the key"))


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.export)
    parser.add_argument("name", metavar="NAME", help=_("name or MD5 of the key"))
    parser.add_argument("file", metavar="FILE", help=_("new file for the key sheet"))


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.check)
    parser.add_argument("name", metavar="NAME", help=_("name or MD5 of the key"))
    parser.add_argument("file", metavar="FILE|-", help=_("file that has the key"))


def _add_rename(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.rename)
    parser.add_argument("name", metavar="NAME", help=_("name or MD5 of the key"))
    parser.add_argument("new", metavar="NEW-NAME", help=_("its new name"))


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.list_keys)
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def _add_remove(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.remove)
    parser.add_argument("name", metavar="NAME", help=_("name or MD5 of the key"))
    parser.add_argument("--yes", action="store_true", help=_("remove without asking"))
