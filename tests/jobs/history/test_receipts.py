from __future__ import annotations

import csv
import errno
import json
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.encryption.comparison import Aspect, Finding, Verdict
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import LaterCheck, Receipt
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.history.receipts import (
    PAGE,
    Exported,
    ExportReceipts,
    FindReceipts,
    ListReceiptBuckets,
    ReceiptFormat,
    day_start,
    stored_as,
)
from s3enc_gui.wording.history.receipt_export import as_csv, as_json
from tests.fakes.samples import ARN, outcome

CSV, JSON = ReceiptFormat.CSV, ReceiptFormat.JSON
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALL = ReceiptQuery()
FULL = Path("/dev/full")


def made(number):
    key = f"in/{number}.txt"
    ended = NOW + timedelta(seconds=number)
    return Receipt("verified", f"/f/{number}.txt", number, "my-bucket", key, ended=ended)


@dataclass
class Journal:
    """Receipts in a list, newest first; `asked` has the pages that were read."""

    rows: list[Receipt] = field(default_factory=list)
    asked: list[tuple[int, int]] = field(default_factory=list)
    late: list[Receipt] = field(default_factory=list)  # added one by one after each page

    def receipts(self, query, offset=0, limit=500):
        self.asked.append((offset, limit))
        page = self._matching(query)[offset : offset + limit]
        if self.late:
            self.rows.insert(0, self.late.pop())
        return page

    def count_receipts(self, query):
        return len(self._matching(query))

    def receipt_buckets(self):
        return list({row.bucket for row in self.rows})

    def _matching(self, query):
        return [row for row in self.rows if query.text in row.key]


@pytest.fixture
def journal():
    return Journal([made(number) for number in reversed(range(2 * PAGE + 3))])


@pytest.fixture
def context(journal, reports):
    services: Any = SimpleNamespace(journal=journal)
    return Context(services, report=reports.append)


def export(context, path, form, **rest):
    return ExportReceipts(ALL, str(path), form, **rest).run(context)


# --- finding -------------------------------------------------------------------------------------


def test_a_page_has_the_total(context, journal):
    page = FindReceipts(ALL, 0, 2).run(context)
    assert page.receipts == tuple(journal.rows[:2])
    assert (page.offset, page.total, page.more) == (0, 2 * PAGE + 3, True)


def test_the_last_page_has_no_more(context):
    page = FindReceipts(ALL, 2 * PAGE).run(context)
    assert (len(page.receipts), page.more) == (3, False)


def test_the_journal_runs_the_query(context):
    page = FindReceipts(ReceiptQuery(text="in/7.txt")).run(context)
    assert [row.size for row in page.receipts] == [7]
    assert page.total == 1


@pytest.mark.parametrize("new", [0, 1, 9, 10, 11, 12, 35])
def test_newer_receipts_do_not_cause_duplicates(context, journal, new):
    known = journal.rows[:10]
    expected = tuple(journal.rows[10:20])
    journal.rows[:0] = [made(5000 + number) for number in range(new)]
    page = FindReceipts(ALL, 10, 10, known[-1]).run(context)
    assert page.receipts
    assert page.receipts == expected[: len(page.receipts)]
    assert page.offset == 10 + new


def test_a_later_check_does_not_hide_the_last_receipt(context, journal):
    last = journal.rows[9]
    journal.rows[9] = replace(last, checked_again=(LaterCheck(NOW, "verified"),))
    journal.rows.insert(0, made(5000))
    page = FindReceipts(ALL, 10, 10, last).run(context)
    assert page.receipts == tuple(journal.rows[11 : 11 + len(page.receipts)])


def test_a_deleted_last_receipt_does_not_end_the_search(context, journal):
    page = FindReceipts(ALL, 10, 10, made(9999)).run(context)
    assert page.receipts == tuple(journal.rows[10:20])


def test_buckets_are_sorted(context, journal):
    journal.rows = [replace(made(1), bucket=name) for name in ("b", "c", "a", "b")]
    assert ListReceiptBuckets().run(context) == ("a", "b", "c")


def test_a_canceled_search_reads_nothing(context, journal):
    context.stopped.set()
    with pytest.raises(Cancelled):
        FindReceipts(ALL).run(context)
    assert journal.asked == []


# --- exporting -----------------------------------------------------------------------------------


def test_json_in_pages_is_one_list(context, journal, tmp_path):
    path = tmp_path / "r.json"
    assert export(context, path, JSON) == Exported(str(path), len(journal.rows))
    assert path.read_text("utf-8") == as_json(journal.rows)


def test_csv_in_pages_is_one_table(context, journal, tmp_path):
    path = tmp_path / "r.csv"
    export(context, path, CSV)
    assert path.read_bytes().decode("utf-8-sig") == as_csv(journal.rows)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("form", ReceiptFormat)
def test_an_export_without_receipts_is_a_valid_file(context, journal, tmp_path, form):
    journal.rows = []
    export(context, tmp_path / "r", form)
    written = (tmp_path / "r").read_text("utf-8-sig").strip()
    if form is ReceiptFormat.HTML:
        assert written.endswith("</html>")
    else:
        assert written == {CSV: as_csv([]), JSON: "[]"}[form].strip()


def test_one_page_at_a_time_is_in_memory(context, journal, tmp_path):
    export(context, tmp_path / "r.json", JSON)
    assert max(limit for _, limit in journal.asked) <= PAGE + 1


def test_receipts_added_meanwhile_neither_duplicate_nor_hide_others(context, journal, tmp_path):
    before = list(journal.rows)
    journal.late = [made(9000), made(9001)]
    export(context, tmp_path / "r.json", JSON)
    keys = [row["key"] for row in json.loads((tmp_path / "r.json").read_text("utf-8"))]
    assert keys == [row.key for row in before]


@pytest.mark.parametrize("limit", [0, 1, PAGE, PAGE + 1, 10 * PAGE])
def test_the_newest_only(context, journal, tmp_path, limit):
    done = export(context, tmp_path / "r.json", JSON, limit=limit)
    rows = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert [row["key"] for row in rows] == [row.key for row in journal.rows[:limit]]
    assert done.count == len(rows)


def test_reports_progress(context, reports, journal, tmp_path):
    export(context, tmp_path / "r.csv", CSV)
    total = len(journal.rows)
    assert reports[0] == Progress(0, total)
    assert reports[-1] == Progress(total, total)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "'"])
def test_cells_of_csv_are_not_formulas(context, journal, tmp_path, start):
    journal.rows = [replace(made(1), key=f'{start}HYPERLINK("http://x")', file=f"{start}f")]
    export(context, tmp_path / "r.csv", CSV)
    text = (tmp_path / "r.csv").read_bytes().decode("utf-8-sig")
    row = next(csv.DictReader(text.splitlines(keepends=True)))
    assert row["key"] == "'" + journal.rows[0].key
    assert row["file"] == "'" + journal.rows[0].file


def test_names_in_json_are_exact(context, journal, tmp_path):
    journal.rows = [replace(made(1), key="=1+1\u2028\x85", file="/f/\udce4")]
    export(context, tmp_path / "r.json", JSON)
    row = json.loads((tmp_path / "r.json").read_text("utf-8"))[0]
    assert (row["key"], row["file"]) == (journal.rows[0].key, journal.rows[0].file)


def test_a_canceled_export_leaves_the_older_file_and_no_other(journal, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("old")
    services: Any = SimpleNamespace(journal=journal)
    stopped = Event()
    with pytest.raises(Cancelled):
        export(Context(services, lambda _: stopped.set(), stopped), path, CSV)
    assert [(child.name, child.read_text()) for child in tmp_path.iterdir()] == [("r.csv", "old")]


def test_a_disk_that_reports_late_that_it_is_full(context, tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "r.csv"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AppError, match="Can't export the receipts") as caught:
        export(context, path, CSV)
    assert caught.value.code == "ENOSPC"
    assert [(child.name, child.read_text()) for child in tmp_path.iterdir()] == [("r.csv", "old")]


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_a_disk_that_becomes_full(context, tmp_path, monkeypatch):
    opened = os.open
    monkeypatch.setattr(os, "open", lambda *_: opened(FULL, os.O_WRONLY))
    with pytest.raises(AppError) as caught:
        export(context, tmp_path / "r.json", JSON)
    assert caught.value.code == "ENOSPC"


def test_an_error_of_the_journal_leaves_no_file(context, journal, tmp_path, monkeypatch):
    def broken(*_):
        raise AppError("The journal cannot be read")

    monkeypatch.setattr(journal, "receipts", broken)
    with pytest.raises(AppError, match="journal"):
        export(context, tmp_path / "r.json", JSON)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder(context, tmp_path):
    with pytest.raises(AppError, match="Can't export the receipts") as caught:
        export(context, tmp_path / "no" / "r.json", JSON)
    assert caught.value.code == "ENOENT"


def test_a_folder_of_that_name_is_not_replaced(context, tmp_path):
    (tmp_path / "r.json").mkdir()
    with pytest.raises(AppError):
        export(context, tmp_path / "r.json", JSON)
    assert [child.name for child in tmp_path.iterdir()] == ["r.json"]


def test_a_symbolic_link_is_followed(context, tmp_path):
    (tmp_path / "there").mkdir()
    link = tmp_path / "r.json"
    try:
        link.symlink_to(tmp_path / "there" / "real.json")
    except OSError:
        pytest.skip("links are not allowed here")
    export(context, link, JSON)
    assert link.is_symlink()
    assert json.loads((tmp_path / "there" / "real.json").read_text("utf-8"))


def test_a_day_begins_at_local_midnight():
    start = day_start(date(2026, 3, 1))
    assert start.utcoffset() is not None
    assert start.replace(tzinfo=None) == datetime(2026, 3, 1)


# --- as text ------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", Result)
def test_only_stored_objects_are_shown_as_encrypted(result):
    shown = stored_as(Receipt.of(outcome(result), "b"))
    stored = {
        Result.VERIFIED: "SSE-KMS, test_key",
        Result.CANNOT_TELL: "SSE-KMS, test_key",
        Result.DIFFERENT: "Not encrypted",
    }
    assert shown == stored.get(result, "–")


def test_an_unchecked_object_is_not_known():
    assert stored_as(Receipt("cannot tell", "/f", 1, "b", "k")) == "Unknown"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("arn:aws:kms:eu-west-1:1:alias/test_key", "SSE-KMS, test_key"),
        ("arn:aws:kms:eu-west-1:1:key/mrk-" + "0123456789abcdef" * 2, "SSE-KMS, mrk-01234567…"),
        (None, "SSE-KMS, key unknown"),
    ],
)
def test_keys_are_shortened(key, words):
    assert stored_as(replace(made(1), algorithm="aws:kms", kms_key_arn=key)) == words


def test_the_aws_managed_key_is_named_if_verified():
    proof = Finding(Aspect.KEY, "aws/s3", ARN, Verdict.VERIFIED)
    one = replace(made(1), algorithm="aws:kms", kms_key_arn=ARN, findings=(proof,))
    assert stored_as(one) == "SSE-KMS, aws/s3"
    doubted = replace(one, findings=(replace(proof, verdict=Verdict.DIFFERENT),))
    assert stored_as(doubted) == "SSE-KMS, 0ecd1de5…"
