"""Finds receipts in the journal and exports them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import Enum
from functools import partial

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.comparison import algorithm_text
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.i18n import _, text, translate
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.files.atomic_write import CSV_ENCODING, write_atomically
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.os_errors import OTHER_FOLDER, os_errors
from s3enc_gui.wording import labels
from s3enc_gui.wording.formats import NOT_KNOWN, NOTHING
from s3enc_gui.wording.history.receipt_export import as_csv, as_json
from s3enc_gui.wording.history.receipt_html import html_pieces
from s3enc_gui.wording.history.receipt_rows import key_name

PAGE = 500  # receipts read from the journal, and held in memory, at a time


class ReceiptFormat(Enum):
    """Formats of an export."""

    CSV = "csv"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class FoundReceipts:
    """A page of receipts, newest first; `offset` is its position among the `total` matches."""

    receipts: tuple[Receipt, ...]
    offset: int
    total: int

    @property
    def more(self) -> bool:
        """Whether older receipts follow."""
        return self.offset + len(self.receipts) < self.total


@dataclass(frozen=True, slots=True)
class FindReceipts:
    """Find a page of at most `limit` receipts.

    `after` is the last receipt before `offset` in an earlier query: newer receipts have moved it
    down since, and the page begins after its current position.
    """

    query: ReceiptQuery
    offset: int = 0
    limit: int = PAGE
    after: Receipt | None = None

    def run(self, context: Context) -> FoundReceipts:
        """Return the page. Raises AppError."""
        journal = context.services.journal
        offset, found = _page(journal, self.query, self.offset, self.limit, self.after, context)
        return FoundReceipts(tuple(found), offset, journal.count_receipts(self.query))


@dataclass(frozen=True, slots=True)
class ListReceiptBuckets:
    """List the buckets that have receipts."""

    def run(self, context: Context) -> tuple[str, ...]:
        """Return their sorted names. Raises AppError."""
        return tuple(sorted(context.services.journal.receipt_buckets()))


@dataclass(frozen=True, slots=True)
class Exported:
    """A written file, and the number of its receipts."""

    path: str
    count: int


@dataclass(frozen=True, slots=True)
class ExportReceipts:
    """Write all matching receipts (or the `limit` newest) to a file; reports Progress.

    In CSV, cells that a spreadsheet would run as a formula begin with an apostrophe
    (wording.csv_text); in JSON all values are exact.
    """

    query: ReceiptQuery
    path: str
    format: ReceiptFormat
    limit: int | None = None

    def run(self, context: Context) -> Exported:
        """Return what was written. Raises AppError; an existing file then stays unchanged."""
        total = context.services.journal.count_receipts(self.query)
        total = total if self.limit is None else min(total, self.limit)
        done = 0

        def reported() -> Iterator[str]:
            nonlocal done
            for piece, count in export_texts(context, self.query, self.format, self.limit):
                yield piece
                done += count
                context.report(Progress(done, max(done, total)))
            context.checkpoint()

        encoding = CSV_ENCODING if self.format is ReceiptFormat.CSV else "utf-8"
        guard = partial(os_errors, self.path, text("Can't export the receipts"), OTHER_FOLDER)
        write_atomically(self.path, reported(), encoding, guard)
        return Exported(self.path, done)


def export_texts(
    context: Context, query: ReceiptQuery, form: ReceiptFormat, limit: int | None = None
) -> Iterator[tuple[str, int]]:
    """Yield an export in pieces, each with the number of its receipts. Raises AppError."""
    pages = _pages(context, query, limit)
    texts = {ReceiptFormat.CSV: _csv, ReceiptFormat.JSON: _json, ReceiptFormat.HTML: html_pieces}
    return texts[form](pages)


def day_start(day: date) -> datetime:
    """Return the start of a day in the local time zone."""
    return datetime.combine(day, time.min).astimezone()


def stored_as(receipt: Receipt) -> str:
    """Return how a file is encrypted, for a table: `SSE-KMS, aws/s3`, `SSE-S3`, `–`."""
    if receipt.algorithm is None and receipt.storage_class is None:
        unclear = receipt.verdict == Result.CANNOT_TELL.value
        return translate(NOT_KNOWN) if unclear else NOTHING
    kind = labels.capitalized(str(algorithm_text(receipt.encryption)))
    if not (receipt.algorithm or "").startswith("aws:kms"):
        return kind
    key = _brief(key_name(receipt)) or _("key unknown")
    return f"{kind}, {key}"


def _brief(key: str) -> str:
    """Return the first 8 digits of a key id, which are usually unique."""
    found = re.fullmatch(r"((?:mrk-)?[0-9a-f]{8})(?:-?[0-9a-f]){24}", key)
    return f"{found[1]}…" if found else key


def _pages(context: Context, query: ReceiptQuery, limit: int | None) -> Iterator[list[Receipt]]:
    journal = context.services.journal
    last: Receipt | None = None
    offset, left = 0, limit
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        offset, page = _page(journal, query, offset, size, last, context)
        if not page:
            return
        yield page
        last = page[-1]
        offset += len(page)
        left = None if left is None else left - len(page)


def _page(
    journal: Journal,
    query: ReceiptQuery,
    offset: int,
    limit: int,
    after: Receipt | None,
    context: Context,
) -> tuple[int, list[Receipt]]:
    """Return the offset of a page and the page; `after` is searched from its old position on."""
    context.checkpoint()
    if after is None or offset == 0:
        return offset, journal.receipts(query, offset, limit)
    start = offset - 1
    while found := journal.receipts(query, start, limit + 1):
        known = [receipt.identity for receipt in found]  # later checks don't change the identity
        if after.identity not in known:
            start += len(found)
        else:
            first = known.index(after.identity) + 1
            if first < len(found) or len(found) <= limit:
                # The page may be short: by a second query, receipts could have moved again.
                return start + first, found[first:]
            start += first - 1
        context.checkpoint()
    return offset, journal.receipts(query, offset, limit)


def _csv(pages: Iterator[list[Receipt]]) -> Iterator[tuple[str, int]]:
    names = as_csv([])
    yield names, 0
    for page in pages:
        yield as_csv(page).removeprefix(names), len(page)


def _json(pages: Iterator[list[Receipt]]) -> Iterator[tuple[str, int]]:
    """Join the lists of the pages without their brackets: one JSON list."""
    is_first = True
    for page in pages:
        items = as_json(page).removeprefix("[\n").removesuffix("\n]\n")
        yield ("[\n" if is_first else ",\n") + items, len(page)
        is_first = False
    yield as_json([]) if is_first else "\n]\n", 0
