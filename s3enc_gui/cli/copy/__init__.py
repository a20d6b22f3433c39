"""`s3enc copy`: copies objects and folders within S3, and verifies each copy."""

from __future__ import annotations

import argparse

from s3enc_gui.cli.arguments import add_connection, add_objects, add_results
from s3enc_gui.cli.copy import commands
from s3enc_gui.cli.keys.key_option import add_customer_key, add_source_key
from s3enc_gui.domain.encryption.choice import BY_HEADER
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import _


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.description = _(
        "Copies objects and folders within S3, and verifies each copy: encryption, content,"
        " metadata, tags and storage class."
    )
    add_options(parser)
    parser.set_defaults(move=False)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of copies and moves."""
    parser.set_defaults(run=commands.run, stopping=_("Stopping after the objects in progress…"))
    add_objects(parser)
    parser.add_argument(
        "destination",
        metavar="s3://BUCKET/PREFIX/|KEY",
        help=_("folder (ending with /) for the copies, or the new name of a single one"),
    )
    parser.add_argument("--version-id", metavar="ID", help=_("version of the object"))
    parser.add_argument(
        "--if-exists",
        choices=[policy.value for policy in IfExists],
        default=IfExists.FAIL.value,
        help=_("what to do if the object already exists; default: fail"),
    )
    parser.add_argument(
        "--sse",
        choices=[kind.value for kind in BY_HEADER],
        help=_("encryption of the copies; default: as each source has"),
    )
    parser.add_argument(
        "--sse-kms-key-id",
        metavar="ID|ARN|alias/NAME",
        help=_("AWS KMS key of the copies, or what another server calls its key"),
    )
    parser.add_argument(
        "--bucket-key",
        action=argparse.BooleanOptionalAction,
        help=_("use an S3 Bucket Key for the copies, or don't; default: don't"),
    )
    add_customer_key(parser, _("customer-provided key (SSE-C) of the copies"))
    add_source_key(parser)
    add_results(parser)
    add_connection(parser)
