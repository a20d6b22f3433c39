"""The window tells the desktop of its transfers."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.desktop.notification import IDLE, NotificationClicked, Subject
from s3enc_gui.domain.settings.desktop import DesktopSettings
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.desktop.desktop_controller import DesktopController
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.desktop.desktop_link import WatchDesktop
from s3enc_gui.jobs.settings.desktop import ReadDesktopSettings, SetDesktopSettings
from s3enc_gui.jobs.uploads.queue.events import Added
from s3enc_gui.jobs.uploads.transfer_commands import WatchTransfers
from tests.gui.desktop.test_desktop_controller import Desktop
from tests.gui.transfers.conftest import ended, queued


@pytest.fixture
def window(qtbot, runner):
    window = MainWindow(runner, QDialog)  # type: ignore[arg-type]  # no wizard is opened
    qtbot.addWidget(window)
    window.show()
    window.start(Connection("work"), "my-bucket", "in/")
    yield window
    window._close_guard._decided = True


@pytest.fixture
def desktop(window):
    desktop = Desktop()
    controller = window.findChild(DesktopController)
    controller._is_in_front = lambda: False
    controller._link.join(desktop)
    return desktop


def test_uploads_are_shown_told_and_found(window, desktop, runner, qtbot):
    report = runner.handle_of(WatchTransfers).progressed.emit
    report((Added((queued(1), queued(2))),))
    qtbot.waitUntil(lambda: bool(desktop.shown))
    assert desktop.shown[-1].keeps_awake
    report((ended(1, Result.FAILED), ended(2, Result.FAILED)))
    qtbot.waitUntil(lambda: desktop.shown[-1] == IDLE)
    assert [one.title for one in desktop.notified] == ["The upload failed"]
    click = NotificationClicked(Subject.UPLOADS)
    runner.handle_of(WatchDesktop).progressed.emit((click,))
    assert [row.id for row in window._transfers.table.selected()] == [1]


def test_saved_settings_are_applied(window, desktop, runner, qtbot):
    window._side_windows.show_settings()
    dialog = window._side_windows._settings
    runner.handle_of(ReadDesktopSettings).succeed(DesktopSettings())
    dialog.notices.awake.click()
    dialog.notices.save()
    runner.handle_of(SetDesktopSettings).succeed(DesktopSettings(keep_awake=False))
    runner.handle_of(WatchTransfers).progressed.emit((Added((queued(1),)),))
    qtbot.waitUntil(lambda: bool(desktop.shown))
    assert not desktop.shown[-1].keeps_awake
