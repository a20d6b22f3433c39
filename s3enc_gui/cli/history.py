"""`s3enc history`: the receipts of all uploads."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import PurePath

from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import on_a_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.location import Location
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
from s3enc_gui.wording.labels import NOTHING, RESULT_TEXTS, format_size

TABLE = "table"
NEWEST = 100  # as many as a table has where no limit is given
_TITLES = ("Time", "Result", "Size", "Encryption", "File", "Destination")
_WORDS = {result.value: word for result, word in RESULT_TEXTS.items()}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(run=run, json=False, interrupted="nothing was changed")
    parser.add_argument("--search", metavar="TEXT", default="", help="in the file or the key")
    parser.add_argument("--bucket", metavar="B", default="")
    parser.add_argument("--kms-key", metavar="K", default="", help="in the KMS key's ARN")
    parser.add_argument("--since", metavar="DATE", type=_day, help="YYYY-MM-DD")
    parser.add_argument("--until", metavar="DATE", type=_day, help="YYYY-MM-DD, this day too")
    parser.add_argument(
        "--format",
        choices=[TABLE, *(form.value for form in ReceiptFormat)],
        help="table, and to a file what its name ends with",
    )
    parser.add_argument("--output", metavar="FILE", help="write to a file, as CSV or JSON")
    parser.add_argument(
        "--limit",
        metavar="N",
        type=_count,
        help=f"the N newest (a table: {NEWEST}; else all)",
    )


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print or write the receipts that match, the newest first. Raises AppError."""
    state = CheckJournal().run(context)
    if state.problem and not state.kept:
        problem = state.problem
        raise AppError("The receipts cannot be read", problem.detail, code=problem.code)
    query = ReceiptQuery(
        arguments.search,
        arguments.bucket,
        arguments.kms_key,
        day_start(arguments.since) if arguments.since else None,
        day_start(arguments.until + timedelta(1)) if arguments.until else None,
    )
    form = _format(arguments.format, arguments.output)
    if form is None:
        _print_table(query, arguments.limit or NEWEST, context)
    elif arguments.output:
        done = ExportReceipts(query, arguments.output, form, arguments.limit).run(context)
        printer.result(on_a_line(f"{_receipts(done.count)}: {done.path}"))
    else:
        for text, _ in export_texts(context, query, form, arguments.limit):
            printer.output(text, context.checkpoint, exact=True)
    return ExitStatus.OK


def _format(named: str | None, output: str | None) -> ReceiptFormat | None:
    """Return what to write as; None is a table."""
    if named == TABLE and output:
        raise AppError(
            "A table is not written to a file",
            hint="Give --format csv or --format json, or leave out --output.",
            code="Usage",
        )
    if named is None and output:
        is_json = PurePath(output).suffix.lower() == ".json"
        return ReceiptFormat.JSON if is_json else ReceiptFormat.CSV
    return ReceiptFormat(named) if named not in (None, TABLE) else None


def _print_table(query: ReceiptQuery, limit: int, context: Context) -> None:
    page = FindReceipts(query, 0, limit).run(context)
    if not page.receipts:
        filtered = query != ReceiptQuery()
        printer.say("No receipt matches." if filtered else "No receipts yet.")
        return
    rows = [_TITLES, *map(_row, page.receipts)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_TITLES))]
    for row in rows:
        printer.output(f"{_line(row, widths)}\n", context.checkpoint)
    if page.more:
        shown = f"{len(page.receipts):,} of {_receipts(page.total)}"
        printer.say(f"{shown}; --limit N shows more.")


def _row(receipt: Receipt) -> tuple[str, ...]:
    time = receipt.ended or receipt.started or receipt.last_modified
    cells = (
        time.astimezone().strftime("%Y-%m-%d %H:%M") if time else NOTHING,
        _WORDS.get(receipt.verdict, receipt.verdict),
        format_size(receipt.size),
        stored_as(receipt),
        receipt.file,
        Location(receipt.bucket, receipt.key).uri,
    )
    return tuple(on_a_line(cell) for cell in cells)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (
        cell.rjust(width) if title == "Size" else cell.ljust(width)
        for title, cell, width in zip(_TITLES, row, widths, strict=True)
    )
    return "  ".join(cells).rstrip()


def _receipts(count: int) -> str:
    return "1 receipt" if count == 1 else f"{count:,} receipts"


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        day = None
    # Beyond these a machine's own zone is not defined everywhere.
    if day is None or not 1971 <= day.year <= 2999:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date of the form YYYY-MM-DD")
    return day


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)
