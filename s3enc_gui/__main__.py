"""`s3enc-gui`: opens the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from s3enc_gui import i18n
from s3enc_gui.app import WindowOptions, run_window
from s3enc_gui.cli.standard_streams import open_missing
from s3enc_gui.demo.process import SERVER_FLAG
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import parse_location


def main(argv: Sequence[str] | None = None) -> int:
    """Run `s3enc-gui`; return its exit status. Exits with 2 on bad options."""
    open_missing()
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == [SERVER_FLAG]:
        # A bundled program has no interpreter to run the server's module with: it runs itself.
        from s3enc_gui.demo.server import main as serve

        return serve(words[1:])
    i18n.use_environment()
    parser = _parser()
    try:
        options = _options(parser.parse_args(words))
    except AppError as error:
        parser.error(str(error))  # status 2, as for every other mistake in the options
    return run_window(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="s3enc-gui", description="Drop files on a window; they arrive in Amazon S3 encrypted."
    )
    parser.add_argument("--version", action="version", version=f"s3enc-gui {version('s3enc')}")
    parser.add_argument(
        "--demo", action="store_true", help="try it with an S3 and KMS of the program's own"
    )
    parser.add_argument("--profile", metavar="P", help="profile of ~/.aws")
    parser.add_argument("--region", metavar="R")
    parser.add_argument("--endpoint-url", metavar="U", help="a server other than Amazon's")
    parser.add_argument("--ca-bundle", metavar="F", help="PEM file of trusted authorities")
    parser.add_argument("--bucket", metavar="B", default="", help="where uploads are to go")
    parser.add_argument("--prefix", metavar="P", default="", help="folder in the bucket")
    parser.add_argument("files", nargs="*", metavar="FILE", help="files and folders to upload")
    return parser


def _options(arguments: argparse.Namespace) -> WindowOptions:
    """Raises AppError."""
    location = parse_location(arguments.bucket) if arguments.bucket else None
    return WindowOptions(
        demo=arguments.demo,
        profile=arguments.profile,
        region=arguments.region,
        endpoint_url=arguments.endpoint_url,
        ca_bundle=arguments.ca_bundle,
        bucket=location.bucket if location else "",
        prefix=arguments.prefix or (location.key if location else ""),
        files=tuple(str(Path(name).absolute()) for name in arguments.files),
    )


if __name__ == "__main__":
    sys.exit(main())
