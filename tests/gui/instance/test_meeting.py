from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from s3enc_gui.app import WindowOptions, _place
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.desktop.handover import Handover
from s3enc_gui.gui.instance.application import Application
from s3enc_gui.gui.instance.meeting import Meeting
from s3enc_gui.gui.widgets.bring_to_front import TOKENS, bring_to_front, own_token
from s3enc_gui.store.instance.meeting_place import meeting_place

ROOT = Path(__file__).parents[3]


class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.uploads = []

    def upload(self, paths=()):
        self.uploads.append(paths)


class FakeApplication(QWidget):
    """There can be only one application; this has its signal."""

    file_opened = Application.file_opened


@pytest.fixture
def window(qtbot):
    window = Window()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def application(qtbot):
    application = FakeApplication()
    qtbot.addWidget(application)
    return application


@pytest.fixture
def place():
    return meeting_place([])


def test_the_first_start_listens_until_it_ends(place, window, application, qtbot):
    meeting = Meeting(place)
    assert not meeting.joined(Handover(("/a",)))
    meeting.begin(application, window, window)
    qtbot.waitUntil(Path(place.server).exists)
    assert Path(place.server).stat().st_mode & 0o077 == 0
    meeting.end()
    meeting.end()
    assert not Path(place.server).exists()
    again = Meeting(place)
    assert not again.joined(Handover())
    again.end()


@pytest.mark.parametrize("files", [("/a",), ("/a\nb",)], ids=["valid", "not accepted"])
def test_a_start_beside_one_that_does_not_respond_opens_and_says_so(
    place, window, application, files
):
    lock = place.claim()
    meeting = Meeting(place)
    assert not meeting.joined(Handover(files), time_limit=0.01)
    meeting.begin(application, window, window)
    (box,) = window.findChildren(QMessageBox)
    assert "doesn't respond" in box.text()
    assert not Path(place.server).exists()
    meeting.end()
    assert place.claim() is None  # that of the other one is untouched
    lock.release()


def test_one_that_ends_at_once_does_not_listen(place, window, application, qtbot):
    meeting = Meeting(place)
    assert not meeting.joined(Handover())
    meeting.begin(application, window, window)
    meeting.end()
    done: list[int] = []
    QTimer.singleShot(0, lambda: done.append(1))
    qtbot.waitUntil(lambda: bool(done))
    assert not Path(place.server).exists()


def test_without_a_place_every_start_is_alone(window, application):
    meeting = Meeting(None)
    assert not meeting.joined(Handover(("/a",)))
    meeting.begin(application, window, window)
    meeting.end()
    assert not window.findChildren(QMessageBox)


def test_where_nothing_can_be_locked_every_start_is_alone(place, window, application):
    place.lock.mkdir()
    meeting = Meeting(place)
    assert not meeting.joined(Handover(("/a",)))
    meeting.begin(application, window, window)
    assert not window.findChildren(QMessageBox)
    meeting.end()


def test_files_that_the_desktop_opens_come_into_one_wizard(window, application, qtbot):
    Meeting(None).begin(application, window, window)
    application.file_opened.emit("/a")
    application.file_opened.emit("file:///b")
    qtbot.waitUntil(lambda: bool(window.uploads))
    assert window.uploads == [("/a", "file:///b")]


def test_a_file_open_event_is_a_file():
    """In a process of its own: there can be only one application."""
    script = (
        "from PySide6.QtCore import QUrl\nfrom PySide6.QtGui import QFileOpenEvent\n"
        "from s3enc_gui.gui.instance.application import Application\n"
        "application = Application([])\napplication.file_opened.connect(print)\n"
        "for given in ('/a b', QUrl('file:///c%20d'), QUrl('smb://nas/e')):\n"
        "    application.sendEvent(application, QFileOpenEvent(given))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["/a b", "/c d", "smb://nas/e"], done.stderr


@pytest.mark.parametrize("platform", ["wayland", "xcb"])
def test_a_hidden_window_comes_to_the_front_with_the_token(window, monkeypatch, platform):
    monkeypatch.delenv(TOKENS[0], raising=False)
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    window.showMinimized()
    bring_to_front(window, "a-token")
    assert window.isVisible()
    assert not window.isMinimized()
    # Where nobody takes it from there, programs that are opened would inherit it.
    assert os.environ.get(TOKENS[0]) == ("a-token" if platform == "wayland" else None)


def test_a_dialog_that_is_open_comes_to_the_front(window, qtbot):
    window.show()
    dialogs = [QDialog(window) for _ in range(3)]
    for dialog in dialogs[:2]:
        dialog.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    bring_to_front(window)
    qtbot.waitUntil(dialogs[1].isActiveWindow)


def test_the_token_of_this_start(monkeypatch):
    assert own_token() == ""
    monkeypatch.setenv("DESKTOP_STARTUP_ID", "x11_TIME1")
    assert own_token() == "x11_TIME1"
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "wayland")
    assert own_token() == "wayland"


@pytest.mark.parametrize(
    "options",
    [WindowOptions(demo=True), WindowOptions(bucket="b"), WindowOptions(bucket="b", prefix="p/")],
)
def test_starts_with_a_place_of_their_own_are_alone(options):
    assert _place(options) is None


def test_starts_meet_by_connection_whatever_their_files():
    plain = _place(WindowOptions())
    assert plain == _place(WindowOptions(files=("/a",)))
    assert plain != _place(WindowOptions(connection=Connection("p")))
    assert plain != _place(WindowOptions(connection_name="mine"))
