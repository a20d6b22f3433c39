from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QTextEdit

from s3enc_gui.domain.encryption import EncryptionStatus
from s3enc_gui.domain.outcome import Result
from s3enc_gui.domain.words import DETAILS_LABELS, RESULT_WORDS
from s3enc_gui.gui.widgets.encryption_details import EncryptionDetails
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from tests.fakes.samples import ARN, DETAILS, ERROR, PLAIN, outcome


@pytest.fixture
def pane(qtbot):
    pane = EncryptionDetails()
    qtbot.addWidget(pane)
    pane.resize(430, 700)
    pane.show()
    return pane


def labels(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_says_what_to_do_while_there_is_nothing_to_show(pane):
    assert any("inspect an object" in text for text in labels(pane))


def test_each_row_is_a_field_with_its_name_as_buddy(pane):
    pane.show_object(DETAILS)
    buddies = {label.text(): label.buddy() for label in pane.findChildren(QLabel) if label.buddy()}
    assert tuple(buddies) == DETAILS_LABELS
    assert all(isinstance(field, QLineEdit | QTextEdit) for field in buddies.values())
    assert all(field.isReadOnly() for field in buddies.values())


def test_each_value_has_a_name_of_its_own_for_screen_readers(pane):
    fields = (label.buddy() for label in pane.findChildren(QLabel) if label.buddy())
    assert tuple(field.accessibleName() for field in fields) == DETAILS_LABELS


def test_shows_what_s3_says_of_an_object(pane):
    pane.show_object(DETAILS)
    assert pane.value("KMS key") == "test_key"
    assert pane.value("KMS key ARN") == ARN
    assert pane.value("Bucket key") == "on"
    assert pane.value("Verified") == "–"
    assert pane.findChild(ErrorBanner).isHidden()


@pytest.mark.parametrize("result", Result)
def test_every_result_has_its_word_in_row_and_banner(pane, result):
    pane.show_outcome(outcome(result))
    banner = pane.findChild(ErrorBanner)
    assert pane.value("Verified").startswith(RESULT_WORDS[result])
    assert not banner.isHidden()
    assert labels(banner)[0] in (RESULT_WORDS[result], ERROR.title)


def test_a_difference_names_both_sides(pane):
    pane.show_outcome(outcome(Result.DIFFERENT))
    text = "\n".join(labels(pane.findChild(ErrorBanner)))
    assert "Server-side encryption: asked SSE-KMS, stored not encrypted" in text
    assert pane.findChild(ErrorBanner).property("banner") == "error"


def test_cannot_tell_says_why_and_is_not_green(pane):
    pane.show_outcome(outcome(Result.CANNOT_TELL))
    assert "not allowed to look" in "\n".join(labels(pane.findChild(ErrorBanner)))
    assert pane.findChild(ErrorBanner).property("banner") == "warning"


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (EncryptionStatus(customer_algorithm="AES256"), "Encrypted with a customer's own key"),
        (EncryptionStatus("AES256", client_side=True), "Encrypted before it was uploaded"),
        (EncryptionStatus(), "Not encrypted"),
    ],
)
def test_what_is_remarkable_is_said(pane, status, title):
    pane.show_object(replace(PLAIN, status=status))
    assert labels(pane.findChild(ErrorBanner))[0].startswith(title)


def test_copy_takes_the_whole_value(qtbot, pane):
    pane.show_object(DETAILS)
    pane._fields["KMS key ARN"].copy()
    assert QGuiApplication.clipboard().text() == ARN


def test_nothing_to_copy_where_there_is_no_value(pane):
    pane.show_object(PLAIN)
    assert not pane._fields["KMS key ARN"]._button.isVisible()
    assert pane._fields["ETag"]._button.isVisible()


def test_long_words_make_the_row_higher(qtbot, pane):
    pane.show_outcome(outcome(Result.VERIFIED))
    low = pane._fields["Verified"].height()
    pane.show_outcome(outcome(Result.DIFFERENT))
    assert pane._fields["Verified"].height() > low


def test_show_nothing_forgets_the_object(pane):
    pane.show_object(DETAILS)
    pane.show_nothing()
    assert "text.txt" not in labels(pane)
