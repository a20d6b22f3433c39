"""The `s3enc-gui` command: opens the window."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from s3enc_gui import i18n
from s3enc_gui.app import WindowOptions, run_window
from s3enc_gui.cli.arguments import add_connection, selected_connection
from s3enc_gui.cli.standard_streams import open_missing
from s3enc_gui.demo.launcher import SERVER_FLAG
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import parse_location
from s3enc_gui.domain.self_test import CHILD_FLAG
from s3enc_gui.i18n import _
from s3enc_gui.store.files.mounts import file_address
from s3enc_gui.version import VERSION

_SELF_TEST = "--self-test"


def main(argv: Sequence[str] | None = None) -> int:
    """Run `s3enc-gui`; return its exit status. Exits with 2 on bad options."""
    open_missing()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == [SERVER_FLAG]:
        # A frozen program has no Python interpreter to start the server with.
        from s3enc_gui.demo.server import main as serve

        return serve(arguments[1:])
    if CHILD_FLAG in arguments[:1] or _SELF_TEST in arguments:
        from s3enc_gui import cli

        words = [word for word in arguments if word != _SELF_TEST]
        return cli.main(words if CHILD_FLAG in words else ["self-test", "--window", *words])
    i18n.use_environment()
    parser = _parser()
    try:
        options = _options(parser.parse_args(arguments))
    except AppError as error:
        parser.error(str(error))  # exits with status 2
    if argv is None:
        gc.disable()  # until the window is shown: imported modules aren't garbage
    return run_window(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="s3enc-gui", description=_("Verified, encrypted uploads to Amazon S3.")
    )
    parser.add_argument("--version", action="version", version=f"s3enc-gui {VERSION}")
    parser.add_argument(
        "--demo", action="store_true", help=_("start a demo with simulated Amazon S3 and AWS KMS")
    )
    parser.add_argument(
        _SELF_TEST,
        action="store_true",
        help=_("check this installation, as s3enc self-test does, and open no window"),
    )
    add_connection(parser)
    parser.add_argument("--bucket", metavar="B", default="", help=_("bucket to open"))
    parser.add_argument("--prefix", metavar="P", default="", help=_("folder in the bucket"))
    parser.add_argument("files", nargs="*", metavar="FILE", help=_("files and folders to upload"))
    return parser


def _options(arguments: argparse.Namespace) -> WindowOptions:
    """Return the options. Raises AppError."""
    location = parse_location(arguments.bucket) if arguments.bucket else None
    return WindowOptions(
        demo=arguments.demo,
        connection=selected_connection(arguments),
        connection_name=arguments.connection,
        bucket=location.bucket if location else "",
        prefix=arguments.prefix or (location.key if location else ""),
        files=tuple(
            name if file_address(name) else str(Path(name).absolute()) for name in arguments.files
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
