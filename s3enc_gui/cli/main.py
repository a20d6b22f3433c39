"""Reading the command line and running the command."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from importlib.metadata import version

from s3enc_gui.app import build_services
from s3enc_gui.cli import exit_status, inspect, upload
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.interrupt import attended
from s3enc_gui.cli.output import complain, error_document, print_json
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.jobs.context import Context


def main(argv: Sequence[str] | None = None) -> int:
    """Run `s3enc` and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names of files need not be text
            stream.reconfigure(errors="backslashreplace")
    arguments = _parser().parse_args(argv)
    services = build_services()
    try:
        return attended(
            lambda stopped: int(arguments.run(arguments, Context(services, stopped=stopped)))
        )
    except AppError as error:
        if arguments.json:
            print_json({"error": error_document(error)})
        complain(error)
        return exit_status.of_error(error)
    except Cancelled:
        print("Interrupted.", file=sys.stderr)
        return ExitStatus.INTERRUPTED
    finally:
        services.clouds.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="s3enc", description="Encrypted uploads to Amazon S3, with proof."
    )
    parser.add_argument("--version", action="version", version=f"s3enc {version('s3enc')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    upload.add_to(commands.add_parser("upload", help="upload files and folders, and prove it"))
    inspect.add_to(commands.add_parser("inspect", help="show how an object is encrypted"))
    return parser
