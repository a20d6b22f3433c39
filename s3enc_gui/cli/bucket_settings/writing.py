"""Shows a change of a bucket's setting, asks, writes it, and undoes it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from s3enc_gui.cli.arguments import add_connection
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import error_document, print_error, print_json, print_note, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.cli.sign_in.terminal import ask, can_ask
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.setting_change import Setting, SettingChange
from s3enc_gui.domain.location import parse_location
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.guard.write_setting import (
    STORED_DIFFERENTLY,
    FindUndo,
    UndoSetting,
    WriteSetting,
    Written,
)
from s3enc_gui.wording.guard.rules import no_condition_text


def add_bucket(parser: argparse.ArgumentParser) -> None:
    """Add the bucket, the first argument."""
    parser.add_argument("bucket", metavar="s3://BUCKET", help=_("the bucket"))


def add_connection_and_json(parser: argparse.ArgumentParser) -> None:
    """Add the options that follow those of an action."""
    parser.add_argument("--json", action="store_true", help=_("print JSON"))
    add_connection(parser)


def add_writing(parser: argparse.ArgumentParser) -> None:
    """Add what decides whether a change is written."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--dry-run", action="store_true", help=_("show what would change, and write nothing")
    )
    which.add_argument("--yes", action="store_true", help=_("write without asking"))


def bucket_of(arguments: argparse.Namespace) -> str:
    """Return the bucket's name. Raises AppError for anything but a bucket."""
    location = parse_location(arguments.bucket)
    if location.key:
        raise AppError(
            text("This isn't a bucket"),
            text(
                "{uri} is in a bucket. The setting is that of the whole bucket.", uri=location.uri
            ),
            code="Usage",
        )
    return location.bucket


def print_difference(change: SettingChange) -> None:
    """Print the difference as `diff -u` does."""
    for line in change.difference.splitlines():
        printer.result(single_line(line))


def confirmed(arguments: argparse.Namespace, context: Context, question: str) -> bool:
    """Whether to write: `--yes`, or the user says so.

    Raises AppError where nobody can be asked.
    """
    if arguments.yes:
        return True
    if arguments.json or not can_ask():
        raise AppError(
            text("Nothing was written"),
            text("Nobody can be asked here whether to write the change."),
            text("Add --yes to write it, or --dry-run to only see it."),
            code="Usage",
        )
    answer = ask(f"{question} [y/N]", context.checkpoint).strip().lower()
    return answer in ("y", "yes")


@dataclass(frozen=True, slots=True)
class WriteTexts:
    """What is printed: nothing to change, the question, and the result."""

    unchanged: str
    question: str
    done: str


def write_unless_dry(
    change: SettingChange,
    arguments: argparse.Namespace,
    connection: Connection,
    context: Context,
    texts: WriteTexts,
    document: Mapping[str, object],
) -> ExitStatus:
    """Write a change that was shown, if the user wants it; print the result.

    `document` is printed with it as JSON. Raises AppError where nobody can be asked.
    """
    written: Written | None = None
    if not change.is_needed:
        printer.message(texts.unchanged)
    elif not arguments.dry_run:
        if not confirmed(arguments, context, texts.question):
            printer.message(_("Nothing was written."))
            return ExitStatus.FAILED
        printer.message(no_condition_text())
        try:
            written = WriteSetting(connection, change).run(context)
        except AppError as error:
            if error.code != STORED_DIFFERENTLY:
                raise
            if arguments.json:
                print_json({"bucket": change.bucket, "error": error_document(error), **document})
            print_error(error)
            return ExitStatus.DIFFERENT
    if arguments.json:
        print_json({**written_document(change, written), **document})
        return ExitStatus.FAILED if written and written.unread else ExitStatus.OK
    return print_written(written, texts.done) if written else ExitStatus.OK


def print_written(written: Written, done: str) -> ExitStatus:
    """Print that a change was written and read back, or only written."""
    if written.unread:
        printer.result(_("Written, but not read back."))
        print_error(written.unread)
        return ExitStatus.FAILED
    printer.result(done)
    return ExitStatus.OK


def written_document(change: SettingChange, written: Written | None) -> dict[str, object]:
    """Return a change, and whether it was written and read back, as JSON."""
    return {
        "bucket": change.bucket,
        "setting": change.setting.value,
        "before": change.before,
        "after": change.after,
        "written": written is not None,
        "verified": bool(written and not written.unread),
        "error": error_document(written.unread) if written and written.unread else None,
    }


def undo(
    setting: Setting, arguments: argparse.Namespace, connection: Connection, context: Context
) -> ExitStatus:
    """Bring back what was there before the last change of this computer. Raises AppError."""
    bucket = bucket_of(arguments)
    found = FindUndo(connection, bucket, setting).run(context)
    if found is None:
        raise AppError(
            text("There is nothing to undo"),
            text("S3enc hasn't changed this setting of {bucket} from here.", bucket=bucket),
            code="NothingToUndo",
        )
    if not found.undoable:
        print_note(text("What is there now, compared with what S3enc wrote:"))
        for line in found.difference.splitlines():
            printer.message(single_line(line))
        raise AppError(
            text("It can't be undone"),
            text("The bucket's setting isn't what S3enc wrote: somebody changed it since."),
            text("Nothing was written. Change the setting itself, if you want to."),
            code="SettingChanged",
        )
    if not arguments.json:
        print_difference(found.change)
    if arguments.dry_run:
        if arguments.json:
            print_json(written_document(found.change, None))
        return ExitStatus.OK
    if not confirmed(arguments, context, _("Bring back what was there?")):
        printer.message(_("Nothing was written."))
        return ExitStatus.FAILED
    printer.message(no_condition_text())
    written = UndoSetting(connection, found).run(context)
    if arguments.json:
        print_json(written_document(found.change, written))
        return ExitStatus.FAILED if written.unread else ExitStatus.OK
    return print_written(written, _("Undone, and read back."))
