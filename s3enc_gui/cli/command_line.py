"""Reading the command line and running the command."""

from __future__ import annotations

import argparse
import errno
import gc
import io
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version

from s3enc_gui.app import build_services
from s3enc_gui.cli import audit, download, exit_status, history, inspect, upload
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.interrupt import attended
from s3enc_gui.cli.output import complain, error_document, print_json
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.jobs.context import Context

DEADLINE = 600.0  # seconds of bad weather until what waits fails; the next run goes on with it

# Mistakes of ours are said in words; Python would print their tracebacks where nobody logs.
logging.getLogger("s3enc_gui").addHandler(logging.NullHandler())


_UNDONE = "what was begun is being undone"


def run(argv: Sequence[str] | None = None) -> int:
    """Run `s3enc` and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names of files need not be text
            stream.reconfigure(errors="backslashreplace")
    arguments = _parser().parse_args(argv)
    # What was loaded stays: to look through it again and again costs a tenth of a large upload.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    services = build_services(deadline=DEADLINE)
    try:
        status = attended(
            lambda stopped: int(arguments.run(arguments, Context(services, stopped=stopped))),
            getattr(arguments, "interrupted", _UNDONE),
        )
        sys.stdout.flush()  # here, where a failure still has words
        return status
    except AppError as error:
        return _failed(error, exit_status.of_error(error), as_json=arguments.json)
    except Cancelled:
        interrupted = AppError("Interrupted", code="Interrupted")
        return _failed(interrupted, ExitStatus.INTERRUPTED, as_json=arguments.json)
    except OSError as error:  # files and servers have words of their own: this is about printing
        _print_no_more()
        return _failed(_unprintable(error), ExitStatus.FAILED, as_json=False)
    except Exception as error:  # noqa: BLE001 - a mistake of ours, said in words all the same
        return _failed(unexpected(error), ExitStatus.FAILED, as_json=arguments.json)
    finally:
        services.close()


def _failed(error: AppError, status: ExitStatus, *, as_json: bool) -> int:
    if as_json:
        print_json({"error": error_document(error)})
    complain(error)
    return status


def _unprintable(error: OSError) -> AppError:
    return AppError(
        "The results cannot be printed",
        f"{error.strerror or error}.",
        "See whether the files arrived with s3enc inspect.",
        code=errno.errorcode.get(error.errno or 0, "OSError"),
    )


def _print_no_more() -> None:
    """Keep Python from trying again at its end, which would be a traceback."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="s3enc", description="Encrypted uploads to Amazon S3, with proof."
    )
    parser.add_argument("--version", action="version", version=f"s3enc {version('s3enc')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    upload.add_to(commands.add_parser("upload", help="upload files and folders, and prove it"))
    download.add_to(commands.add_parser("download", help="download objects and folders"))
    inspect.add_to(commands.add_parser("inspect", help="show how an object is encrypted"))
    audit.add_to(commands.add_parser("audit", help="how every object of a bucket is encrypted"))
    history.add_to(commands.add_parser("history", help="list and export the receipts of uploads"))
    return parser
