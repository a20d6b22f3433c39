"""Parses the command line and runs the command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from importlib import import_module

from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.printer import INTERRUPT_TIMEOUT, printer
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.version import VERSION

# Modules of this package by the command's name; each is imported to run or describe its command.
_COMMANDS = {
    "upload": N_("upload files and folders, and verify their encryption"),
    "download": N_("download objects and folders, and check them"),
    "copy": N_("copy objects and folders within S3, and verify each copy"),
    "move": N_("move objects and folders within S3, and verify each copy"),
    "inspect": N_("show how an object is encrypted"),
    "audit": N_("show how the objects of a bucket are encrypted"),
    "bucket": N_("show a bucket's settings, and change its default encryption"),
    "reencrypt": N_("change the encryption of stored objects"),
    "guard": N_("make a bucket deny uploads that aren't encrypted as wanted"),
    "keys": N_("create, export and list customer-provided keys (SSE-C)"),
    "history": N_("list and export the receipts of uploads"),
    "connections": N_("list and test connections, sign in and out"),
    "self-test": N_("check this installation"),
    "check-updates": N_("tell whether there is a newer version"),
    "licenses": N_("list the components of this program and their licenses"),
}


def run(argv: Sequence[str] | None = None) -> int:
    """Run `s3enc` and return its exit status."""
    printer.start()
    hint = ""
    try:
        words = sys.argv[1:] if argv is None else list(argv)
        # The parser itself has no options with values: the first other word is the command.
        chosen = next((word for word in words if not word.startswith("-")), "")
        arguments = _parser({chosen}).parse_args(words)
        hint = getattr(arguments, "unprinted", "")
        # Imported once there is something to run: help and versions don't need it.
        from s3enc_gui.cli.running.command import run_command

        status = run_command(arguments)
    except SystemExit as end:  # argparse
        status = int(end.code or 0)
    except BaseException:
        printer.end(INTERRUPT_TIMEOUT)
        raise
    printer.end(INTERRUPT_TIMEOUT if status == ExitStatus.INTERRUPTED else None)
    if problem := printer.problem:
        from s3enc_gui.cli.output import print_final_error
        from s3enc_gui.domain.errors import AppError

        title, detail, _hint = problem.texts
        print_final_error(AppError(title, detail, hint, problem.code))
        status = status or ExitStatus.FAILED
    return status


class _Parser(argparse.ArgumentParser):
    """Writes help through the printer, so that a failure to print it sets the exit status."""

    def _print_message(self, message: str, file: object = None) -> None:
        if message:
            printer.result(message.removesuffix("\n"), ok=file is None or file is not sys.stderr)


def _parser(described: Collection[str] = _COMMANDS) -> argparse.ArgumentParser:
    """Return the parser of all commands; only `described` ones have their options."""
    parser = _Parser(prog="s3enc", description=_("Verified, encrypted uploads to Amazon S3."))
    parser.add_argument("--version", action="version", version=f"s3enc {VERSION}")
    parser.set_defaults(log_level=None, asks_for_code=False, watched=True)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, summary in _COMMANDS.items():
        command = commands.add_parser(name, help=translate(summary))
        if name in described:
            from s3enc_gui.cli.arguments import add_log_level

            add_log_level(command)
            import_module(f"s3enc_gui.cli.{name.replace('-', '_')}").add_to(command)
    return parser
