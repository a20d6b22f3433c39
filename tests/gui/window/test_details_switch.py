from __future__ import annotations

from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.settings.window_settings import ReadDetailsShown, ShowDetails
from tests.fakes.samples import DETAILS


@pytest.fixture
def window(qtbot, runner):
    window = MainWindow(runner, Mock())
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.start(Connection("work"))
    return window


@pytest.fixture
def details(window):
    return next(one for one in window.findChildren(QAction) if one.text() == "Encryption details")


def test_a_key_hides_the_details_and_shows_them_again(window, details, qtbot, runner):
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window._details.isHidden()
    assert not details.isChecked()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window._details.isVisible()
    assert runner.jobs_of(ShowDetails) == [ShowDetails(False), ShowDetails(True)]


def test_the_saved_choice_is_restored(window, details, runner):
    runner.handle_of(ReadDetailsShown).succeed(False)
    assert window._details.isHidden()
    assert not details.isChecked()
    assert runner.jobs_of(ShowDetails) == []


def test_a_choice_made_meanwhile_is_kept(window, details, runner):
    details.trigger()
    runner.handle_of(ReadDetailsShown).succeed(True)
    assert window._details.isHidden()


def test_an_inspected_object_shows_the_details(window, details, runner):
    details.trigger()
    window._show_object(DETAILS)
    assert window._details.isVisible()
    assert runner.jobs_of(ShowDetails) == [ShowDetails(False)]


def test_a_failure_to_save_is_shown(window, details, runner):
    details.trigger()
    runner.handle_of(ShowDetails).fail(AppError("Not saved"))
    assert window._problem.accessibleName() == "Not saved"


def test_in_a_narrow_window_the_details_are_hidden_first(window, details, runner):
    assert window._details.isVisible()
    window.resize(900, 620)
    assert window._details.isHidden()
    window.resize(1280, 800)
    assert window._details.isVisible()
    assert runner.jobs_of(ShowDetails) == []


def test_whoever_shows_the_details_in_a_narrow_window_saves_nothing(window, details, runner):
    window.resize(900, 620)
    details.trigger()
    assert window._details.isVisible()
    assert window.width() == 900
    details.trigger()
    window.resize(1280, 800)
    assert window._details.isVisible()
    assert runner.jobs_of(ShowDetails) == []


def test_details_that_were_hidden_stay_hidden_when_the_window_is_wide_again(window, details):
    details.trigger()
    window.resize(900, 620)
    window.resize(1280, 800)
    assert window._details.isHidden()
