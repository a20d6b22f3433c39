from __future__ import annotations

import pytest
from PySide6.QtGui import QDesktopServices

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.updates.update import Published, UpdateAnswer
from s3enc_gui.gui.help.updates_dialog import UpdatesDialog
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.updates.check_updates import CheckUpdates

PAGE = "https://s3enc.example.com/"


@pytest.fixture
def dialog(qtbot, runner):
    dialog = UpdatesDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_nothing_is_asked_before_the_menu_is_used(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    assert runner.jobs_of(CheckUpdates) == []
    window._help.updates.trigger()
    assert runner.jobs_of(CheckUpdates) == [CheckUpdates()]


def test_it_says_what_it_does(dialog):
    assert dialog.head.text() == "Looking for updates…"
    assert not dialog.open_page.isVisible()


def test_a_newer_version_has_a_link(dialog, runner, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    runner.succeed(UpdateAnswer("1.0", Published("1.1", PAGE, "Faster.")))
    assert dialog.head.text() == "S3enc 1.1 is available"
    assert dialog.detail.text() == "You have version 1.0."
    assert dialog.notes.toPlainText() == "Faster."
    dialog.open_page.click()
    assert opened == [PAGE]
    assert dialog.banner.isVisible()  # no program could open it


def test_an_old_version_is_marked(dialog, runner):
    runner.succeed(UpdateAnswer("1.0", Published("1.2", PAGE, minimum="1.1")))
    assert dialog.detail.property("tone") == "warning"
    assert not dialog.notes.isVisible()


@pytest.mark.parametrize(
    ("answer", "head"),
    [
        (UpdateAnswer("1.1", Published("1.1", PAGE, "Faster.")), "S3enc is up to date"),
        (UpdateAnswer("1.1"), "This copy of S3enc doesn't look for updates"),
    ],
)
def test_nothing_to_open(dialog, runner, answer, head):
    runner.succeed(answer)
    assert dialog.head.text() == head
    assert not dialog.open_page.isVisible()
    assert not dialog.notes.isVisible()


def test_an_error_is_shown(dialog, runner):
    runner.fail(AppError("No connection", "It is gone."))
    assert dialog.banner.isVisible()
    assert not dialog.head.isVisible()


def test_it_asks_again_when_it_is_shown_again(dialog, runner):
    runner.succeed(UpdateAnswer("1.1"))
    dialog.close()
    dialog.show()
    assert len(runner.jobs_of(CheckUpdates)) == 2
