from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QGroupBox, QLabel

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.settings.settings_dialog import SettingsDialog
from s3enc_gui.jobs.uploads.transfer_commands import LimitSpeed, ReadSpeedLimit

FULL = AppError("The speed limit applies to this session only", "", "", "Settings")
OK, CANCEL, APPLY = (
    QDialogButtonBox.StandardButton.Ok,
    QDialogButtonBox.StandardButton.Cancel,
    QDialogButtonBox.StandardButton.Apply,
)


@pytest.fixture
def unread(qtbot, runner):
    dialog = SettingsDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def unlimited(unread, runner):
    runner.succeed(None)
    return unread


@pytest.fixture
def limited(unread, runner):
    runner.succeed(2_500_000)
    return unread


def button(dialog, which):
    return dialog.buttons.button(which)


def saved(runner):
    return [job.limit for job in runner.jobs_of(LimitSpeed)]


def shows(dialog, text):
    return any(text in one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def test_titles(unread):
    assert unread.windowTitle() == "Settings"
    assert unread.findChild(QGroupBox).title() == "Transfers"
    assert unread.limited.text().replace("&", "") == "Limit the upload speed"


def test_controls_are_disabled_until_the_limit_is_read(unread, runner):
    assert runner.started == [ReadSpeedLimit()]
    assert not unread.limited.isEnabled()
    assert not button(unread, OK).isEnabled()
    assert button(unread, CANCEL).isEnabled()
    assert shows(unread, "Reading the settings…")


def test_without_a_limit_the_speed_is_disabled(unlimited):
    assert not unlimited.limited.isChecked()
    assert not unlimited.speed.isEnabled()
    assert shows(unlimited, "Uploads use all available bandwidth")


def test_shows_the_limit(limited):
    assert limited.limited.isChecked()
    assert (limited.speed.number.text(), limited.speed.unit.currentText()) == ("2.5", "MB/s")
    assert shows(limited, "use at most 2.5 MB/s. 1 MB is 1,000,000 bytes")


def test_ok_saves_and_closes(limited, runner):
    limited.speed.number.setText("4")
    button(limited, OK).click()
    assert saved(runner) == [4_000_000]
    assert limited.isVisible()
    runner.succeed(4_000_000)
    assert limited.isHidden()
    assert limited.result() == SettingsDialog.DialogCode.Accepted


def test_apply_saves_and_stays(limited, runner):
    assert not button(limited, APPLY).isEnabled()
    limited.speed.unit.setCurrentIndex(0)
    button(limited, APPLY).click()
    runner.succeed(2500)
    assert saved(runner) == [2500]
    assert limited.isVisible()
    assert not button(limited, APPLY).isEnabled()


def test_the_limit_can_be_removed(limited, runner):
    limited.limited.click()
    button(limited, OK).click()
    assert saved(runner) == [None]


def test_checking_the_box_focuses_the_speed(qtbot, unlimited, runner):
    unlimited.limited.click()
    assert unlimited.speed.isEnabled()
    qtbot.keyClicks(unlimited.speed.number, "3")
    qtbot.keyClick(unlimited.speed.number, Qt.Key.Key_Return)
    assert saved(runner) == [3_000_000]


def test_ok_without_changes_only_closes(limited, runner):
    button(limited, OK).click()
    assert limited.isHidden()
    assert saved(runner) == []


@pytest.mark.parametrize("which", [OK, APPLY])
def test_invalid_input_is_reported_and_kept(limited, runner, which):
    limited.speed.number.setText("fast")
    assert shows(limited, "Enter a number from 1 KB/s to 1 TB/s.")
    assert limited.speed.number.property("invalid")
    button(limited, which).click()
    assert (saved(runner), limited.isVisible()) == ([], True)
    assert limited.speed.number.text() == "fast"
    limited.speed.number.setText("2")
    assert not limited.speed.number.property("invalid")


def test_invalid_input_is_ignored_without_a_limit(limited, runner):
    limited.speed.number.setText("fast")
    limited.limited.click()
    button(limited, OK).click()
    assert saved(runner) == [None]


@pytest.mark.parametrize("which", [OK, APPLY])
def test_a_failed_save_is_reported_and_can_be_retried(limited, runner, which):
    limited.speed.number.setText("4")
    button(limited, which).click()
    runner.fail(FULL)
    assert limited.banner.accessibleName() == FULL.title
    assert (limited.isVisible(), limited.speed.number.text()) == (True, "4")
    button(limited, which).click()
    assert limited.banner.isHidden()
    assert saved(runner) == [4_000_000] * 2


def test_is_not_saved_twice(limited, runner):
    limited.speed.number.setText("4")
    button(limited, OK).click()
    button(limited, OK).click()
    assert len(saved(runner)) == 1


def test_cancel_discards_the_input(limited, runner):
    limited.speed.number.setText("9")
    button(limited, CANCEL).click()
    assert saved(runner) == []
    limited.show()
    runner.succeed(2_500_000)
    assert limited.speed.number.text() == "2.5"


def test_shown_again_without_a_limit_it_suggests_one(limited, runner):
    limited.speed.number.setText("fast")
    button(limited, CANCEL).click()
    limited.show()
    runner.succeed(None)
    assert limited.speed.number.text() == "1"


def test_closing_cancels_the_read(unread, runner):
    unread.reject()
    assert runner.cancelled == [ReadSpeedLimit()]


def test_closing_does_not_cancel_a_save(limited, runner):
    limited.speed.number.setText("4")
    button(limited, APPLY).click()
    limited.reject()
    assert runner.cancelled == []


def test_a_limit_can_be_set_although_reading_failed(unread, runner):
    runner.fail(AppError("Something went wrong"))
    assert unread.banner.accessibleName() == "Something went wrong"
    unread.limited.click()
    button(unread, OK).click()
    assert saved(runner) == [1_000_000]
