from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QPushButton

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.exception_hook import shown_by


def fails():
    raise ZeroDivisionError("by zero")


@pytest.mark.expects_log("Unexpected error")
@pytest.mark.qt_no_exception_capture
def test_an_exception_in_a_slot_is_logged_and_shown(qtbot):
    button = QPushButton()
    seen: list[AppError] = []
    qtbot.addWidget(button)
    button.clicked.connect(lambda: fails())
    with shown_by(seen.append):
        button.click()
    assert [error.code for error in seen] == ["InternalError"]
    assert "by zero" in seen[0].detail


@pytest.mark.expects_log("Unexpected error")
def test_an_app_error_is_shown_unchanged():
    seen: list[AppError] = []
    error = AppError("The disk is full")
    with shown_by(seen.append):
        sys.excepthook(AppError, error, None)
    assert seen == [error]


def test_the_hook_is_restored():
    before = sys.excepthook
    with shown_by(print):
        assert sys.excepthook is not before
    assert sys.excepthook is before
