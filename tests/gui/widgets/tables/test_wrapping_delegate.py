"""Rows that are as high as their wrapped texts."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from s3enc_gui.gui.widgets.tables.quick_table import make_quick
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns
from s3enc_gui.gui.widgets.tables.wrapping_delegate import whole_height, wrap_rows

LONG = "A reason that needs more than one line in a narrow column"


@pytest.fixture
def table(qtbot):
    made = QTableWidget(3, 2)
    qtbot.addWidget(made)
    make_quick(made, 28)
    wrap_rows(made)
    made.setColumnWidth(1, 40)
    WholeColumns(made, (1,))
    made.resize(900, 200)
    made.show()
    return made


def heights(table):
    return [table.rowHeight(row) for row in range(table.rowCount())]


@pytest.mark.parametrize(
    "text", ["denied by “Mine”", "open-data/a/", "AWS console sign-in: user/ana"]
)
def test_a_column_as_wide_as_its_text_has_one_line(table, qtbot, text):
    icon = QPixmap(16, 16)
    icon.fill()
    table.setItem(0, 1, QTableWidgetItem(text))
    table.setItem(1, 1, QTableWidgetItem(QIcon(icon), text))
    qtbot.waitUntil(lambda: table.columnWidth(1) > 40)
    qtbot.waitUntil(lambda: heights(table) == [28] * 3)


def test_rows_follow_the_width(table, qtbot):
    table.setItem(0, 0, QTableWidgetItem(LONG))
    qtbot.waitUntil(lambda: table.rowHeight(0) > 28)
    assert heights(table)[1:] == [28] * 2
    before = whole_height(table)
    table.setColumnWidth(0, 800)
    qtbot.waitUntil(lambda: table.rowHeight(0) == 28)
    assert whole_height(table) < before
