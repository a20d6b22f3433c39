from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from s3enc_gui.domain.headers.metadata import encoded
from s3enc_gui.domain.uploads.plan import metadata_problems
from s3enc_gui.gui.models.pairs_model import PairsModel
from s3enc_gui.gui.widgets.tables.pairs_field import PairsField


class World:
    """The table with the buttons around it."""

    def __init__(self, qtbot):
        self.qtbot, self.model = qtbot, PairsModel()
        self.field = PairsField("Metadata", self.model, metadata_problems, "Up to 2 KB.")
        self.window, self.after = QWidget(), QLineEdit()
        qtbot.addWidget(self.window)
        column = QVBoxLayout(self.window)
        column.addWidget(self.field)
        column.addWidget(self.after)
        self.window.show()
        self.window.activateWindow()

    def press(self, key):
        self.qtbot.keyClick(QApplication.focusWidget(), key)

    def type(self, *texts):
        """Type into one cell after the other, with Tab between them."""
        for number, text in enumerate(texts):
            if number:
                self.press(Qt.Key.Key_Tab)
            editor = QApplication.focusWidget()
            assert isinstance(editor, QLineEdit)
            editor.insert(text)


@pytest.fixture
def world(qtbot):
    return World(qtbot)


def test_tab_moves_from_key_to_value_to_the_next_row(world):
    world.field.add.click()
    world.type("customer", "Müller GmbH", "project", "x")
    world.field.commit()
    assert world.model.pairs() == (("customer", "Müller GmbH"), ("project", "x"))


def test_going_through_the_cells_again_overwrites_nothing(world):
    world.field.add.click()
    world.type("a", "1", "b", "2")
    world.field.commit()
    world.field.table.setFocus()
    world.field.table.setCurrentIndex(world.model.index(0, 0))
    world.press(Qt.Key.Key_F2)
    world.press(Qt.Key.Key_End)
    world.type("x", "y", "z")
    world.field.commit()
    assert world.model.pairs() == (("ax", "1y"), ("bz", "2"))


def test_tab_leaves_an_empty_last_row(world):
    world.field.add.click()
    world.press(Qt.Key.Key_Tab)
    world.press(Qt.Key.Key_Tab)
    assert world.after.hasFocus()
    assert world.model.rowCount() == 1
    assert world.model.pairs() == ()


def test_shift_tab_leaves_the_first_cell_as_it_is(world):
    world.field.add.click()
    world.type("a")
    world.press(Qt.Key.Key_Backtab)
    assert world.model.pairs() == (("a", ""),)
    assert not isinstance(QApplication.focusWidget(), QLineEdit)


def test_other_letters_are_taken_and_sent_encoded(world):
    world.field.add.click()
    world.type("customer", "Müller GmbH")
    world.field.commit()
    assert list(metadata_problems(world.model.pairs())) == []
    assert encoded("Müller GmbH").startswith("=?utf-8?")


def test_what_is_wrong_is_said_where_it_can_be_seen(world, qtbot):
    world.field.add.click()
    world.type("größe")
    with qtbot.waitSignal(world.field.rejected) as blocker:
        world.field.commit()
    assert "größe" in blocker.args[0].text()
