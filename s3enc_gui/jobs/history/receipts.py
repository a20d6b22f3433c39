"""The receipts that the journal keeps: found, listed by bucket, and exported for an auditor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from s3enc_gui.domain.encryption.proof import Aspect, Verdict, algorithm_text
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.i18n import _, translate
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.files.atomic_write import as_app_error, whole_file
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.wording import labels
from s3enc_gui.wording.formats import NOT_KNOWN, NOTHING
from s3enc_gui.wording.receipt_export import as_csv, as_json

FAILED = "The receipts could not be exported"

PAGE = 500  # receipts asked of the journal at a time: an export of any length holds this many


class ReceiptFormat(Enum):
    """What receipts are exported as."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class FoundReceipts:
    """One page, the newest first; `offset` is where it begins among the `total` that match."""

    receipts: tuple[Receipt, ...]
    offset: int
    total: int

    @property
    def more(self) -> bool:
        """Whether older ones follow."""
        return self.offset + len(self.receipts) < self.total


@dataclass(frozen=True, slots=True)
class FindReceipts:
    """Find a page of receipts, of no more than `limit`.

    `after` is the receipt that was last known before `offset`: transfers that ended since then
    have moved all others down, and the page begins behind it, wherever it is now.
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
    """List the buckets that receipts name."""

    def run(self, context: Context) -> tuple[str, ...]:
        """Return their names in order. Raises AppError."""
        return tuple(sorted(context.services.journal.receipt_buckets()))


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    path: str
    count: int


@dataclass(frozen=True, slots=True)
class ExportReceipts:
    """Write all receipts that match (or the `limit` newest) to a file; reports Progress.

    In CSV an apostrophe stands before what a spreadsheet would run as a formula (domain.csv_text);
    JSON has all values as they are.
    """

    query: ReceiptQuery
    path: str
    format: ReceiptFormat
    limit: int | None = None

    def run(self, context: Context) -> Exported:
        """Return what was written. Raises AppError; a file that was there is then still whole."""
        total = context.services.journal.count_receipts(self.query)
        total = total if self.limit is None else min(total, self.limit)
        # Excel takes UTF-8 only with a byte order mark.
        encoding = "utf-8-sig" if self.format is ReceiptFormat.CSV else "utf-8"
        done = 0
        with whole_file(self.path, encoding, FAILED) as file:
            for text, count in export_texts(context, self.query, self.format, self.limit):
                with as_app_error(self.path, FAILED):
                    file.write(text)
                done += count
                context.report(Progress(done, max(done, total)))
            context.checkpoint()
        return Exported(self.path, done)


def export_texts(
    context: Context, query: ReceiptQuery, form: ReceiptFormat, limit: int | None = None
) -> Iterator[tuple[str, int]]:
    """Yield an export piece by piece, each with the number of receipts in it. Raises AppError."""
    pages = _pages(context, query, limit)
    return _csv(pages) if form is ReceiptFormat.CSV else _json(pages)


def day_start(day: date) -> datetime:
    """Return when a day begins, in this machine's zone."""
    return datetime.combine(day, time.min).astimezone()


def stored_as(receipt: Receipt) -> str:
    """Say how a file is stored, for a table: `SSE-KMS, aws/s3`, `SSE-S3`, `–`."""
    if receipt.algorithm is None and receipt.storage_class is None:
        unclear = receipt.verdict == Result.CANNOT_TELL.value
        return translate(NOT_KNOWN) if unclear else NOTHING
    kind = labels.capitalized(str(algorithm_text(EncryptionStatus(receipt.algorithm))))
    if not (receipt.algorithm or "").startswith("aws:kms"):
        return kind
    return f"{kind}, {_brief(key_name(receipt)) or _('key not known')}"


def key_name(receipt: Receipt) -> str:
    """Return the KMS key as people say it, or its id; empty where S3 named none."""
    for finding in receipt.findings:
        proved = finding.aspect is Aspect.KEY and finding.verdict is Verdict.VERIFIED
        if proved and finding.asked == labels.AWS_S3:
            return labels.AWS_S3
    if receipt.kms_key_alias:
        return receipt.kms_key_alias.removeprefix("alias/")
    return labels.short_key(receipt.kms_key_arn) if receipt.kms_key_arn else ""


def _brief(key: str) -> str:
    """Shorten a key's id as people do: the beginning tells it from the others."""
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
    """Return where a page begins, and the page; `after` is looked for from where it was on."""
    context.checkpoint()
    if after is None or offset == 0:
        return offset, journal.receipts(query, offset, limit)
    start = offset - 1
    while found := journal.receipts(query, start, limit + 1):
        known = [receipt.identity for receipt in found]  # it may have been proved again since
        if after.identity not in known:
            start += len(found)
        else:
            behind = known.index(after.identity) + 1
            if behind < len(found) or len(found) <= limit:
                # Short where it stood further down: a second look would be at a list moved anew.
                return start + behind, found[behind:]
            start += behind - 1
        context.checkpoint()
    return offset, journal.receipts(query, offset, limit)


def _csv(pages: Iterator[list[Receipt]]) -> Iterator[tuple[str, int]]:
    names = as_csv([])
    yield names, 0
    for page in pages:
        yield as_csv(page).removeprefix(names), len(page)


def _json(pages: Iterator[list[Receipt]]) -> Iterator[tuple[str, int]]:
    """The same text as of all at once: lists without their brackets, joined."""
    begun = False
    for page in pages:
        inside = as_json(page).removeprefix("[\n").removesuffix("\n]\n")
        yield (",\n" if begun else "[\n") + inside, len(page)
        begun = True
    yield "\n]\n" if begun else as_json([]), 0
