"""The options `--client-side` and `--client-side-context`, and what downloads have besides."""

from __future__ import annotations

import argparse

from s3enc_gui.cli.arguments import name_value_pair
from s3enc_gui.domain.client_side.choice import (
    ClientSideKey,
    ClientSideReading,
    Legacy,
    context_problems,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import _, text


def add_encryption(parser: argparse.ArgumentParser) -> None:
    """Add the options of an upload."""
    _add(
        parser,
        _(
            "encrypt the files on this computer before they are sent, with data keys that this AWS"
            " KMS key wraps; besides --sse"
        ),
    )


def add_decryption(parser: argparse.ArgumentParser) -> None:
    """Add the options of a download."""
    _add(parser, _("decrypt objects that were encrypted before upload, with this AWS KMS key"))
    parser.add_argument(
        "--allow-legacy-client-side",
        choices=[Legacy.V2.value, Legacy.CBC.value],
        default=Legacy.NONE.value,
        help=_(
            "also decrypt objects of older encryption clients: v2, without key commitment; cbc,"
            " whose content can't be authenticated either"
        ),
    )


def client_side_key(arguments: argparse.Namespace) -> ClientSideKey | None:
    """Return the key and context; None without the option. Raises AppError."""
    key, context = arguments.client_side, tuple(arguments.client_side_context)
    if key is None:
        if context:
            raise AppError(
                text("An encryption context for client-side encryption requires a key"),
                text("--client-side-context was specified without --client-side."),
                text("Add --client-side with an AWS KMS key."),
                code="Usage",
            )
        return None
    for problem in context_problems(context):
        raise problem
    return ClientSideKey(key, context)


def client_side_reading(arguments: argparse.Namespace) -> ClientSideReading | None:
    """Return how objects are decrypted; None without the option. Raises AppError."""
    key = client_side_key(arguments)
    if key is None:
        return None
    return ClientSideReading(key, Legacy(arguments.allow_legacy_client_side))


def _add(parser: argparse.ArgumentParser, summary: str) -> None:
    parser.add_argument("--client-side", metavar="ID|ARN|alias/NAME", help=summary)
    parser.add_argument(
        "--client-side-context",
        action="append",
        type=name_value_pair,
        default=[],
        metavar="K=V",
        help=_("encryption context of the client-side encryption; can be repeated"),
    )
