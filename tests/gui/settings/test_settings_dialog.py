from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLabel, QLineEdit

from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.retention import Retention
from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.domain.settings.appearance import Appearance
from s3enc_gui.domain.settings.desktop import DesktopSettings
from s3enc_gui.gui.settings.settings_dialog import SettingsDialog
from s3enc_gui.jobs.settings.appearance import ReadAppearance, SetAppearance
from s3enc_gui.jobs.settings.desktop import ReadDesktopSettings, SetDesktopSettings
from s3enc_gui.jobs.settings.history_retention import (
    HistorySettings,
    ReadHistorySettings,
    SetRetention,
)
from s3enc_gui.jobs.settings.log_level import ReadLogLevel, SetLogLevel
from s3enc_gui.jobs.settings.network import ReadNetwork, SetNetwork
from s3enc_gui.jobs.settings.parallel_requests import (
    ReadParallelRequests,
    SetParallelRequests,
)
from s3enc_gui.jobs.settings.requester_pays import ReadRequesterPays, SetRequesterPays
from s3enc_gui.jobs.uploads.transfer_commands import LimitSpeed, ReadSpeedLimit

FULL = AppError("The speed limit applies to this session only", "", "", "Settings")
OK, CANCEL, APPLY = (
    QDialogButtonBox.StandardButton.Ok,
    QDialogButtonBox.StandardButton.Cancel,
    QDialogButtonBox.StandardButton.Apply,
)


def answer_all(runner):
    """Answer what the settings ask, except for the speed limit, which is asked last."""
    runner.handle_of(ReadNetwork).succeed(NetworkSettings())
    runner.handle_of(ReadRequesterPays).succeed(False)
    runner.handle_of(ReadParallelRequests).succeed(None)
    runner.handle_of(ReadAppearance).succeed(Appearance.SYSTEM)
    runner.handle_of(ReadDesktopSettings).succeed(DesktopSettings())
    runner.handle_of(ReadLogLevel).succeed(LogLevel.WARNING)
    runner.handle_of(ReadHistorySettings).succeed(
        HistorySettings(Retention.FOREVER, "/data/journal.sqlite", EXPIRED, EXPIRED_RUNS)
    )


@pytest.fixture
def unread(qtbot, runner):
    dialog = SettingsDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    answer_all(runner)
    dialog.pages.show_group(dialog.uploads)
    return dialog


@pytest.fixture
def unlimited(unread, runner):
    runner.succeed(None)
    return unread


@pytest.fixture
def limited(unread, runner):
    runner.succeed(2_500_000)
    return unread


EXPIRED = {Retention.FOREVER: 0, Retention.YEAR: 0, Retention.NINETY_DAYS: 12}
EXPIRED_RUNS = {Retention.FOREVER: 0, Retention.YEAR: 0, Retention.NINETY_DAYS: 1}


def test_how_much_will_be_removed_is_said_first(unlimited, runner):
    history = unlimited.history
    assert (history.value, history.message) == (Retention.FOREVER, "Nothing is removed.")
    history.choice.setCurrentIndex(1)
    assert history.message.startswith("Nothing is that old now.")
    history.choice.setCurrentIndex(2)
    assert history.message.startswith("12 receipts are older. They are removed for good when")
    assert "1 change of encryption ended before that: its log is removed" in history.message
    assert runner.jobs_of(SetRetention) == []
    button(unlimited, APPLY).click()
    assert runner.jobs_of(SetRetention) == [SetRetention(Retention.NINETY_DAYS)]


def test_where_the_history_is_stored(unlimited, monkeypatch):
    history = unlimited.history
    assert shows(unlimited, "/data/journal.sqlite") or "/data" in history.path.accessibleName()
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    unlimited.pages.show_group(history)
    history.show_folder.click()
    assert opened == ["/data"]
    assert unlimited.banner.isVisible()  # nothing opened it


def button(dialog, which):
    return dialog.buttons.button(which)


def saved(runner):
    return [job.limit for job in runner.jobs_of(LimitSpeed)]


def shows(dialog, text):
    return any(
        text in one.text()
        for one in dialog.findChildren(QLabel)
        if one.isVisibleTo(one.parentWidget())
    )


def test_titles(unread):
    assert unread.windowTitle() == "Settings"
    names = unread.pages.names
    assert [names.item(n).text() for n in range(names.count())] == [
        *("Connections", "Network", "Transfers", "History", "Appearance", "Desktop", "Log")
    ]
    assert unread.uploads.limited.text().replace("&", "") == "Limit the upload speed"


def test_controls_are_disabled_until_the_limit_is_read(unread, runner):
    assert runner.started == [
        *(ReadLogLevel(), ReadDesktopSettings(), ReadAppearance(), ReadHistorySettings()),
        *(ReadParallelRequests(), ReadNetwork(), ReadRequesterPays(), ReadSpeedLimit()),
    ]
    assert not unread.uploads.limited.isEnabled()
    assert not button(unread, OK).isEnabled()
    assert button(unread, CANCEL).isEnabled()
    assert shows(unread, "Reading the settings…")


def test_without_a_limit_the_speed_is_disabled(unlimited):
    assert not unlimited.uploads.limited.isChecked()
    assert not unlimited.uploads.speed.isEnabled()
    assert shows(unlimited, "Uploads use all available bandwidth")


def test_shows_the_limit(limited):
    assert limited.uploads.limited.isChecked()
    assert (limited.uploads.speed.number.text(), limited.uploads.speed.unit.currentText()) == (
        "2.5",
        "MB/s",
    )
    assert shows(limited, "use at most 2.5 MB/s. 1 MB is 1,000,000 bytes")


def test_ok_saves_and_closes(limited, runner):
    limited.uploads.speed.number.setText("4")
    button(limited, OK).click()
    assert saved(runner) == [4_000_000]
    assert limited.isVisible()
    runner.succeed(4_000_000)
    assert limited.isHidden()
    assert limited.result() == SettingsDialog.DialogCode.Accepted


def test_apply_saves_and_stays(limited, runner):
    assert not button(limited, APPLY).isEnabled()
    limited.uploads.speed.unit.setCurrentIndex(0)
    button(limited, APPLY).click()
    runner.succeed(2500)
    assert saved(runner) == [2500]
    assert limited.isVisible()
    assert not button(limited, APPLY).isEnabled()


def test_the_limit_can_be_removed(limited, runner):
    limited.uploads.limited.click()
    button(limited, OK).click()
    assert saved(runner) == [None]


def test_checking_the_box_focuses_the_speed(qtbot, unlimited, runner):
    unlimited.uploads.limited.click()
    assert unlimited.uploads.speed.isEnabled()
    qtbot.keyClicks(unlimited.uploads.speed.number, "3")
    qtbot.keyClick(unlimited.uploads.speed.number, Qt.Key.Key_Return)
    assert saved(runner) == [3_000_000]


def test_ok_without_changes_only_closes(limited, runner):
    button(limited, OK).click()
    assert limited.isHidden()
    assert saved(runner) == []


@pytest.mark.parametrize("which", [OK, APPLY])
def test_invalid_input_is_reported_and_kept(limited, runner, which):
    limited.uploads.speed.number.setText("fast")
    assert shows(limited, "Enter a number from 1 KB/s to 1 TB/s.")
    assert limited.uploads.speed.number.property("invalid")
    button(limited, which).click()
    assert (saved(runner), limited.isVisible()) == ([], True)
    assert limited.uploads.speed.number.text() == "fast"
    limited.uploads.speed.number.setText("2")
    assert not limited.uploads.speed.number.property("invalid")


def test_invalid_input_is_ignored_without_a_limit(limited, runner):
    limited.uploads.speed.number.setText("fast")
    limited.uploads.limited.click()
    button(limited, OK).click()
    assert saved(runner) == [None]


@pytest.mark.parametrize("which", [OK, APPLY])
def test_a_failed_save_is_reported_and_can_be_retried(limited, runner, which):
    limited.uploads.speed.number.setText("4")
    button(limited, which).click()
    runner.fail(FULL)
    assert limited.banner.accessibleName() == FULL.title
    assert (limited.isVisible(), limited.uploads.speed.number.text()) == (True, "4")
    button(limited, which).click()
    assert limited.banner.isHidden()
    assert saved(runner) == [4_000_000] * 2


def test_is_not_saved_twice(limited, runner):
    limited.uploads.speed.number.setText("4")
    button(limited, OK).click()
    button(limited, OK).click()
    assert len(saved(runner)) == 1


def test_cancel_discards_the_input(limited, runner):
    limited.uploads.speed.number.setText("9")
    button(limited, CANCEL).click()
    assert saved(runner) == []
    limited.show()
    runner.succeed(2_500_000)
    assert limited.uploads.speed.number.text() == "2.5"


def test_shown_again_without_a_limit_it_suggests_one(limited, runner):
    limited.uploads.speed.number.setText("fast")
    button(limited, CANCEL).click()
    limited.show()
    runner.succeed(None)
    assert limited.uploads.speed.number.text() == "1"


def test_closing_cancels_the_read(unread, runner):
    unread.reject()
    assert runner.cancelled == [ReadSpeedLimit()]


def test_closing_does_not_cancel_a_save(limited, runner):
    limited.uploads.speed.number.setText("4")
    button(limited, APPLY).click()
    limited.reject()
    assert runner.cancelled == []


def test_a_limit_can_be_set_although_reading_failed(unread, runner):
    runner.fail(AppError("Something went wrong"))
    assert unread.banner.accessibleName() == "Something went wrong"
    unread.uploads.limited.click()
    button(unread, OK).click()
    assert saved(runner) == [1_000_000]


def test_the_agreement_to_pay_is_saved_and_announced(qtbot, limited, runner):
    assert not limited.payer.pays.isChecked()
    assert shows(limited, "These buckets deny your requests.")
    limited.payer.pays.click()
    assert shows(limited, "AWS bills you")
    button(limited, OK).click()
    assert runner.jobs_of(SetRequesterPays) == [SetRequesterPays(True)]
    assert saved(runner) == []
    with qtbot.waitSignal(limited.requester_pays) as blocker:
        runner.succeed(True)
    assert blocker.args == [True]
    assert limited.isHidden()


def test_closes_when_all_changes_are_saved(limited, runner):
    limited.payer.pays.click()
    limited.uploads.speed.number.setText("4")
    button(limited, OK).click()
    runner.handle_of(SetRequesterPays).succeed(True)
    assert limited.isVisible()
    runner.handle_of(LimitSpeed).succeed(4_000_000)
    assert limited.isHidden()


def test_stays_open_if_one_of_two_changes_fails(limited, runner):
    limited.payer.pays.click()
    limited.uploads.speed.number.setText("4")
    button(limited, OK).click()
    runner.handle_of(SetRequesterPays).fail(FULL)
    runner.handle_of(LimitSpeed).succeed(4_000_000)
    assert (limited.isVisible(), limited.payer.pays.isChecked()) == (True, True)
    assert limited.banner.accessibleName() == FULL.title


def choose(dialog, use):
    proxy = dialog.network.proxy
    proxy.setCurrentIndex(proxy.findData(use))


def test_the_proxy_of_the_system_at_first(limited):
    group = limited.network
    assert group.proxy.currentData() is ProxyUse.SYSTEM
    assert not any(one.isEnabled() for one in (group.address, group.user, group.password))
    assert shows(limited, "scripts (PAC) aren't read")


def test_a_proxy_is_entered_and_saved(qtbot, limited, runner):
    choose(limited, ProxyUse.MANUAL)
    group = limited.network
    assert group.password.echoMode() is QLineEdit.EchoMode.Password
    for field, text in ((group.address, "proxy:3128"), (group.user, "me"), (group.password, "pw")):
        qtbot.keyClicks(field, text)
    button(limited, OK).click()
    settings = NetworkSettings(ProxyUse.MANUAL, "proxy:3128", "me", "pw")
    assert runner.jobs_of(SetNetwork) == [SetNetwork(settings)]
    runner.succeed(settings)
    assert limited.isHidden()


def test_a_password_that_the_keyring_does_not_take_is_said(limited, runner):
    choose(limited, ProxyUse.MANUAL)
    limited.network.address.setText("proxy:3128")
    limited.network.password.setText("pw")
    button(limited, APPLY).click()
    (job,) = runner.jobs_of(SetNetwork)
    runner.succeed(replace(job.settings, in_keyring=False))
    assert shows(limited, "kept for this session only")


def test_an_address_that_is_none_is_not_saved(limited, runner):
    choose(limited, ProxyUse.MANUAL)
    limited.network.address.setText("proxy:port")
    assert shows(limited, "Enter an HTTP proxy's address")
    button(limited, OK).click()
    assert runner.jobs_of(SetNetwork) == []
    assert limited.isVisible()


def test_a_ca_bundle_is_chosen(limited, runner, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/etc/ca.pem", ""))
    limited.network.browse.click()
    button(limited, OK).click()
    assert runner.jobs_of(SetNetwork) == [SetNetwork(NetworkSettings(ca_bundle="/etc/ca.pem"))]


def test_saved_network_settings_are_shown(qtbot, runner):
    dialog = SettingsDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    saved = NetworkSettings(ProxyUse.MANUAL, "proxy:3128", "me", "pw", "/etc/ca.pem")
    runner.handle_of(ReadNetwork).succeed(saved)
    assert dialog.network.value == saved
    assert dialog.network.address.isEnabled()


def test_the_number_of_requests_is_saved(limited, runner):
    assert limited.requests.choice.currentText() == "Automatic"
    assert shows(limited, "as many requests as make it faster")
    limited.requests.choice.setCurrentText("4")
    assert shows(limited, "at most 4 requests with data at the same time")
    button(limited, OK).click()
    assert runner.jobs_of(SetParallelRequests) == [SetParallelRequests(4)]
    runner.succeed(4)
    assert limited.isHidden()


def test_automatic_again(limited, runner):
    limited.requests.show_value(1)
    assert shows(limited, "at most 1 request with data at a time")
    limited.requests.choice.setCurrentIndex(0)
    assert limited.requests.value is None


def test_a_number_that_is_not_listed_is_kept(limited):
    limited.requests.show_value(5)
    assert limited.requests.choice.currentText() == "5"
    assert limited.requests.value == 5


def test_the_appearance_is_saved_and_announced(qtbot, limited, runner):
    choice = limited.look.choice
    assert choice.currentData() is Appearance.SYSTEM
    choice.setCurrentIndex(choice.findData(Appearance.DARK))
    button(limited, APPLY).click()
    assert runner.jobs_of(SetAppearance) == [SetAppearance(Appearance.DARK)]
    with qtbot.waitSignal(limited.appearance) as blocker:
        runner.succeed(Appearance.DARK)
    assert blocker.args == [Appearance.DARK]


def test_the_log_level_is_saved(limited, runner):
    choice = limited.log.choice
    assert choice.currentText() == "Errors"
    for level in LogLevel:
        choice.setCurrentIndex(choice.findData(level))
        assert shows(limited, "It never contains secrets")
    button(limited, OK).click()
    assert runner.jobs_of(SetLogLevel) == [SetLogLevel(LogLevel.DEBUG)]


def test_the_page_of_an_invalid_setting_is_shown(limited, runner):
    limited.uploads.speed.number.setText("fast")
    limited.pages.names.setCurrentRow(0)
    button(limited, OK).click()
    assert limited.pages.names.currentItem().text() == "Transfers"
    assert limited.uploads.speed.number.isVisible()


def test_pages_by_keyboard(qtbot, limited):
    names = limited.pages.names
    names.setCurrentRow(0)
    names.setFocus()
    assert limited.connections.isVisible()
    qtbot.keyClick(names, Qt.Key.Key_Down)
    assert limited.network.isVisible()
    assert not limited.connections.isVisible()
    qtbot.keyClick(names, Qt.Key.Key_End)
    assert limited.log.isVisible()


def test_other_windows_are_opened(qtbot, limited):
    with qtbot.waitSignal(limited.connections_requested):
        limited.connections.button.click()
    with qtbot.waitSignal(limited.history_requested):
        limited.history.history.click()


def test_the_demo_manages_no_connections(qtbot, runner):
    dialog = SettingsDialog(runner, manages=False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.connections.isVisible()
    assert dialog.payer.isVisible()


def test_what_the_desktop_shows_is_saved_and_announced(unlimited, runner, qtbot):
    notices = unlimited.notices
    boxes = (notices.ended, notices.attention, notices.awake, notices.icon)
    assert [box.isChecked() for box in boxes] == [True, True, True, False]
    notices.ended.click()
    notices.icon.click()
    assert "doesn't show status icons" in notices.message  # the offscreen desktop
    unlimited.buttons.button(APPLY).click()
    chosen = DesktopSettings(notify_ended=False, status_icon=True)
    assert runner.jobs_of(SetDesktopSettings) == [SetDesktopSettings(chosen)]
    with qtbot.waitSignal(unlimited.desktop) as announced:
        runner.handle_of(SetDesktopSettings).succeed(chosen)
    assert announced.args == [chosen]


def test_an_administrators_network_is_locked(qtbot, runner):
    dialog = SettingsDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    by = "Set by your administrator in /etc/s3enc/policy.json."
    settings = NetworkSettings(ProxyUse.MANUAL, "proxy.example.com:3128", locked_by=by)
    runner.handle_of(ReadNetwork).succeed(settings)
    group = dialog.network
    fields = group.proxy, group.address, group.user, group.password, group.ca_bundle, group.browse
    assert not any(one.isEnabled() for one in fields)
    assert group.address.text() == "proxy.example.com:3128"
    assert group.message == by
    assert not group.changed


def test_the_window_is_as_high_as_its_page(unlimited, qtbot):
    pages = unlimited.pages
    unlimited.network.proxy.setCurrentIndex(2)
    unlimited.network.address.setMinimumHeight(120)  # as with large fonts
    heights = set()
    for number in range(pages.names.count()):
        pages.names.setCurrentRow(number)
        bars = pages.stack.currentWidget().verticalScrollBar(), pages.names.verticalScrollBar()
        qtbot.waitUntil(lambda: pages.height() == pages.needed_height())
        qtbot.waitUntil(lambda: not any(bar.isVisible() for bar in bars))  # noqa: B023 - called here
        heights.add(unlimited.height())
    assert len(heights) > 1


def test_the_window_grows_with_what_is_chosen(unlimited, qtbot):
    unlimited.pages.show_group(unlimited.network)
    proxy, fields = unlimited.network.proxy, unlimited.network.address
    fields.setMinimumHeight(120)  # as with large fonts
    before = unlimited.pages.needed_height()
    qtbot.waitUntil(lambda: unlimited.pages.height() == before)
    proxy.setCurrentIndex(2)
    assert fields.isVisible()
    qtbot.waitUntil(lambda: unlimited.pages.height() > before)
    proxy.setCurrentIndex(0)
    assert not fields.isVisible()
    qtbot.waitUntil(lambda: unlimited.pages.height() == before)


def test_the_speed_is_asked_for_when_the_limit_is_ticked(unlimited):
    assert not unlimited.uploads.speed.isVisible()
    unlimited.uploads.limited.click()
    assert unlimited.uploads.speed.isVisible()


def test_the_window_stays_on_the_screen(unlimited, qtbot):
    screen = unlimited.screen().availableGeometry()
    unlimited.move(0, screen.bottom() - 300)
    unlimited.pages.show_group(unlimited.network)
    unlimited.network.proxy.setCurrentIndex(2)
    qtbot.waitUntil(lambda: unlimited.frameGeometry().bottom() <= screen.bottom())


def test_it_has_its_height_before_it_gets_its_place_on_the_screen(qtbot, runner):
    dialog = SettingsDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.pages.height() == dialog.pages.needed_height()
