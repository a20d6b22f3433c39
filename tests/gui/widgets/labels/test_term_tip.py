from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog, QLineEdit, QToolTip, QVBoxLayout

from s3enc_gui.gui.widgets.labels.term_tip import TermTip, explained_label
from s3enc_gui.wording.glossary.terms import TERMS, Term
from tests.i18n.unexplained import WORDS, unexplained


@pytest.fixture
def dialog(qtbot):
    dialog = QDialog()
    field = QLineEdit()
    column = QVBoxLayout(dialog)
    column.addWidget(explained_label("&Prefix", field, Term.PREFIX))
    column.addWidget(field)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitActive(dialog)
    return dialog


def test_every_term_is_explained_and_looked_for():
    assert set(TERMS) == set(Term)
    assert set(WORDS) == set(Term) - {Term.BUCKET}


def test_a_key_shows_the_tip_and_escape_hides_only_the_tip(dialog, qtbot):
    tip = dialog.findChild(TermTip)
    tip.setFocus()
    qtbot.keyClick(tip, Qt.Key.Key_Space)
    assert QToolTip.isVisible()
    assert TERMS[Term.PREFIX].text in QToolTip.text()
    qtbot.keyClick(tip, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    assert dialog.isVisible()
    qtbot.keyClick(tip, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_screen_reader_has_the_word_and_its_meaning(dialog):
    reader = QAccessible.queryAccessibleInterface(dialog.findChild(TermTip))
    assert reader.text(QAccessible.Text.Name) == "What does this mean: prefix"
    assert TERMS[Term.PREFIX].text in reader.text(QAccessible.Text.Description)


def test_the_label_still_names_its_field(dialog):
    assert dialog.findChild(QLineEdit).accessibleName() == "Prefix"


def test_a_word_without_a_tip_is_found(dialog):
    assert not list(unexplained(dialog))
    dialog.findChild(TermTip).setParent(None)
    assert list(unexplained(dialog)) == ["QLabel in QWidget: 'Prefix'"]
