"""The option `--sse-c-key`."""

from __future__ import annotations

import argparse

from s3enc_gui.i18n import _
from s3enc_gui.jobs.context import Context

_KEYRING = "keyring:"


def add_customer_key(parser: argparse.ArgumentParser, summary: str = "") -> None:
    """Add `--sse-c-key`; `summary`: what it is for, if not for the object."""
    parser.add_argument(
        "--sse-c-key",
        metavar="FILE|keyring:NAME",
        help=summary or _("customer-provided key (SSE-C): its file, or its name in the keyring"),
    )


def add_source_key(parser: argparse.ArgumentParser) -> None:
    """Add `--sse-c-copy-source-key`, named as the AWS CLI's."""
    parser.add_argument(
        "--sse-c-copy-source-key",
        metavar="FILE|keyring:NAME",
        help=_(
            "customer-provided key (SSE-C) of the sources; default: the keys that are known for"
            " their bucket"
        ),
    )


def customer_key_of(arguments: argparse.Namespace, context: Context) -> str | None:
    """Return the MD5 of the key; None without the option. Raises AppError."""
    return _key_of(arguments.sse_c_key, context)


def source_key_of(arguments: argparse.Namespace, context: Context) -> str | None:
    """Return the MD5 of the key of the sources; None without the option. Raises AppError."""
    return _key_of(arguments.sse_c_copy_source_key, context)


def _key_of(given: str | None, context: Context) -> str | None:
    if given is None:
        return None
    if given.startswith(_KEYRING):
        return context.services.customer_keys.find(given.removeprefix(_KEYRING)).md5
    # Imported here: few uploads have a key.
    from s3enc_gui.jobs.customer_keys.manage_keys import UseKeyFile

    return UseKeyFile(given).run(context)
