"""Columns widen to their texts: numbers always, names up to a limit."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns, needed_width

NAME, NUMBER = 1, 2


@pytest.fixture
def table(qtbot):
    made = QTableWidget(1, 3)
    qtbot.addWidget(made)
    made.resize(900, 200)
    made.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in (NAME, NUMBER):
        made.setColumnWidth(column, 40)
    WholeColumns(made, (NUMBER,), most={NAME: 150})
    made.show()
    return made


def test_names_widen_up_to_their_limit(table, qtbot):
    table.setItem(0, NAME, QTableWidgetItem("a bucket"))
    qtbot.waitUntil(lambda: table.columnWidth(NAME) == needed_width(table, NAME))
    assert table.columnWidth(NAME) < scaled(150)
    table.setItem(0, NAME, QTableWidgetItem("a-bucket-with-a-long-name-" * 2))
    qtbot.waitUntil(lambda: table.columnWidth(NAME) == scaled(150))


def test_numbers_are_whole(table, qtbot):
    table.setItem(0, NUMBER, QTableWidgetItem("1,234,567,890,123,456,789"))
    qtbot.waitUntil(lambda: table.columnWidth(NUMBER) == needed_width(table, NUMBER))
    assert table.columnWidth(NUMBER) > scaled(150)
