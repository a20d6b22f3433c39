from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from s3enc_gui.domain.desktop.notification import Notification, NotificationKind, Subject
from s3enc_gui.gui.widgets.bring_to_front import bring_to_front
from s3enc_gui.gui.window.background import Background

FINE = Notification(NotificationKind.ENDED, Subject.UPLOADS, "The upload is complete")
FAILED = Notification(NotificationKind.ENDED, Subject.UPLOADS, "Failed", has_problems=True)


class Guard(QObject):
    hidden = Signal()
    busy = True

    def is_busy(self):
        return self.busy


class Icon:
    shown, available = False, True

    def keep_icon(self, kept):
        self.shown = kept and self.available
        return self.shown


class Panel:
    end = None

    def result(self):
        return self.end


class World:
    """A window with a dialog, and what runs."""

    def __init__(self, qtbot):
        self.window, self.guard, self.icon, self.panel = QWidget(), Guard(), Icon(), Panel()
        qtbot.addWidget(self.window)
        self.dialog = QDialog(self.window)
        self.window.show()
        self.dialog.show()
        self.background = Background(self.window, self.guard, self.icon, [self.panel])

    def end(self, result):
        self.guard.busy, self.panel.end = False, result
        self.background.look()


@pytest.fixture
def quits(monkeypatch):
    """Record that the program ends, instead."""
    found = []
    monkeypatch.setattr(QApplication, "quit", lambda: found.append(True))
    return found


@pytest.fixture
def world(qtbot, quits):
    world = World(qtbot)
    yield world
    QApplication.setQuitOnLastWindowClosed(True)


def test_the_window_is_hidden_and_an_icon_stays(world):
    world.guard.hidden.emit()
    assert not world.window.isVisible()
    assert not world.dialog.isVisible()
    assert world.icon.shown
    assert not QApplication.quitOnLastWindowClosed()


def test_without_status_icons_the_window_stays_in_the_task_bar(world):
    world.icon.available = False
    world.guard.hidden.emit()
    assert world.window.isMinimized()


def test_as_long_as_something_runs_the_program_goes_on(world, quits):
    world.guard.hidden.emit()
    world.background.look()
    assert not quits
    assert world.background.is_entered


@pytest.mark.parametrize("result", [FINE, None])
def test_at_the_end_the_program_ends(world, quits, result):
    world.guard.hidden.emit()
    world.end(result)
    assert quits
    assert not world.icon.shown


def test_after_a_failure_the_window_is_shown_instead(world, quits):
    world.guard.hidden.emit()
    world.end(FAILED)
    assert not quits
    assert world.window.isVisible()
    assert not world.background.is_entered


def test_who_brings_the_window_back_finds_it_as_it_was(world, quits):
    world.guard.hidden.emit()
    bring_to_front(world.window)
    assert world.dialog.isVisible()
    assert not world.icon.shown
    assert QApplication.quitOnLastWindowClosed()
    assert not world.background.is_entered
