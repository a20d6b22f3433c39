"""`s3enc history`: lists and exports the receipts of uploads."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import PurePath

from s3enc_gui.cli.arguments import TABLE, add_format, check_table
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.location import Location
from s3enc_gui.i18n import N_, _, ngettext, text, translate
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.history.journal_check import CheckJournal
from s3enc_gui.jobs.history.receipts import (
    ExportReceipts,
    FindReceipts,
    ReceiptFormat,
    day_start,
    export_texts,
    stored_as,
)
from s3enc_gui.wording.formats import format_minute, format_size
from s3enc_gui.wording.labels import RESULT_TEXTS

TABLE_ROWS = 100  # the default --limit of a table
_COLUMNS = (
    N_("Time"),
    N_("Result"),
    N_("Size"),
    N_("Encryption"),
    N_("File"),
    N_("Destination"),
)
_SIZE_COLUMN = 2
_RESULTS = {result.value: label for result, label in RESULT_TEXTS.items()}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(run=run, json=False, stopping=_("Stopping. Nothing was changed."))
    parser.add_argument(
        "--search", metavar="TEXT", default="", help=_("part of the file path or object key")
    )
    parser.add_argument("--bucket", metavar="B", default="", help=_("name of the bucket"))
    parser.add_argument("--kms-key", metavar="K", default="", help=_("part of the KMS key ARN"))
    parser.add_argument("--since", metavar="DATE", type=_day, help=_("first day, YYYY-MM-DD"))
    parser.add_argument("--until", metavar="DATE", type=_day, help=_("last day, YYYY-MM-DD"))
    formats = [format_.value for format_ in ReceiptFormat]
    add_format(parser, formats, _("write to a file, as CSV, JSON or HTML"))
    parser.add_argument(
        "--limit",
        metavar="N",
        type=_count,
        help=_("list the N newest; default: {count} in a table, otherwise all").format(
            count=TABLE_ROWS
        ),
    )


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print or write the matching receipts, newest first. Raises AppError."""
    state = CheckJournal().run(context)
    if state.problem and not state.kept:
        problem = state.problem
        raise AppError(text("Can't read the receipts"), problem.texts[1], code=problem.code)
    query = ReceiptQuery(
        arguments.search,
        arguments.bucket,
        arguments.kms_key,
        day_start(arguments.since) if arguments.since else None,
        day_start(arguments.until + timedelta(1)) if arguments.until else None,
    )
    format_ = _format(arguments)
    if format_ is None:
        _print_table(query, arguments.limit or TABLE_ROWS, context)
    elif arguments.output:
        done = ExportReceipts(query, arguments.output, format_, arguments.limit).run(context)
        printer.result(single_line(f"{_receipts(done.count)}: {done.path}"))
    else:
        for chunk, _done in export_texts(context, query, format_, arguments.limit):
            printer.output(chunk, context.checkpoint, exact=True)
    return ExitStatus.OK


def _format(arguments: argparse.Namespace) -> ReceiptFormat | None:
    """Return the format; None: a table. Raises AppError."""
    check_table(arguments)
    named, output = arguments.format, arguments.output
    if named is None and output:
        suffix = PurePath(output).suffix.lower()
        html = dict.fromkeys((".html", ".htm"), ReceiptFormat.HTML)
        formats = {".json": ReceiptFormat.JSON, **html}
        return formats.get(suffix, ReceiptFormat.CSV)
    return ReceiptFormat(named) if named not in (None, TABLE) else None


def _print_table(query: ReceiptQuery, limit: int, context: Context) -> None:
    page = FindReceipts(query, 0, limit).run(context)
    if not page.receipts:
        filtered = query != ReceiptQuery()
        printer.message(_("No matching receipts.") if filtered else _("No receipts yet."))
        return
    rows = [tuple(map(translate, _COLUMNS)), *map(_row, page.receipts)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    for row in rows:
        printer.output(f"{_line(row, widths)}\n", context.checkpoint)
    if page.more:
        line = _("{shown} of {receipts}. To see more, use --limit N.")
        shown = f"{len(page.receipts):,}"
        printer.message(line.format(shown=shown, receipts=_receipts(page.total)))


def _row(receipt: Receipt) -> tuple[str, ...]:
    time = receipt.ended or receipt.started or receipt.last_modified
    cells = (
        format_minute(time),
        translate(_RESULTS.get(receipt.verdict, receipt.verdict)),
        format_size(receipt.size),
        stored_as(receipt),
        receipt.file,
        Location(receipt.bucket, receipt.key).uri,
    )
    return tuple(single_line(cell) for cell in cells)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (
        cell.rjust(width) if column == _SIZE_COLUMN else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()


def _receipts(count: int) -> str:
    return ngettext("{count:,} receipt", "{count:,} receipts", count).format(count=count)


def _day(argument: str) -> date:
    is_date = re.fullmatch(r"\d{4}-\d\d-\d\d", argument)
    try:
        day = date.fromisoformat(argument) if is_date else None
    except ValueError:
        day = None
    # Not every system supports local time outside these years.
    if day is None or not 1971 <= day.year <= 2999:
        message = _("{argument} isn't a date of the form YYYY-MM-DD")
        raise argparse.ArgumentTypeError(message.format(argument=repr(argument)))
    return day


def _count(argument: str) -> int:
    if not (argument.isascii() and argument.isdigit() and int(argument)):
        message = _("{argument} isn't a positive number")
        raise argparse.ArgumentTypeError(message.format(argument=repr(argument)))
    return int(argument)
