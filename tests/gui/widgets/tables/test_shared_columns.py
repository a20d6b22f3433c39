"""Columns that share the width by what their texts need."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from s3enc_gui.gui.widgets.tables.shared_columns import SharedColumns
from s3enc_gui.gui.widgets.tables.whole_columns import needed_width

NAME, BEFORE, AFTER, STATE = range(4)


@pytest.fixture
def table(qtbot):
    made = QTableWidget(1, 4)
    qtbot.addWidget(made)
    made.resize(900, 200)
    made.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
    SharedColumns(made, (NAME, BEFORE, AFTER))
    for column, text in ((NAME, "1"), (BEFORE, "SSE-S3"), (AFTER, "SSE-KMS, 11111111-2222")):
        made.setItem(0, column, QTableWidgetItem(text))
    made.show()
    return made


def test_each_has_what_it_needs_and_the_name_has_the_rest(table, qtbot):
    for column in (BEFORE, AFTER):
        qtbot.waitUntil(lambda at=column: table.columnWidth(at) == needed_width(table, at))
    assert table.columnWidth(NAME) > table.columnWidth(AFTER)


def test_where_there_is_no_room_the_long_ones_get_the_same(table, qtbot):
    for column in (NAME, AFTER):
        table.setItem(0, column, QTableWidgetItem("SSE-KMS, 11111111-2222-3333-4444" * 4))
    qtbot.waitUntil(lambda: abs(table.columnWidth(NAME) - table.columnWidth(AFTER)) < 2)
    assert table.columnWidth(BEFORE) == needed_width(table, BEFORE)


def test_what_the_user_drags_stays(table, qtbot):
    qtbot.waitUntil(lambda: table.columnWidth(AFTER) == needed_width(table, AFTER))
    table.setColumnWidth(AFTER, 60)
    qtbot.wait(10)
    assert table.columnWidth(AFTER) == 60
