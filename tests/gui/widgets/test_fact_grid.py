from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from s3enc_gui.gui.widgets.copy_field import CopyField
from s3enc_gui.gui.widgets.fact_grid import FactGrid, Section

LONG = "a value that is a good deal longer than that"


@pytest.fixture
def grid(qtbot):
    sections = [
        Section("", ("Size", "ARN"), {"Size": "Größe"}),
        Section("Key", ("State",)),
        Section("Tags", ("Tags",)),
    ]
    grid = FactGrid(sections, {"ARN", "Tags"}, beside=20)
    qtbot.addWidget(grid)
    grid.resize(400, 400)
    grid.show()
    return grid


def seen(grid):
    return [label.text() for label in grid.findChildren(QLabel) if label.isVisible()]


def below(grid, name):
    """Whether a value stands below its name, and from where the names begin."""
    field = grid.field(name)
    caption = next(one for one in grid.findChildren(QLabel) if one.text() == name)
    return field.y() >= caption.geometry().bottom() and field.x() == caption.x()


def test_what_is_not_told_is_not_seen(grid):
    grid.show_values({"Size": "1"})
    assert seen(grid) == ["Größe"]
    grid.show_values({"Size": "1", "State": "Enabled", "Tags": "none"})
    assert seen(grid) == ["Größe", "Key", "State", "Tags"]
    assert grid.value("ARN") == "–"


def test_a_row_is_asked_by_its_name_and_read_by_its_words(grid):
    grid.show_values({"Size": "1"})
    caption = next(one for one in grid.findChildren(QLabel) if one.text() == "Größe")
    assert caption.buddy().accessibleName() == "Größe"
    assert grid.value("Size") == "1"


def test_a_sub_heading_is_the_name_of_a_row_called_so(grid):
    grid.show_values({"Tags": "a = b"})
    (heading,) = [one for one in grid.findChildren(QLabel) if one.text() == "Tags"]
    field = grid.field("Tags")
    assert isinstance(field, CopyField)
    assert heading.buddy() is field.field
    assert field.width() == grid.width()


def test_long_values_are_below_their_names_and_short_ones_beside(grid):
    grid.show_values({"ARN": LONG})
    grid._grid.activate()
    assert below(grid, "ARN")
    grid.show_values({"ARN": "short"})
    grid._grid.activate()
    assert not below(grid, "ARN")


def test_lines_are_below_their_name(grid):
    grid.show_values({"ARN": "a\nb"})
    grid._grid.activate()
    assert below(grid, "ARN")


@pytest.mark.parametrize("words_beside", [None, 10])
def test_words_stay_beside_where_nothing_else_is_said(qtbot, words_beside):
    grid = FactGrid([Section("", ("State",))], (), 5, words_beside)
    qtbot.addWidget(grid)
    grid.show()
    grid.show_values({"State": LONG})
    grid._grid.activate()
    assert below(grid, "State") is (words_beside is not None)


@pytest.mark.parametrize(("value", "button"), [("x", True), ("–", False), ("none", False)])
def test_nothing_is_not_copied(grid, value, button):
    grid.show_values({"Tags": value}, ("–", "none"))
    assert grid.field("Tags")._button.isVisible() is button


@pytest.mark.parametrize("name", ["Size", "Tags"])
def test_a_row_that_says_nothing_is_no_stop_of_the_tab_key(grid, name):
    words = grid.field(name)
    words = words.field if isinstance(words, CopyField) else words
    grid.show_values({name: "–"})
    assert not words.focusPolicy() & Qt.FocusPolicy.TabFocus
    grid.show_values({name: "x"})
    assert words.focusPolicy() & Qt.FocusPolicy.TabFocus
