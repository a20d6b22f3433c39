from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from s3enc_gui.gui.widgets.labels.copy_field import CopyField
from s3enc_gui.gui.widgets.labels.fact_grid import FactGrid, Section

LONG = "a value that is a good deal longer than that, wider than the grid"


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
    """Whether a value is below its name, and left-aligned with it."""
    field = grid.field(name)
    caption = next(one for one in grid.findChildren(QLabel) if one.text() == name)
    return field.y() >= caption.geometry().bottom() and field.x() == caption.x()


def test_rows_and_sections_without_values_are_hidden(grid):
    grid.show_values({"Size": "1"})
    assert seen(grid) == ["Größe"]
    grid.show_values({"Size": "1", "State": "Enabled", "Tags": "none"})
    assert seen(grid) == ["Größe", "Key", "State", "Tags"]
    assert grid.value("ARN") == "–"


def test_a_row_has_a_name_in_code_and_a_label_on_screen(grid):
    grid.show_values({"Size": "1"})
    caption = next(one for one in grid.findChildren(QLabel) if one.text() == "Größe")
    assert caption.buddy().accessibleName() == "Größe"
    assert grid.value("Size") == "1"


def test_a_sub_heading_labels_the_row_of_the_same_name(grid):
    grid.show_values({"Tags": "a = b"})
    (heading,) = [one for one in grid.findChildren(QLabel) if one.text() == "Tags"]
    field = grid.field("Tags")
    assert isinstance(field, CopyField)
    assert heading.buddy() is field.field
    assert field.width() == grid.width()


def test_long_values_are_below_their_names_and_short_values_beside(grid):
    grid.show_values({"ARN": LONG})
    grid.layout().activate()
    assert below(grid, "ARN")
    grid.show_values({"ARN": "short"})
    grid.layout().activate()
    assert not below(grid, "ARN")


def test_where_there_is_room_long_values_are_beside_their_names(grid):
    grid.show_values({"ARN": LONG})
    grid.resize(1200, 400)
    grid.layout().activate()
    assert not below(grid, "ARN")
    grid.resize(400, 400)
    grid.layout().activate()
    assert below(grid, "ARN")


@pytest.mark.parametrize(("width", "lines"), [(400, 2), (900, 1)])
def test_long_names_wrap_where_there_is_little_space(qtbot, width, lines):
    grid: Any = FactGrid([Section("", ("A name that is rather long",))], (), 20)
    qtbot.addWidget(grid)
    grid.resize(width, 400)
    grid.show()
    grid.show_values({"A name that is rather long": "1"})
    grid.layout().activate()
    (caption,) = grid.findChildren(QLabel)
    assert caption.height() // caption.fontMetrics().height() == lines


def test_a_translated_heading_labels_the_row_of_the_same_name(qtbot):
    grid: Any = FactGrid([Section("Tags", ("Tags",), {"Tags": "Etiketten"})], {"Tags"}, 20)
    qtbot.addWidget(grid)
    grid.show()
    grid.show_values({"Tags": "a = b"})
    assert seen(grid) == ["Etiketten"]


def test_values_with_several_lines_are_below_their_name(grid):
    grid.show_values({"ARN": "a\nb"})
    grid.layout().activate()
    assert below(grid, "ARN")


def test_in_a_narrow_grid_all_values_are_below_their_names(qtbot):
    window = QWidget()  # a window of its own could not be so narrow
    qtbot.addWidget(window)
    grid: Any = FactGrid([Section("", ("ARN", "State"))], {"ARN"}, 20, parent=window)
    grid.resize(400, 400)
    window.show()
    grid.show_values({"ARN": "a", "State": "Enabled"})
    grid.layout().activate()
    assert not below(grid, "ARN")
    grid.resize(grid.minimumSizeHint().width(), 400)
    grid.layout().activate()
    assert (below(grid, "ARN"), below(grid, "State")) == (True, True)
    grid.show_values({"ARN": "a", "State": "Disabled"})
    grid.layout().activate()
    assert below(grid, "State")
    grid.resize(400, 400)
    grid.layout().activate()
    assert (below(grid, "ARN"), below(grid, "State")) == (False, False)


@pytest.mark.parametrize("prose_beside", [None, 10])
def test_prose_stays_beside_unless_a_limit_is_set(qtbot, prose_beside):
    grid: Any = FactGrid([Section("", ("State",))], (), 5, prose_beside)
    qtbot.addWidget(grid)
    grid.resize(400, 400)
    grid.show()
    grid.show_values({"State": LONG})
    grid.layout().activate()
    assert below(grid, "State") is (prose_beside is not None)


@pytest.mark.parametrize(("value", "button"), [("x", True), ("–", False), ("none", False)])
def test_an_empty_value_has_no_copy_button(grid, value, button):
    grid.show_values({"Tags": value}, ("–", "none"))
    assert grid.field("Tags").findChild(QToolButton).isVisible() is button


@pytest.mark.parametrize("name", ["Size", "Tags"])
def test_a_row_without_a_value_is_no_tab_stop(grid, name):
    field = grid.field(name)
    field = field.field if isinstance(field, CopyField) else field
    grid.show_values({name: "–"})
    assert not field.focusPolicy() & Qt.FocusPolicy.TabFocus
    grid.show_values({name: "x"})
    assert field.focusPolicy() & Qt.FocusPolicy.TabFocus
