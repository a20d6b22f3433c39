"""Distribution of the table's width between names and encryption."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.gui.browser.models.row_sorting import Column
from tests.fakes.folders import looked

LONG = "in/a-name-that-should-not-be-elided.txt"
STATUS = EncryptionStatus("aws:kms:v9", client_side=True)


@pytest.fixture
def listing(browser):
    """`listing(width, *keys)` lists keys with the same encryption in a window of this width."""

    def listed(width, *keys):
        for widget in (browser.window, browser.panel):
            widget.resize(width, 500)
        browser.open()
        browser.list(*keys)
        rows = [row.listed for row in browser.model.all if row.listed]
        browser.model.set_statuses([(one, looked(STATUS)) for one in rows], cached=False)
        browser.table.fit_columns()
        return browser.table

    return listed


def is_whole(table, column):
    """Whether the first row's text fits."""
    text = table.model().index(0, column).data()
    return table.fontMetrics().horizontalAdvance(text) + 48 <= table.columnWidth(column)


def has_scroll_bar(table):
    """Whether the columns are wider than the table."""
    return sum(map(table.columnWidth, Column)) > table.viewport().width()


def test_wide_tables_show_everything(listing):
    table = listing(1200, LONG)
    assert is_whole(table, Column.NAME)
    assert is_whole(table, Column.ENCRYPTION)
    assert sum(map(table.columnWidth, Column)) == table.viewport().width()


def test_narrow_tables_elide_names_and_encryption(listing):
    table = listing(700, LONG)
    name, encryption = map(table.columnWidth, (Column.NAME, Column.ENCRYPTION))
    assert encryption == int(0.57 * (name + encryption))
    assert not is_whole(table, Column.NAME)
    assert not is_whole(table, Column.ENCRYPTION)
    assert not has_scroll_bar(table)


@pytest.mark.parametrize("versions", [False, True])
def test_a_long_name_leaves_space_for_the_encryption(listing, browser, versions):
    browser.actions.versions.setChecked(versions)
    table = listing(460, "in/" + "a" * 300)
    assert table.columnWidth(Column.ENCRYPTION) >= 130
    assert table.columnWidth(Column.NAME) >= 110
    assert not has_scroll_bar(table)


def test_names_are_measured_when_they_become_visible(listing, qtbot):
    table = listing(640, *(f"in/{number}" for number in range(100)), "in/z" + LONG[3:] * 2)
    before = table.columnWidth(Column.NAME)
    table.scrollToBottom()
    qtbot.waitUntil(lambda: table.columnWidth(Column.NAME) > before)


def test_a_resized_column_keeps_its_width(listing):
    table = listing(900, LONG)
    table.horizontalHeader().resizeSection(Column.ENCRYPTION, 150)
    table.sortByColumn(Column.SIZE, Qt.SortOrder.DescendingOrder)
    table.fit_columns()
    assert table.columnWidth(Column.ENCRYPTION) == 150
    assert sum(map(table.columnWidth, Column)) == table.viewport().width()


def test_another_folder_is_measured_separately(listing, browser):
    table = listing(640, LONG)
    cut = table.columnWidth(Column.ENCRYPTION)
    table = listing(640, "in/a")
    assert table.columnWidth(Column.ENCRYPTION) > cut
