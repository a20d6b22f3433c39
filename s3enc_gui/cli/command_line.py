"""Reading the command line and running the command."""

from __future__ import annotations

import argparse
import gc
import logging
import sys
from collections.abc import Sequence
from importlib.metadata import version

from s3enc_gui.app import build_services
from s3enc_gui.cli import audit, download, exit_status, history, inspect, upload
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.interrupt import attended
from s3enc_gui.cli.output import complain, complain_last, error_document, print_json
from s3enc_gui.cli.printer import HURRY, NotPrintedError, printer
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.jobs.context import Context

DEADLINE = 600.0  # seconds of bad weather until what waits fails; the next run goes on with it

# Mistakes of ours are said in words; Python would print their tracebacks where nobody logs.
logging.getLogger("s3enc_gui").addHandler(logging.NullHandler())


_UNDONE = "what was begun is being undone"


def run(argv: Sequence[str] | None = None) -> int:
    """Run `s3enc` and return its exit status."""
    printer.start()
    hint = ""
    try:
        arguments = _parser().parse_args(argv)
        hint = getattr(arguments, "unprinted", "")
        status = _run(arguments)
    except SystemExit as end:  # argparse
        status = int(end.code or 0)
    except BaseException:
        printer.end(HURRY)
        raise
    printer.end(HURRY if status == ExitStatus.INTERRUPTED else None)
    if problem := printer.problem:
        complain_last(AppError(problem.title, problem.detail, hint, problem.code))
        status = status or ExitStatus.FAILED
    return status


def _run(arguments: argparse.Namespace) -> int:
    # What was loaded stays: to look through it again and again costs a tenth of a large upload.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    services = build_services(deadline=DEADLINE)
    try:
        return attended(
            lambda stopped: int(arguments.run(arguments, Context(services, stopped=stopped))),
            getattr(arguments, "interrupted", _UNDONE),
        )
    except AppError as error:
        return _failed(error, exit_status.of_error(error), as_json=arguments.json)
    except Cancelled:
        interrupted = AppError("Interrupted", code="Interrupted")
        return _failed(interrupted, ExitStatus.INTERRUPTED, as_json=arguments.json)
    except NotPrintedError:
        return ExitStatus.FAILED
    except Exception as error:  # noqa: BLE001 - a mistake of ours, said in words all the same
        return _failed(unexpected(error), ExitStatus.FAILED, as_json=arguments.json)
    finally:
        services.close()


def _failed(error: AppError, status: ExitStatus, *, as_json: bool) -> int:
    if as_json:
        print_json({"error": error_document(error)})
    complain(error)
    return status


class _Parser(argparse.ArgumentParser):
    """Prints by the printer: help is a result as any other."""

    def _print_message(self, message: str, file: object = None) -> None:
        if message:
            printer.result(message.removesuffix("\n"), fine=file is None or file is not sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="s3enc", description="Encrypted uploads to Amazon S3, with proof.")
    parser.add_argument("--version", action="version", version=f"s3enc {version('s3enc')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    upload.add_to(commands.add_parser("upload", help="upload files and folders, and prove it"))
    download.add_to(commands.add_parser("download", help="download objects and folders"))
    inspect.add_to(commands.add_parser("inspect", help="show how an object is encrypted"))
    audit.add_to(commands.add_parser("audit", help="how every object of a bucket is encrypted"))
    history.add_to(commands.add_parser("history", help="list and export the receipts of uploads"))
    return parser
