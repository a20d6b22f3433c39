"""`s3enc move`: moves objects and folders within S3."""

from __future__ import annotations

import argparse

from s3enc_gui.cli.copy import add_options
from s3enc_gui.i18n import _


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.description = _(
        "Moves objects and folders within S3, and verifies each copy: encryption, content,"
        " metadata, tags and storage class. A source is deleted only if its copy is verified."
    )
    add_options(parser)
    parser.set_defaults(move=True)
