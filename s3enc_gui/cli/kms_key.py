"""Checks the name of a KMS key before a command starts."""

from __future__ import annotations

from s3enc_gui.cli.output import print_note
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.keys.kms_key import KeyReference
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.keys import CheckKeyName
from s3enc_gui.wording.key_notes import key_note


def check_key(
    key: KeyReference, connection: Connection, context: Context, *, quiet: bool = False
) -> None:
    """Print a note if the name is in none of the forms of AWS KMS. At Amazon S3 raises AppError."""
    CheckKeyName(connection, key).run(context)
    if not quiet:
        print_note(key_note(key))
