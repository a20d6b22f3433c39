from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.history.history_window import HistoryWindow
from s3enc_gui.gui.history.period import Period
from s3enc_gui.gui.history.receipts_model import Column
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.tables.whole_columns import heading_width
from s3enc_gui.jobs.history.receipts import (
    Exported,
    ExportReceipts,
    FindReceipts,
    FoundReceipts,
    ListReceiptBuckets,
    ReceiptFormat,
    day_start,
)
from tests.fakes.samples import outcome

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)
RECEIPT = Receipt.of(outcome(Result.VERIFIED), "my-bucket", ended=NOW)
ROWS = tuple(replace(RECEIPT, size=n, ended=NOW - timedelta(n)) for n in range(60))
PAGE = FoundReceipts(ROWS, 0, 1204)
NOTHING = FoundReceipts((), 0, 0)


@pytest.fixture
def window(qtbot, runner):
    window = HistoryWindow(runner, today=lambda: TODAY)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def filled(window, runner):
    runner.handle_of(FindReceipts).succeed(PAGE)
    return window


def labels(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def queries(runner):
    return [job.query for job in runner.jobs_of(FindReceipts)]


def banner(window):
    return next(one for one in window.findChildren(ErrorBanner) if one.parent() is window)


# --- searching -----------------------------------------------------------------------------------


def test_searches_everything_when_shown(window, runner):
    assert runner.started == [ListReceiptBuckets(), FindReceipts(ReceiptQuery())]


def test_searches_again_when_shown_again(filled, runner):
    filled.close()
    filled.show()
    assert queries(runner) == [ReceiptQuery()] * 2


def test_before_the_first_answer_there_is_a_word(window, runner):
    assert window.empty.isVisible()
    assert window.empty.title == "Searching…"
    assert "Select a receipt to see its details." not in labels(window)
    runner.fail(AppError("Can't open the journal"))
    assert window.empty.title == "Can't read the receipts"


@pytest.mark.parametrize("width", range(1400, 880, -40))
def test_a_column_is_whole_or_hidden_and_no_space_is_left_free(filled, qtbot, width):
    filled.resize(width, 600)
    qtbot.wait(20)
    table = filled.table
    shown = [at for at in Column if not table.isColumnHidden(at)]
    assert all(table.columnWidth(at) >= heading_width(table, at) for at in shown)
    assert Column.ENCRYPTION in shown or Column.DESTINATION not in shown
    if Column.ENCRYPTION not in shown:
        assert table.columnWidth(Column.FILE) < 150 + table._least[Column.ENCRYPTION]


def test_number_of_matches(filled):
    assert "1,204 receipts" in labels(filled)


def test_singular(window, runner):
    runner.handle_of(FindReceipts).succeed(FoundReceipts(ROWS[:1], 0, 1))
    assert "1 receipt" in labels(window)


def test_typing_is_delayed_and_searches_once(qtbot, filled, runner):
    qtbot.keyClicks(filled.filters.search, "inv")
    assert len(queries(runner)) == 1
    qtbot.waitUntil(lambda: len(queries(runner)) == 2)
    assert queries(runner)[-1] == ReceiptQuery(text="inv")


def test_enter_searches_at_once_and_presses_no_button(qtbot, filled, runner):
    filled.filters.search.setText("inv")
    qtbot.keyClick(filled.filters.search, Qt.Key.Key_Return)
    assert queries(runner)[-1] == ReceiptQuery(text="inv")
    assert filled.isVisible()


def test_only_the_latest_search_is_shown(qtbot, window, runner):
    first = runner.handle_of(FindReceipts)
    window.filters.search.setText("b")
    qtbot.keyClick(window.filters.search, Qt.Key.Key_Return)
    assert runner.cancelled == [FindReceipts(ReceiptQuery())]
    first.succeed(PAGE)
    assert window.model.rowCount() == 0


def test_bucket_filter(filled, runner):
    runner.handle_of(ListReceiptBuckets).succeed(("a", "b"))
    filled.filters.bucket.setCurrentIndex(2)
    assert queries(runner)[-1] == ReceiptQuery(bucket="b")


def test_chosen_bucket_is_kept_when_buckets_are_listed_again(filled, runner):
    runner.handle_of(ListReceiptBuckets).succeed(("a", "b"))
    filled.filters.bucket.setCurrentIndex(2)
    filled.refresh()
    runner.handle_of(ListReceiptBuckets).succeed(("a", "aa", "b"))
    assert filled.filters.bucket.currentData() == "b"
    assert len(queries(runner)) == 3


def test_kms_key_filter(qtbot, filled, runner):
    filled.filters.kms_key.setText(" 0ecd1de5 ")
    qtbot.keyClick(filled.filters.kms_key, Qt.Key.Key_Return)
    assert queries(runner)[-1] == ReceiptQuery(kms_key="0ecd1de5")


@pytest.mark.parametrize(
    ("period", "first"),
    [(Period.TODAY, TODAY), (Period.WEEK, date(2026, 3, 4)), (Period.MONTH, date(2026, 2, 9))],
)
def test_last_days_have_no_end(filled, runner, period, first):
    filled.filters.period.choose(period)
    assert queries(runner)[-1] == ReceiptQuery(since=day_start(first))


def test_custom_dates_are_inclusive(filled, runner):
    period = filled.filters.period
    period.choose(Period.CUSTOM)
    period.first.setDate(date(2026, 1, 5))
    period.last.setDate(date(2026, 1, 5))
    since, until = day_start(date(2026, 1, 5)), day_start(date(2026, 1, 6))
    assert queries(runner)[-1] == ReceiptQuery(since=since, until=until)


def test_date_fields_are_shown_for_custom_dates_only(filled):
    period = filled.filters.period
    assert not period.first.isVisible()
    period.choose(Period.CUSTOM)
    assert period.first.isVisible()
    assert period.first.hasFocus() or period.first.isEnabled()


def test_end_date_is_never_before_the_start(filled, runner):
    period = filled.filters.period
    period.choose(Period.CUSTOM)
    period.first.setDate(date(2026, 5, 1))
    since, until = day_start(date(2026, 5, 1)), day_start(date(2026, 5, 2))
    assert queries(runner)[-1] == ReceiptQuery(since=since, until=until)


def test_clearing_the_filters_searches_once(filled, runner):
    filled.filters.period.choose(Period.CUSTOM)
    filled.filters.search.setText("x")
    before = len(queries(runner))
    filled.filters.clear.click()
    assert queries(runner)[before:] == [ReceiptQuery()]
    assert not filled.filters.clear.isEnabled()


# --- results -------------------------------------------------------------------------------------


def test_no_receipts_yet(window, runner):
    runner.handle_of(FindReceipts).succeed(NOTHING)
    assert window.empty.title == "No receipts yet"
    assert not window.export.isEnabled()


def test_no_match_offers_all_receipts(qtbot, filled, runner):
    filled.filters.search.setText("x")
    qtbot.keyClick(filled.filters.search, Qt.Key.Key_Return)
    runner.handle_of(FindReceipts).succeed(NOTHING)
    assert filled.empty.title == "No matching receipts"
    filled.empty.button.click()
    assert queries(runner)[-1] == ReceiptQuery()


def test_newest_receipt_is_selected(filled):
    assert filled.table.receipt == ROWS[0]
    assert filled.pane.value("Bucket") == "my-bucket"


def test_keyboard_selects_rows(qtbot, filled):
    qtbot.keyClick(filled.table, Qt.Key.Key_Down)
    assert filled.table.receipt == ROWS[1]
    assert filled.pane.value("Size") == "1 byte"


def test_selection_is_kept_when_new_receipts_are_added(filled, runner):
    filled.table.select(ROWS[3])
    filled.refresh()
    new = replace(RECEIPT, size=9999)
    runner.handle_of(FindReceipts).succeed(FoundReceipts((new, *ROWS), 0, 1205))
    assert filled.table.receipt == ROWS[3]
    assert "1,205 receipts" in labels(filled)


def test_scrolling_loads_older_receipts(qtbot, filled, runner):
    filled.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(runner.jobs_of(FindReceipts)) == 2)
    assert runner.started[-1] == FindReceipts(ReceiptQuery(), 60, after=ROWS[-1])
    runner.succeed(FoundReceipts(tuple(replace(row, size=7) for row in ROWS), 60, 1204))
    assert filled.model.rowCount() == 120


def test_page_of_another_search_is_not_added(qtbot, filled, runner):
    filled.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(runner.jobs_of(FindReceipts)) == 2)
    older = runner.handles[-1]
    filled.filters.period.choose(Period.TODAY)
    older.succeed(FoundReceipts(ROWS, 60, 1204))
    assert filled.model.rowCount() == 60


def test_failure_is_reported(filled, runner):
    filled.refresh()
    runner.handle_of(FindReceipts).fail(AppError("The journal cannot be read"))
    assert banner(filled).accessibleName() == "The journal cannot be read"
    assert filled.model.rowCount() == 60


def test_next_result_clears_the_failure(filled, runner):
    filled.refresh()
    runner.handle_of(FindReceipts).fail(AppError("The journal cannot be read"))
    filled.refresh()
    runner.handle_of(FindReceipts).succeed(PAGE)
    assert banner(filled).isHidden()


# --- keyboard and screen readers -----------------------------------------------------------------


def test_labels_and_accessible_names(filled):
    filled.filters.period.choose(Period.CUSTOM)
    named = {
        label.text().replace("&", ""): label.buddy().accessibleName()
        for label in filled.filters.findChildren(QLabel)
    }
    names = ("Search", "Bucket", "KMS key", "Period", "From", "To")
    assert named == {name: name for name in names}
    assert filled.table.accessibleName() == "Receipts"


def test_mnemonics_are_unique(filled):
    widgets = [*filled.findChildren(QPushButton), *filled.filters.findChildren(QLabel)]
    letters = [w.text()[w.text().index("&") + 1].lower() for w in widgets if "&" in w.text()]
    assert len(letters) == len(set(letters))


def test_f5_and_ctrl_f(qtbot, filled, runner):
    filled.table.setFocus()
    qtbot.keyClick(filled, Qt.Key.Key_F5)
    assert len(queries(runner)) == 2
    qtbot.keyClick(filled, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(filled.filters.search.hasFocus)


def test_escape_closes(qtbot, filled):
    qtbot.keyClick(filled.table, Qt.Key.Key_Escape)
    assert not filled.isVisible()


# --- exporting -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ReceiptFormat)
def test_asks_where_to_and_exports_what_the_query_finds(filled, runner, form):
    getattr(filled, f"as_{form.value}").trigger()
    dialog = filled.findChild(QFileDialog)
    assert dialog.selectedFiles()[0].endswith(f"receipts.{form.value}")
    dialog.fileSelected.emit("/x/r")
    dialog.reject()
    assert runner.started[-1] == ExportReceipts(filled.filters.query, "/x/r", form)


@pytest.mark.parametrize(
    ("count", "title"), [(1, "Exported 1 receipt"), (1204, "Exported 1,204 receipts")]
)
def test_an_export_is_reported_in_the_banner(filled, runner, count, title):
    filled.exporter.run(ExportReceipts(ReceiptQuery(), "/x/r.csv", ReceiptFormat.CSV))
    runner.succeed(Exported("/x/r.csv", count))
    assert banner(filled).accessibleName() == title


def test_a_receipt_can_be_shown_among_those_of_its_key(filled, runner):
    filled.filters.kms_key.setText("other")
    wanted = ROWS[7]
    filled.show_receipt(wanted)
    assert queries(runner)[-1] == ReceiptQuery(wanted.key)
    runner.handle_of(FindReceipts).succeed(PAGE)
    assert filled.table.receipt == wanted


@pytest.mark.usefixtures("large_fonts")
def test_with_large_fonts_the_receipt_fits_a_small_screen(qtbot, runner):
    window = HistoryWindow(runner, today=lambda: TODAY)
    qtbot.addWidget(window)
    window.show()
    window.resize(892, 580)
    QApplication.processEvents()
    assert window.width() == 892
    assert window.pane.mapTo(window, window.pane.rect().bottomRight()).x() < 892
