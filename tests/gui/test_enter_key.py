from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout

from s3enc_gui.gui.enter_key import EnterKey

RETURN, ENTER = Qt.Key.Key_Return, Qt.Key.Key_Enter


@pytest.fixture
def enter_key(qapp):
    made = EnterKey(qapp)
    yield made
    qapp.focusChanged.disconnect(made._follow)
    made.deleteLater()


class Dialog(QDialog):
    """A dialog with a field and a default button; `pressed` has the names of pressed buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []
        self.field = QLineEdit()
        self.default, self.other, self.tool = QPushButton(), QPushButton(), QToolButton()
        self.buttons = {"default": self.default, "other": self.other, "tool": self.tool}
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        for name, button in self.buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _=False, name=name: self.pressed.append(name))
            column.addWidget(button)
        self.other.setAutoDefault(False)
        self.default.setDefault(True)


@pytest.fixture
def dialog(qtbot, enter_key):
    dialog = Dialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitActive(dialog)
    return dialog


@pytest.mark.parametrize("key", [RETURN, ENTER])
@pytest.mark.parametrize("name", ["default", "other", "tool"])
def test_enter_presses_the_focused_button(dialog, qtbot, name, key):
    button = dialog.buttons[name]
    button.setFocus()
    qtbot.keyClick(button, key)
    assert dialog.pressed == [name]


def test_enter_in_a_field_presses_the_default_button(dialog, qtbot):
    dialog.other.setFocus()
    dialog.field.setFocus()
    qtbot.keyClick(dialog.field, RETURN)
    assert dialog.pressed == ["default"]


def test_other_keys_and_combinations_are_as_before(dialog, qtbot):
    dialog.tool.setFocus()
    qtbot.keyClick(dialog.tool, RETURN, Qt.KeyboardModifier.ControlModifier)
    assert dialog.pressed == []
    qtbot.keyClick(dialog.tool, Qt.Key.Key_Space)
    assert dialog.pressed == ["tool"]


def test_a_disabled_button_is_not_pressed(dialog, qtbot):
    dialog.other.setFocus()
    dialog.other.setEnabled(False)
    qtbot.keyClick(dialog.other, RETURN)
    assert "other" not in dialog.pressed


def test_enter_opens_the_menu_of_a_menu_button(dialog, qtbot):
    menu = QMenu(dialog.tool)
    menu.addAction("one")
    shown = []
    menu.aboutToShow.connect(lambda: shown.append(True))
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, menu.close))
    dialog.tool.setMenu(menu)
    dialog.tool.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    dialog.tool.setFocus()
    qtbot.keyClick(dialog.tool, RETURN)
    assert shown
    assert dialog.pressed == []
