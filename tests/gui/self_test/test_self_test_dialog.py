from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.self_test.component_check import Component, failed, ok, skipped
from s3enc_gui.gui.self_test.self_test_dialog import SelfTestDialog
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.i18n import text
from s3enc_gui.jobs.self_test.self_test import RunSelfTest
from tests.i18n.shown import check_texts

WORK = Connection("work", "eu-central-1")
CHECKS = (
    ok(Component.FONTS, "DejaVu Sans"),
    failed(Component.ICONS, text("Missing: {names}.", names="a"), text("Install S3enc again.")),
    skipped(Component.SMALL_OBJECT, text("Not tried: no bucket was given")),
)


@pytest.fixture
def dialog(qtbot, runner):
    dialog = SelfTestDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show_place(WORK, "data", "in/")
    dialog.show()
    return dialog


def shown(dialog):
    return [label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel)]


def test_it_starts_at_once_and_uploads_nothing(dialog, runner):
    assert runner.started == [RunSelfTest(WORK, needs_window=True)]
    assert not dialog.check.isVisible()
    assert dialog.cancel.isVisible()


def test_each_line_has_an_icon_and_a_word(dialog, runner):
    icons = len(dialog.findChildren(IconLabel))
    runner.report(*CHECKS)
    texts = shown(dialog)
    assert {"OK", "Failed", "Skipped", "Fonts", "Icons", "DejaVu Sans"} <= set(texts)
    assert "Missing: a. Install S3enc again." in texts
    assert f"Checking… 3 of {len(Component)}" in texts
    assert len(dialog.findChildren(IconLabel)) == icons + 3
    runner.succeed(CHECKS)
    assert dialog.summary.text() == "1 check failed."
    assert dialog.check.isVisible()


def test_the_report_is_copied(dialog, runner):
    assert not dialog.copy.isEnabled()
    runner.report(*CHECKS)
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [line.split()[0] for line in copied[1:]] == ["ok", "failed", "skipped"]
    assert dialog.banner.isVisible()


def test_an_upload_is_asked_for(dialog, runner):
    runner.succeed(CHECKS)
    assert not dialog.bucket.isEnabled()
    dialog.upload.click()
    assert dialog.bucket.text() == "data/in/"
    dialog.check.click()
    assert runner.started[-1] == RunSelfTest(WORK, "data", "in/", needs_window=True)
    runner.succeed(CHECKS)
    dialog.bucket.setText("s3://other/deep")
    dialog.check.click()
    assert runner.started[-1] == RunSelfTest(WORK, "other", "deep/", needs_window=True)


def test_without_a_bucket_there_is_no_upload(dialog, runner):
    runner.succeed(CHECKS)
    dialog.upload.click()
    dialog.bucket.setText("")
    dialog.check.click()
    assert len(runner.started) == 1
    assert dialog.banner.isVisible()


@pytest.mark.parametrize("stop", ["cancel", "close_button"])
def test_it_can_be_stopped(dialog, runner, stop):
    runner.report(*CHECKS)
    getattr(dialog, stop).click()
    assert runner.cancelled == [RunSelfTest(WORK, needs_window=True)]
    assert dialog.summary.text() == "Not all was checked."
    assert dialog.copy.isEnabled()


def test_a_failure_to_start_is_shown(dialog, runner):
    runner.fail(AppError("The disk is full"))
    assert dialog.banner.isVisible()
    assert dialog.check.isVisible()


def test_the_help_menu_opens_it(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    window._help.self_test.trigger()
    [dialog] = window.findChildren(SelfTestDialog)
    assert not dialog.upload.isEnabled()
    dialog.close_button.click()
    window.start(WORK, "data", "in/")
    window._help.self_test.trigger()
    assert window.findChildren(SelfTestDialog) == [dialog]
    assert (dialog.bucket.text(), dialog.upload.isEnabled()) == ("data/in/", True)


@pytest.mark.usefixtures("pseudo_language")
def test_texts(qtbot, runner):
    dialog = SelfTestDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show_place(WORK, "", "")
    dialog.show()
    runner.report(*CHECKS)
    check_texts(dialog, "DejaVu Sans", "a")
    dialog.copy.click()
    runner.succeed(CHECKS)
    check_texts(dialog, "DejaVu Sans", "a")
