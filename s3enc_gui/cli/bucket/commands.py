"""The actions of `s3enc bucket`."""

from __future__ import annotations

import argparse

from s3enc_gui.cli.arguments import checked_connection
from s3enc_gui.cli.bucket_settings.writing import (
    WriteTexts,
    bucket_of,
    print_difference,
    undo,
    write_unless_dry,
)
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import error_document, print_json, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.bucket_page import BucketPage, page_document
from s3enc_gui.domain.guard.default_encryption import EncryptionChange
from s3enc_gui.domain.guard.setting_change import Setting
from s3enc_gui.domain.keys.kms_key import AWS_S3_ALIAS, parse_key_reference
from s3enc_gui.i18n import AnyText, _, text, untranslated
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.guard.change_encryption import PlanEncryption
from s3enc_gui.jobs.guard.read_page import ReadBucketPage
from s3enc_gui.wording.guard.default_encryption import key_cautions
from s3enc_gui.wording.guard.page import page_rows


def show(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print the settings; what can't be read says why."""
    connection, bucket = checked_connection(arguments, context), bucket_of(arguments)
    page = ReadBucketPage(connection, bucket).run(context)
    if arguments.json:
        print_json(_page_document(page))
        return ExitStatus.OK
    rows = list(page_rows(page))
    width = max(len(label) for label, _value in rows)
    for label, value in rows:
        printer.result(single_line(f"{label:<{width}}  {value}"))
    return ExitStatus.OK


def change_encryption(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Show the change of the default encryption, write it and read it back."""
    wanted, key = _wanted(arguments)
    connection, bucket = checked_connection(arguments, context), bucket_of(arguments)
    plan = PlanEncryption(connection, bucket, wanted, key).run(context)
    cautions = tuple(key_cautions(plan.key, plan.region, plan.caller))
    if not arguments.json:
        print_difference(plan.change)
        for caution in cautions:
            printer.message(_("Warning: {warning}").format(warning=single_line(str(caution))))
    return write_unless_dry(
        plan.change,
        arguments,
        connection,
        context,
        WriteTexts(
            _("The bucket has this default encryption already."),
            _("Write this default encryption?"),
            _("Written, and read back: the bucket has this default encryption."),
        ),
        {"warnings": [untranslated(one) for one in cautions]},
    )


def undo_encryption(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Bring back the default encryption of before the last change."""
    return undo(Setting.ENCRYPTION, arguments, checked_connection(arguments, context), context)


def _wanted(arguments: argparse.Namespace) -> tuple[EncryptionChange, str | None]:
    """Return the change without its key, and the key. Raises AppError for combinations."""
    if arguments.sse is None:
        if arguments.sse_kms_key_id or arguments.bucket_key is not None:
            raise _usage(text("Add --sse aws:kms or --sse aws:kms:dsse."))
        if arguments.block_sse_c is None:
            raise _usage(text("Add --sse, --block-sse-c or --no-block-sse-c."))
        return EncryptionChange(block_sse_c=arguments.block_sse_c), None
    kind, key = Encryption(arguments.sse), arguments.sse_kms_key_id
    if key is not None and parse_key_reference(key).name == AWS_S3_ALIAS:
        key = None
    choice = EncryptionChoice(kind, key, arguments.bucket_key)  # raises for invalid combinations
    without_key = EncryptionChoice(kind, None, choice.bucket_key)
    return EncryptionChange(without_key, arguments.block_sse_c), key


def _usage(hint: AnyText) -> AppError:
    return AppError(text("What should change?"), "", hint, code="Usage")


def _page_document(page: BucketPage) -> dict[str, object]:
    return {
        name: {"error": error_document(value)} if isinstance(value, AppError) else value
        for name, value in page_document(page).items()
    }
