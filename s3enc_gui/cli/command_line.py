"""Parses the command line and runs the command."""

from __future__ import annotations

import argparse
import gc
import logging
import sys
from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from importlib.metadata import version

from s3enc_gui.app import build_services, start_log
from s3enc_gui.cli import exit_status
from s3enc_gui.cli.arguments import DEADLINE, add_log_level, connection_of
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.interrupt import run_interruptible
from s3enc_gui.cli.output import (
    denials,
    error_document,
    print_error,
    print_final_error,
    print_json,
    print_notice,
)
from s3enc_gui.cli.printer import INTERRUPT_TIMEOUT, NotPrintedError, printer
from s3enc_gui.cli.sign_in import terminal
from s3enc_gui.cli.sign_in.prompt import NEEDS_CODE, ask_for_code
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.i18n import N_, _, text, translate
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.failures import log_failure
from s3enc_gui.jobs.settings.network import override_proxy

# Unexpected errors are printed as messages; without a handler Python would print tracebacks.
logging.getLogger("s3enc_gui").addHandler(logging.NullHandler())
_log = logging.getLogger(__name__)

# Modules of this package by the command's name; each is imported to run or describe its command.
_COMMANDS = {
    "upload": N_("upload files and folders, and verify their encryption"),
    "download": N_("download objects and folders, and check them"),
    "inspect": N_("show how an object is encrypted"),
    "audit": N_("show how the objects of a bucket are encrypted"),
    "history": N_("list and export the receipts of uploads"),
    "connections": N_("list and test connections, sign in and out"),
    "self-test": N_("check this installation"),
}


def run(argv: Sequence[str] | None = None) -> int:
    """Run `s3enc` and return its exit status."""
    printer.start()
    denials.reset()
    hint = ""
    try:
        words = sys.argv[1:] if argv is None else list(argv)
        # The parser itself has no options with values: the first other word is the command.
        chosen = next((word for word in words if not word.startswith("-")), "")
        arguments = _parser({chosen}).parse_args(words)
        hint = getattr(arguments, "unprinted", "")
        status = _run(arguments)
        if status and not arguments.json:
            denials.print_text()
    except SystemExit as end:  # argparse
        status = int(end.code or 0)
    except BaseException:
        printer.end(INTERRUPT_TIMEOUT)
        raise
    printer.end(INTERRUPT_TIMEOUT if status == ExitStatus.INTERRUPTED else None)
    if problem := printer.problem:
        title, detail, _hint = problem.texts
        print_final_error(AppError(title, detail, hint, problem.code))
        status = status or ExitStatus.FAILED
    return status


def _run(arguments: argparse.Namespace) -> int:
    # Rescanning the loaded modules in each collection costs a tenth of the time of a large upload.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    services = build_services(deadline=DEADLINE)
    services.aws_sessions.on_notice = print_notice
    if arguments.log_level:
        start_log(services, "s3enc", LogLevel(arguments.log_level))
    try:
        status = run_interruptible(
            lambda stopped: _started(arguments, Context(services, stopped=stopped)),
            arguments.stopping,
        )
        _log.info("exit status %d", status)
        return status
    except AppError as error:
        return _failed(error, exit_status.of_error(error), as_json=arguments.json)
    except Cancelled:
        interrupted = AppError(text("Interrupted"), code="Interrupted")
        return _failed(interrupted, ExitStatus.INTERRUPTED, as_json=arguments.json)
    except NotPrintedError:
        return ExitStatus.FAILED
    except Exception as error:  # noqa: BLE001 - a bug, printed as a message
        _log.exception("Unexpected error")
        return _failed(unexpected(error), ExitStatus.FAILED, as_json=arguments.json)
    finally:
        services.close()
        services.log.stop()


def _started(arguments: argparse.Namespace, context: Context) -> int:
    proxy = getattr(arguments, "proxy", None)
    if proxy is not None:
        override_proxy(context, proxy)
    return int(_with_code(arguments, context))


def _with_code(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Run the command; where it needs a code first and a person is there, ask and run it again."""
    run: Callable[[argparse.Namespace, Context], ExitStatus] = arguments.run
    try:
        return run(arguments, context)
    except AppError as error:
        if error.code != NEEDS_CODE or not terminal.can_ask() or arguments.asks_for_code:
            raise
        if not ask_for_code(connection_of(arguments, context), context):
            raise
    return run(arguments, context)


def _failed(error: AppError, status: ExitStatus, *, as_json: bool) -> int:
    log_failure(error)
    if as_json:
        print_json({"error": error_document(error)})
    print_error(error)
    return status


class _Parser(argparse.ArgumentParser):
    """Writes help through the printer, so that a failure to print it sets the exit status."""

    def _print_message(self, message: str, file: object = None) -> None:
        if message:
            printer.result(message.removesuffix("\n"), ok=file is None or file is not sys.stderr)


def _parser(described: Collection[str] = _COMMANDS) -> argparse.ArgumentParser:
    """Return the parser of all commands; only `described` ones have their options."""
    parser = _Parser(prog="s3enc", description=_("Verified, encrypted uploads to Amazon S3."))
    parser.add_argument("--version", action="version", version=f"s3enc {version('s3enc')}")
    parser.set_defaults(log_level=None, asks_for_code=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, summary in _COMMANDS.items():
        command = commands.add_parser(name, help=translate(summary))
        if name in described:
            add_log_level(command)
            import_module(f"s3enc_gui.cli.{name.replace('-', '_')}").add_to(command)
    return parser
