from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from s3enc_gui.domain.keys.kms_key import KeyAlias, Usability
from s3enc_gui.gui.keys.key_combo import ROWS_SHOWN, KeyCombo
from s3enc_gui.gui.keys.keys_model import KeysModel


@pytest.fixture
def combo(qtbot):
    model = KeysModel()
    model.set_all(
        [KeyAlias(f"alias/key-{n:02}", f"id-{n}") for n in range(30)]
        + [KeyAlias("alias/test_key", "id-test")]
    )
    combo = KeyCombo(model)
    model.setParent(combo)
    qtbot.addWidget(combo)
    combo.show()
    return combo


def search_field(combo):
    return combo.view().parentWidget().findChild(QLineEdit)


@pytest.fixture
def press(combo, qtbot):
    """Opens the list and presses keys in it; returns the chosen text."""

    def do(*keys):
        combo.showPopup()
        for key in keys:
            if isinstance(key, str):
                qtbot.keyClicks(combo.view(), key)
            else:
                qtbot.keyClick(combo.view(), key)
        qtbot.waitUntil(lambda: not combo.view().isVisible())
        qtbot.waitUntil(lambda: combo.count() == 33)
        return combo.currentText()

    return do


def test_arrow_keys_and_enter_choose(press):
    down = Qt.Key.Key_Down
    assert press(down, down, Qt.Key.Key_Return) == "key-01"


@pytest.mark.parametrize("text", ["key-17", "KEY-17", "y-17", "id-17"])
def test_typing_finds_any_part(press, text):
    assert press(text, Qt.Key.Key_Return) == "key-17"


def test_the_exact_name_wins(press):
    assert press("test_key", Qt.Key.Key_Return) == "test_key"


def test_escape_keeps_the_choice(press):
    press("key-17", Qt.Key.Key_Return)
    assert press("key-18", Qt.Key.Key_Escape) == "key-17"


def test_backspace_widens_the_search(press):
    assert press("key-18", Qt.Key.Key_Backspace, "7", Qt.Key.Key_Return) == "key-17"


def test_typing_narrows_the_list(combo, qtbot):
    combo.showPopup()
    qtbot.keyClicks(combo.view(), "key-0")
    assert search_field(combo).text() == "key-0"
    # The ten that match, the chosen one, and the custom key.
    qtbot.waitUntil(lambda: combo.count() == 12)
    combo.hidePopup()


def test_a_long_list_shows_the_search_field(combo):
    combo.showPopup()
    assert combo.count() > ROWS_SHOWN
    assert search_field(combo).isVisible()
    combo.hidePopup()


def test_an_unusable_key_is_skipped(combo, press):
    combo.model().set_usability({"id-0": Usability.DISABLED})
    assert press(Qt.Key.Key_Down, Qt.Key.Key_Return) == "key-01"


def test_a_choice_is_emitted_once(combo, press, qtbot):
    chosen = []
    combo.chosen.connect(lambda row: chosen.append(row.text))
    press("key-17", Qt.Key.Key_Return)
    assert chosen == ["key-17"]


def test_choose_does_not_emit_a_signal(combo):
    chosen: list[object] = []
    combo.chosen.connect(chosen.append)
    combo.choose(combo.model().find(name="alias/test_key"))
    assert combo.currentText() == "test_key"
    assert not chosen
