"""The actions of `s3enc keys`."""

from __future__ import annotations

import argparse
import sys

from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import print_error, print_json, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.cli.sign_in.terminal import ask, can_ask
from s3enc_gui.domain.customer_keys.known_key import KnownKey
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import _, ngettext, text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.customer_keys.copies_of_keys import AddKey, CheckCopy, KeyCopy, RenameKey
from s3enc_gui.jobs.customer_keys.manage_keys import (
    CountObjects,
    CreateKey,
    ExportKey,
    ListKeys,
    RemoveKey,
    StoredKey,
)
from s3enc_gui.wording.formats import format_moment

_MOST_TYPED = 4096  # characters; a key sheet has fewer


def generate(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Generate a key; its sheet is written and read back first."""
    stored = CreateKey(arguments.name, arguments.file).run(context)
    _print_stored(stored)
    line = _("Key sheet: {file}. It was read back and has the key.")
    printer.result(line.format(file=single_line(arguments.file)))
    return ExitStatus.OK


def import_key(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Add a key from a file, or from the rows of a printed sheet."""
    _print_stored(AddKey(arguments.name, _copy_of(arguments.file)).run(context))
    return ExitStatus.OK


def check(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Check that a copy has a key."""
    md5 = context.services.customer_keys.find(arguments.name).md5
    _print_stored(CheckCopy(md5, _copy_of(arguments.file)).run(context))
    printer.result(_("It has the key."))
    return ExitStatus.OK


def rename(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Give a key another name."""
    _print_key(RenameKey(arguments.name, arguments.new).run(context))
    return ExitStatus.OK


def export(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Write a key's sheet, and read it back."""
    _print_key(ExportKey(arguments.name, arguments.file).run(context))
    line = _("Key sheet: {file}. It was read back and has the key.")
    printer.result(line.format(file=single_line(arguments.file)))
    return ExitStatus.OK


def list_keys(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """List the keys."""
    found = ListKeys().run(context)
    if arguments.json:
        print_json({"keys": [_document(one) for one in found]})
        return ExitStatus.OK
    if not found:
        printer.result(_("There are no customer-provided keys on this computer."))
    for one in found:
        _print_key(one)
        for bucket in one.buckets:
            printer.result("  " + single_line(bucket.lstrip("|").replace("|", "  ")))
        if one.copied is None:
            printer.result("  " + _("No copy was exported yet."))
        else:
            copied = _("Copy checked: {time}").format(time=format_moment(one.copied))
            printer.result("  " + copied)
    return ExitStatus.OK


def remove(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Say how many objects need the key, ask, and remove it."""
    known, count = CountObjects(arguments.name).run(context)
    line = ngettext(
        "{count:,} object in the history needs the key “{name}”.",
        "{count:,} objects in the history need the key “{name}”.",
        count,
    )
    printer.message(line.format(count=count, name=known.name))
    if not arguments.yes:
        if not can_ask():
            raise AppError(
                text("The key wasn't removed"),
                text("Nobody can be asked here whether to remove it."),
                text("Use --yes to remove it without asking."),
                code="Usage",
            )
        question = _("Objects that need it can't be read without a copy. Remove it? [y/N] ")
        if ask(question).strip().casefold() not in ("y", "yes", _("yes")):
            printer.message(_("The key wasn't removed."))
            return ExitStatus.FAILED
    RemoveKey(known.md5).run(context)
    printer.result(_("Removed {name} from this computer.").format(name=known.name))
    return ExitStatus.OK


def _copy_of(file: str) -> KeyCopy:
    """Return the copy in a file; `-`: the rows on standard input."""
    return KeyCopy(typed=sys.stdin.read(_MOST_TYPED)) if file == "-" else KeyCopy(file)


def _print_stored(stored: StoredKey) -> None:
    _print_key(stored.known)
    if not stored.in_keyring:
        problem = AppError(
            text("The key isn't in the keyring"),
            text("This system has no keyring that takes it. S3enc doesn't keep it in a file."),
            text("Use its file for each upload and download: --sse-c-key FILE."),
            code="KeyringMissing",
        )
        print_error(problem)


def _print_key(known: KnownKey) -> None:
    printer.result(_("{name}  (MD5 {md5})").format(name=known.name, md5=known.md5))


def _document(known: KnownKey) -> dict[str, object]:
    return {
        "name": known.name,
        "md5": known.md5,
        "created": known.created.isoformat() if known.created else None,
        "copied": known.copied.isoformat() if known.copied else None,
        "buckets": list(known.buckets),
    }
