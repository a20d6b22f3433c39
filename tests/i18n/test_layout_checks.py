"""The checks of windows find what they look for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from tests.i18n.cut_texts import cut_texts

LONG = "⟦a text of the program that is long ··············⟧"


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    return made


def faults(window):
    window.resize(600, 400)
    window.show()
    QApplication.processEvents()
    return list(cut_texts(window))


def test_nothing_is_found_where_all_is_whole(window):
    combo = QComboBox()
    combo.addItems([LONG, "b"])
    for widget in (QLabel(LONG), combo, QLineEdit(placeholderText=LONG)):
        window.layout().addWidget(widget)
    assert faults(window) == []


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: _combo(LONG), "QComboBox"),
        (lambda: QLineEdit(placeholderText=LONG), "QLineEdit"),
        (lambda: _tabs(LONG), "tabs"),
    ],
)
def test_a_field_that_is_too_narrow(window, make, part):
    made = make()
    made.setFixedWidth(100)
    window.layout().addWidget(made)
    assert any(fault.startswith(part) for fault in faults(window))


def test_a_placeholder_counts_only_while_it_is_seen(window):
    field = QLineEdit("a", placeholderText=LONG)
    field.setFixedWidth(100)
    window.layout().addWidget(field)
    assert faults(window) == []


@pytest.mark.parametrize("make", [lambda: _combo("Á"), lambda: QLabel("Á"), lambda: QLineEdit("Á")])
def test_a_line_that_is_too_low(window, make):
    made = make()
    made.setFixedHeight(8)
    window.layout().addWidget(made)
    assert any(" 8 high, " in fault for fault in faults(window))


def test_a_letter_that_a_mnemonic_parts_from_its_neighbors(window):
    label, field = QLabel("&To folder"), QLineEdit()
    label.setBuddy(field)
    font = label.font()
    font.setPointSizeF(40)
    label.setFont(font)
    label.setFixedWidth(label.sizeHint().width())
    for widget in (label, field):
        window.layout().addWidget(widget)
    assert any("'&To folder'" in fault for fault in faults(window))


def test_a_column_of_words(window):
    label = QLabel(LONG, wordWrap=True)
    label.setFixedWidth(60)
    window.layout().addWidget(label)
    assert any("column of words" in fault for fault in faults(window))


def test_a_text_that_does_not_follow_the_large_font(window):
    field = QPlainTextEdit("a")
    font = field.font()
    font.setPointSizeF(QApplication.font().pointSizeF() / 2)
    field.setFont(font)
    window.layout().addWidget(field)
    assert any("small font" in fault for fault in faults(window))


def test_a_page_that_scrolls_sideways(window):
    inside, area = QWidget(), QScrollArea(widgetResizable=True)
    inside.setMinimumWidth(2000)
    area.setWidget(inside)
    window.layout().addWidget(area)
    assert any("cut at its side" in fault for fault in faults(window))


def test_halves_that_cover_one_another(window):
    left, right, halves = QWidget(), QWidget(), QSplitter()
    halves.addWidget(left)
    halves.addWidget(right)
    for half in (left, right):
        half.setMinimumWidth(400)
    window.layout().addWidget(halves)
    window.setFixedWidth(500)
    assert any("overlap" in fault for fault in faults(window))


def test_a_cell_with_words_that_are_elided(window):
    model, table = QStandardItemModel(1, 1), QTableView()
    model.setItem(0, 0, QStandardItem(LONG))
    table.setModel(model)
    table.setWordWrap(False)
    table.setColumnWidth(0, 200)
    window.layout().addWidget(table)
    assert any(LONG in fault for fault in faults(window))
    table.setWordWrap(True)
    table.setRowHeight(0, 100)
    assert not any(LONG in fault for fault in faults(window))


def test_siblings_that_lie_beside_one_another(window):
    row = QHBoxLayout()
    for text in ("a", "b"):
        row.addWidget(QLabel(text, alignment=Qt.AlignmentFlag.AlignCenter))
    window.layout().addLayout(row)
    assert faults(window) == []


def _combo(*texts):
    made = QComboBox()
    made.setSizeAdjustPolicy(made.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.addItems(texts)
    return made


def _tabs(text):
    made = QTabWidget()
    for _number in range(3):
        made.addTab(QWidget(), text)
    return made
