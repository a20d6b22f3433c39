from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QDialogButtonBox

from s3enc_gui.gui.qt_translations import install_qt_translations


@pytest.fixture
def install(qapp):
    before = set(qapp.findChildren(QTranslator))
    yield lambda name: install_qt_translations(qapp, QLocale(name))
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()


def cancel_text(qtbot):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    return box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "")


def test_standard_buttons_are_translated(qtbot, install):
    assert cancel_text(qtbot) == "Cancel"
    assert install("de_DE")
    assert cancel_text(qtbot) == "Abbrechen"


def test_without_a_translation_standard_buttons_stay_english(qtbot, install):
    assert not install("C")
    assert cancel_text(qtbot) == "Cancel"
