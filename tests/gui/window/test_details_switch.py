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


def test_they_are_the_next_time_as_they_were(window, details, runner):
    runner.handle_of(ReadDetailsShown).succeed(False)
    assert window._details.isHidden()
    assert not details.isChecked()
    assert runner.jobs_of(ShowDetails) == []


def test_what_was_chosen_meanwhile_stays(window, details, runner):
    details.trigger()
    runner.handle_of(ReadDetailsShown).succeed(True)
    assert window._details.isHidden()


def test_what_is_asked_for_is_shown_this_time(window, details, runner):
    details.trigger()
    window._show_object(DETAILS)
    assert window._details.isVisible()
    assert runner.jobs_of(ShowDetails) == [ShowDetails(False)]


def test_that_it_could_not_be_kept_is_told(window, details, runner):
    details.trigger()
    runner.handle_of(ShowDetails).fail(AppError("Not kept"))
    assert window._problem.accessibleName() == "Not kept"
