"""`s3enc bucket`: shows a bucket's settings, and changes its default encryption."""

from __future__ import annotations

import argparse

from s3enc_gui.cli.arguments import add_log_level
from s3enc_gui.cli.bucket import commands
from s3enc_gui.cli.bucket_settings.writing import (
    add_bucket,
    add_connection_and_json,
    add_writing,
)
from s3enc_gui.domain.encryption.choice import BY_HEADER
from s3enc_gui.i18n import _


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands and their options."""
    parser.description = _("Shows a bucket's settings, and changes its default encryption.")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for add, name, summary, description in (
        (
            _add_show,
            "show",
            _("show the bucket's settings"),
            _("Shows the bucket's settings. What can't be read says why."),
        ),
        (
            _add_encryption,
            "encryption",
            _("change the bucket's default encryption"),
            _(
                "Shows the difference, asks, writes the whole default encryption with the change,"
                " and reads it back. Objects that are already stored stay as they are."
            ),
        ),
        (
            _add_undo,
            "undo",
            _("bring back the default encryption of before the last change"),
            _(
                "Brings back the default encryption of before the last change from this computer,"
                " if nobody has changed it since."
            ),
        ),
    ):
        action = actions.add_parser(name, help=summary, description=description)
        action.set_defaults(stopping=_("Stopping."))
        add_bucket(action)
        add(action)
        add_connection_and_json(action)
        add_log_level(action)


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.show)


def _add_encryption(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.change_encryption)
    parser.add_argument(
        "--sse",
        choices=[kind.value for kind in BY_HEADER],
        help=_("encryption of objects that are uploaded without a request for another one"),
    )
    parser.add_argument(
        "--sse-kms-key-id",
        metavar="ID|ARN|alias/NAME",
        help=_("KMS key, which is written as its ARN; default: the AWS managed key aws/s3"),
    )
    parser.add_argument(
        "--bucket-key",
        action=argparse.BooleanOptionalAction,
        default=None,
        help=_("use an S3 Bucket Key, which reduces requests to AWS KMS"),
    )
    parser.add_argument(
        "--block-sse-c",
        action=argparse.BooleanOptionalAction,
        default=None,
        help=_("deny uploads with customer-provided keys"),
    )
    add_writing(parser)


def _add_undo(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.undo_encryption)
    add_writing(parser)
