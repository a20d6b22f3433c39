from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, QModelIndex, Qt

from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.history.receipts_model import Column, ReceiptsModel
from s3enc_gui.gui.messages.locale import exact_time, short_time
from s3enc_gui.gui.messages.results import short_result_text
from s3enc_gui.gui.models import roles
from s3enc_gui.jobs.history.receipts import FoundReceipts
from tests.fakes.samples import ARN, outcome

NOW = datetime(2026, 3, 1, 12, 30, 5, tzinfo=UTC)
RECEIPT = Receipt.of(outcome(Result.VERIFIED), "my-bucket", ended=NOW)
ROWS = tuple(replace(RECEIPT, size=n, ended=NOW - timedelta(n)) for n in range(6))
TOP = QModelIndex()


def page(first, last):
    return FoundReceipts(ROWS[first:last], first, len(ROWS))


@pytest.fixture
def model(qapp):
    model = ReceiptsModel()
    model.show(page(0, 2))
    return model


@pytest.fixture
def wanted(model):
    wanted = []
    model.page_requested.connect(lambda: wanted.append(model.offset))
    return wanted


def text(receipt, column):
    model = ReceiptsModel()
    model.show(FoundReceipts((receipt,), 0, 1))
    return model.index(0, column).data()


def test_model_tester_finds_no_errors(qapp, qtmodeltester):
    model = ReceiptsModel()
    model.page_requested.connect(lambda: None)
    qtmodeltester.check(model)  # keeps checking, and fetches pages itself
    model.show(page(0, 2))
    model.add(page(2, 6))
    model.refresh(FoundReceipts((RECEIPT, *ROWS[:1]), 0, 7))
    model.show(FoundReceipts((), 0, 0))
    qtmodeltester.check(model)


def test_stored_file(qapp):
    assert text(RECEIPT, Column.FILE) == "text.txt"
    assert text(RECEIPT, Column.DESTINATION) == "s3://my-bucket/invoices/text.txt"
    assert text(RECEIPT, Column.SIZE) == "1.2 MB"
    assert text(RECEIPT, Column.ENCRYPTION) == "SSE-KMS, test_key"


@pytest.mark.parametrize("result", Result)
def test_every_result_has_icon_and_text(model, result):
    model.show(FoundReceipts((Receipt.of(outcome(result), "b"),), 0, 1))
    cell = model.index(0, Column.RESULT)
    assert cell.data() == short_result_text(result)
    assert not cell.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_unknown_result_of_a_newer_version_is_shown_unchanged(model):
    model.show(FoundReceipts((replace(RECEIPT, verdict="quarantined"),), 0, 1))
    cell = model.index(0, Column.RESULT)
    assert cell.data() == "quarantined"
    assert not cell.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_windows_path(qapp):
    assert text(replace(RECEIPT, file=r"C:\Users\anna\text.txt"), Column.FILE) == "text.txt"


def test_tool_tips(model):
    tips = [model.index(0, column).data(Qt.ItemDataRole.ToolTipRole) for column in Column]
    assert tips[Column.FILE] == "/home/anna/text.txt"
    assert tips[Column.ENCRYPTION] == ARN
    assert tips[Column.TIME] == exact_time(NOW)


def test_object_of_a_row(model):
    assert model.index(1, Column.FILE).data(roles.OBJECT) == ROWS[1] == model.receipt(1)
    assert (model.row_of(ROWS[1]), model.row_of(ROWS[4]), model.row_of(None)) == (1, -1, -1)


def test_one_page_is_requested_at_a_time(model, wanted):
    for _ in range(3):
        model.fetchMore(TOP)
    assert wanted == [2]
    assert not model.canFetchMore(TOP)
    model.add(page(2, 4))
    model.fetchMore(TOP)
    assert wanted == [2, 4]


def test_no_page_is_requested_after_the_last(model, wanted):
    model.add(page(2, 6))
    assert not model.canFetchMore(TOP)
    model.fetchMore(TOP)
    assert (wanted, model.rowCount()) == ([], 6)


def test_rows_are_inserted_by_page(qtbot, model):
    with qtbot.waitSignal(model.rowsInserted) as blocker:
        model.add(page(2, 6))
    assert blocker.args[1:] == [2, 5]
    assert model.last == ROWS[5]


def test_offset_follows_the_last_page(model):
    model.add(FoundReceipts(ROWS[2:4], 3, 7))  # a newer receipt was added
    assert model.offset == 5


def test_failed_page_is_not_requested_before_the_next_search(model, wanted):
    model.fetchMore(TOP)
    model.give_up()
    model.fetchMore(TOP)
    assert wanted == [2]
    model.refresh(page(0, 2))
    model.fetchMore(TOP)
    assert wanted == [2, 2]


def test_refresh_without_changes_keeps_all_rows(qtbot, model):
    model.add(page(2, 4))
    with qtbot.assertNotEmitted(model.modelReset):
        model.refresh(page(0, 2))
    assert model.rowCount() == 4
    assert model.canFetchMore(TOP)


def test_refresh_with_new_receipts_resets_the_rows(qtbot, model):
    model.add(page(2, 4))
    new = replace(RECEIPT, size=99)
    with qtbot.waitSignal(model.modelReset):
        model.refresh(FoundReceipts((new, ROWS[0]), 0, 7))
    assert model.rowCount() == 2


def test_refresh_without_matches_removes_all_rows(model):
    model.refresh(FoundReceipts((), 0, 0))
    assert model.rowCount() == 0
    assert model.last is None


@pytest.mark.parametrize("language", ["en_US", "en_GB", "de_DE", "ja_JP", "C", "ar_EG"])
def test_dates_have_four_digit_years_in_every_language(qapp, language):
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        year = QLocale().toString(NOW.date().year).translate({ord(c): None for c in ",.٬\u202f"})
        assert year in short_time(NOW)
        assert short_time(NOW) != exact_time(NOW)
    finally:
        QLocale.setDefault(before)


def test_times_are_local(qapp):
    here = NOW.astimezone()
    assert f"{here:%M}:{here:%S}" in exact_time(NOW)
    assert exact_time(NOW).endswith(f"{here:%Z}")


def test_missing_times(qapp):
    assert short_time(None) == exact_time(None) == "–"
    assert text(replace(RECEIPT, ended=None, started=NOW), Column.TIME) == short_time(NOW)
