from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.help.log_dialog import LogDialog
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.log import LogText, ReadLog, SaveLog

LINES = "\n".join(f"2026-11-30 10:00:{n:02}Z INFO x: message {n}" for n in range(60)) + "\n"


@pytest.fixture
def dialog(qtbot, runner):
    dialog = LogDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def filled(dialog, runner):
    runner.succeed(LogText(LINES, "/logs"))
    return dialog


def test_help_opens_it(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    action = window._help.log
    assert action.text() == "Show log…"
    action.trigger()
    [dialog] = window.findChildren(LogDialog)
    assert dialog.isVisible()
    assert runner.jobs_of(ReadLog) == [ReadLog()]


def test_nothing_can_be_done_before_it_is_read(dialog, runner):
    assert runner.started == [ReadLog()]
    assert dialog.empty.title == "Reading the log…"
    assert not dialog.text.isVisible()
    assert not any(one.isEnabled() for one in (dialog.copy, dialog.save, dialog.folder))


def test_the_newest_message_is_in_view(filled):
    assert filled.text.toPlainText() == LINES.rstrip("\n")
    bar = filled.text.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()
    assert filled.text.isReadOnly()
    assert "Secrets are masked" in filled.note.text()
    assert "Only the newest" not in filled.note.text()


def test_a_part_is_said_to_be_one(dialog, runner):
    runner.succeed(LogText(LINES, "/logs", is_all=False))
    assert "Only the newest part is shown" in dialog.note.text()


def test_markup_is_shown_as_it_is(dialog, runner):
    runner.succeed(LogText("<b>x</b>\n", "/logs"))
    assert dialog.text.toPlainText() == "<b>x</b>"


def test_an_empty_log(dialog, runner):
    runner.succeed(LogText("", "/logs"))
    assert dialog.empty.isVisible()
    assert dialog.empty.title == "The log is empty"
    assert not dialog.copy.isEnabled()


def test_a_log_that_cannot_be_read(dialog, runner):
    runner.fail(AppError("Can't read the log"))
    assert dialog.banner.isVisible()
    assert dialog.empty.title == "The log can't be shown"


def test_copy(filled):
    filled.copy.click()
    assert QGuiApplication.clipboard().text() == LINES.rstrip("\n")


def test_save(filled, runner):
    filled.write("/x/s3enc.log")
    assert runner.jobs_of(SaveLog) == [SaveLog("/x/s3enc.log")]
    assert not filled.save.isEnabled()
    runner.succeed("/x/s3enc.log")
    assert filled.save.isEnabled()
    assert filled.banner.isVisible()


def test_a_failed_save_is_said(filled, runner):
    filled.write("/x/s3enc.log")
    runner.fail(AppError("Can't save the log"))
    assert filled.banner.isVisible()


def test_open_folder(filled, monkeypatch):
    opened: list[str] = []

    def open_url(url):
        opened.append(url.toLocalFile())
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    filled.folder.click()
    assert opened == ["/logs"]
    assert filled.banner.isVisible()  # nothing could open it


def test_refresh_reads_it_again(filled, runner):
    filled.refresh.click()
    assert runner.started == [ReadLog(), ReadLog()]
    runner.succeed(LogText(LINES + "new\n", "/logs"))
    assert filled.text.toPlainText().endswith("\nnew")


def test_by_keyboard(filled, qtbot):
    seen = [filled.text]
    for _ in range(5):
        qtbot.keyClick(filled.focusWidget(), Qt.Key.Key_Tab)
        seen.append(filled.focusWidget())
    buttons = [filled.copy, filled.save, filled.folder, filled.refresh, filled.close_button]
    assert seen[1:] == buttons
    qtbot.keyClick(filled, Qt.Key.Key_Escape)
    assert filled.isHidden()
