from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QRadioButton, QVBoxLayout

from s3enc_gui.gui.radio_focus import RadioFocus


class Dialog(QDialog):
    """A field, and three buttons of one group."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.buttons = QLineEdit(), [QRadioButton(name) for name in "abc"]
        column = QVBoxLayout(self)
        for widget in (self.field, *self.buttons):
            column.addWidget(widget)
        RadioFocus(self.buttons, self)


@pytest.fixture
def dialog(qtbot):
    dialog = Dialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitActive(dialog)
    return dialog


def tab(dialog, qtbot):
    dialog.field.setFocus()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Tab)
    return next(button for button in dialog.buttons if button.hasFocus())


def test_tab_goes_to_the_checked_button(dialog, qtbot):
    dialog.buttons[2].setChecked(True)
    assert tab(dialog, qtbot) is dialog.buttons[2]
    dialog.buttons[1].setChecked(True)
    assert tab(dialog, qtbot) is dialog.buttons[1]


def test_without_a_checked_button_tab_goes_to_the_first(dialog, qtbot):
    assert tab(dialog, qtbot) is dialog.buttons[0]


def test_a_disabled_button_does_not_keep_tab_out(dialog, qtbot):
    dialog.buttons[2].setChecked(True)
    dialog.buttons[2].setEnabled(False)
    assert tab(dialog, qtbot) is dialog.buttons[0]


def test_arrow_keys_still_choose(dialog, qtbot):
    dialog.buttons[1].setChecked(True)
    qtbot.keyClick(tab(dialog, qtbot), Qt.Key.Key_Down)
    assert dialog.buttons[2].isChecked()
    assert dialog.buttons[2].hasFocus()
