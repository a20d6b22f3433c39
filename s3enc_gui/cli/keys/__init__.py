"""`s3enc keys`: customer-provided keys (SSE-C) on this computer."""

from __future__ import annotations

import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands and their options."""
    # Imported here: other commands import only the option `--sse-c-key` of this package.
    from s3enc_gui.cli.keys.subcommands import add_subcommands

    add_subcommands(parser)
