from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from s3enc_gui.domain.connections.connection_check import (
    CheckAnswer,
    CheckedRight,
    ConnectionCheck,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.check_dialog import CheckDialog
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.jobs.connections.check_connection import CheckConnection
from tests.gui.connections.samples import KEY, PUBLIC

DENIED = AppError("Access denied", "No.", "Ask.", "AccessDenied")
CHECKS = (
    ConnectionCheck(CheckedRight.IDENTITY, CheckAnswer.FINE, "arn:aws:iam::1:user/ana"),
    ConnectionCheck(CheckedRight.LIST_KEYS, CheckAnswer.NOT_ALLOWED, error=DENIED),
    ConnectionCheck(CheckedRight.WRITE, CheckAnswer.CANNOT_TELL, "The bucket has Object Lock"),
)


@pytest.fixture
def dialog(qtbot, runner):
    dialog = CheckDialog(runner, KEY)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown(dialog):
    return [label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel)]


def test_it_starts_at_once_and_writes_nothing(dialog, runner):
    assert runner.started == [CheckConnection(KEY)]
    assert not dialog.test.isEnabled()


def test_each_line_has_an_icon_and_a_word(dialog, runner):
    icons = len(dialog.findChildren(IconLabel))
    runner.report(*CHECKS)
    texts = shown(dialog)
    for check in CHECKS:
        assert check.answer.label in texts
        assert check.right.label in texts
    assert "arn:aws:iam::1:user/ana" in texts
    assert "Access denied. No. Ask." in texts
    assert len(dialog.findChildren(IconLabel)) == icons + 3


def test_a_bucket_and_writing_are_asked_for(dialog, runner):
    runner.succeed(())
    dialog.bucket.setText("s3://data/in/")
    dialog.write.setChecked(True)
    dialog.test.click()
    assert runner.started[-1] == CheckConnection(KEY, None, "data", "in/", write=True)


def test_a_new_test_replaces_the_lines(qtbot, dialog, runner):
    runner.report(*CHECKS)
    runner.succeed(CHECKS)
    dialog.test.click()
    assert dialog._grid.count() == 0


def test_a_bucket_name_that_cannot_be_is_said(dialog, runner):
    runner.succeed(())
    dialog.bucket.setText("No Bucket")
    dialog.test.click()
    assert dialog.banner.isVisible()
    assert len(runner.started) == 1


def test_a_connection_that_cannot_be_opened_is_said(dialog, runner):
    runner.fail(AppError("The keyring is locked"))
    assert dialog.banner.accessibleName() == "The keyring is locked"
    assert dialog.test.isEnabled()


def test_the_bucket_of_the_connection_is_tested(qtbot, runner):
    dialog = CheckDialog(runner, PUBLIC)
    qtbot.addWidget(dialog)
    assert runner.started == [CheckConnection(PUBLIC, None, "open-data", "a/")]


def test_closing_cancels_the_test(dialog, runner):
    dialog.reject()
    assert runner.cancelled == runner.started
