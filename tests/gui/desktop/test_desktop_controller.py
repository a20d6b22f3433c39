from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.desktop.notification import (
    IDLE,
    Activity,
    Notification,
    NotificationClicked,
    NotificationKind,
    Subject,
    WokeUp,
)
from s3enc_gui.domain.desktop.work import Work
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.settings.desktop import DesktopSettings
from s3enc_gui.gui.desktop import desktop_controller as module
from s3enc_gui.gui.desktop.desktop_controller import LONG, DesktopController
from s3enc_gui.gui.desktop.sleep_clock import SleepClock
from s3enc_gui.gui.desktop.status_icon import StatusIcon
from s3enc_gui.jobs.desktop.desktop_link import ReconnectAfterSleep, WatchDesktop
from s3enc_gui.jobs.settings.desktop import ReadDesktopSettings

DONE = Notification(NotificationKind.ENDED, Subject.UPLOADS, "The upload is complete")
FAILED = Notification(NotificationKind.ATTENTION, Subject.DOWNLOADS, "The download failed")
HALF = Work(2, True, Progress(50, 100))


class Desktop:
    """Records what it is asked."""

    def __init__(self):
        self.notified, self.shown, self.withdrawn = [], [], 0

    def notify(self, notification):
        self.notified.append(notification)

    def show(self, activity, window=0):
        self.shown.append(activity)

    def withdraw(self):
        self.withdrawn += 1


class Panel(QObject):
    changed = Signal()

    def __init__(self, result=DONE):
        super().__init__()
        self.now, self.end, self.results_shown = Work(), result, 0

    def work(self):
        return self.now

    def result(self):
        return self.end

    def show_result(self):
        self.results_shown += 1

    def do(self, work):
        self.now = work
        self.changed.emit()


class Settings(QObject):
    desktop_settings = Signal(object)


class World:
    """A controller, two panels, and a desktop; `time` is its clock."""

    def __init__(self, qtbot, runner, **more):
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.time, self.in_front, self._qtbot, self.runner = 0.0, False, qtbot, runner
        self.uploads, self.downloads = Panel(), Panel(FAILED)
        self.settings, self.desktop = Settings(), Desktop()
        self.controller = DesktopController(
            runner,
            self.window,
            is_in_front=lambda: self.in_front,
            clock=lambda: self.time,
            delay_ms=0,
            **more,
        )
        self.controller._link.join(self.desktop)  # type: ignore[arg-type]
        self.controller.follow(self.settings, self.uploads, self.downloads)

    def do(self, panel, work):
        panel.do(work)
        self._qtbot.waitUntil(lambda: not self.controller._delay.isActive())

    def run(self, panel, seconds):
        self.do(panel, HALF)
        self.time += seconds
        self.do(panel, Work())

    def report(self, event):
        self.runner.handle_of(WatchDesktop).progressed.emit((event,))


@pytest.fixture
def world(qtbot, runner):
    return World(qtbot, runner)


def test_nothing_is_started_before_the_first_transfer(world, runner):
    world.do(world.uploads, Work())
    assert runner.started == [ReadDesktopSettings()]
    assert world.desktop.shown == []


def test_progress_and_awakeness_follow_the_transfers(world):
    world.do(world.uploads, HALF)
    world.do(world.downloads, Work(1, True, Progress(0, 100)))
    world.do(world.uploads, replace(HALF, is_running=False))
    world.do(world.downloads, Work())
    world.do(world.uploads, Work())
    why = "Objects are being transferred"
    assert world.desktop.shown == [
        Activity(True, 500, keeps_awake=True, why=why),
        Activity(True, 250, keeps_awake=True, why=why),
        Activity(True, 500, keeps_awake=False, why=why),  # the rest is paused
        IDLE,
    ]


def test_a_total_that_is_not_known_shows_no_progress(world):
    world.do(world.uploads, HALF)
    world.do(world.downloads, Work(1, True, Progress(5, None)))
    assert [one.permille for one in world.desktop.shown] == [500, None]


def test_the_end_of_a_long_upload_is_told(world):
    world.run(world.uploads, LONG)
    assert world.desktop.notified == [DONE]


def test_the_end_of_a_short_one_is_not(world):
    world.run(world.uploads, LONG - 1)
    assert world.desktop.notified == []


def test_what_needs_the_user_is_told_however_short_it_was(world):
    world.run(world.downloads, 0)
    assert world.desktop.notified == [FAILED]


def test_nothing_is_told_to_who_is_looking(world):
    world.in_front = True
    world.run(world.uploads, LONG)
    world.run(world.downloads, LONG)
    world.do(world.uploads, replace(HALF, needs_sign_in=True))
    assert world.desktop.notified == []


def test_nothing_is_told_where_the_user_stopped_it(world):
    world.uploads.end = None
    world.run(world.uploads, LONG)
    assert world.desktop.notified == []


@pytest.mark.parametrize(
    ("connection", "said"),
    [(None, "until you sign in."), (Connection(title="Work"), "until you sign in to Work.")],
)
def test_a_sign_in_that_is_needed_is_told_once_and_lets_the_computer_sleep(world, connection, said):
    waiting = replace(HALF, needs_sign_in=True, connection=connection)
    world.do(world.uploads, HALF)
    world.do(world.uploads, waiting)
    world.do(world.uploads, replace(waiting, progress=Progress(51, 100)))
    [told] = world.desktop.notified
    assert (told.kind, told.subject) == (NotificationKind.ATTENTION, Subject.SIGN_IN)
    assert said in told.body
    assert world.desktop.shown[-1].needs_user
    assert not world.desktop.shown[-1].keeps_awake


def test_settings_are_read_and_applied(world, runner):
    runner.handle_of(ReadDesktopSettings).succeed(
        DesktopSettings(notify_ended=False, keep_awake=False)
    )
    world.run(world.uploads, LONG)
    world.run(world.downloads, 0)
    assert world.desktop.notified == [FAILED]
    assert not any(one.keeps_awake for one in world.desktop.shown)
    world.settings.desktop_settings.emit(DesktopSettings(notify_attention=False))
    world.do(world.uploads, HALF)
    assert world.desktop.shown[-1].keeps_awake
    world.time += LONG
    world.do(world.uploads, Work())
    world.run(world.downloads, 0)
    assert world.desktop.notified == [FAILED, DONE]


def test_a_click_leads_to_the_window_and_the_transfer(world, monkeypatch):
    brought = []
    monkeypatch.setattr(module, "bring_to_front", lambda *one: brought.append(one))
    world.run(world.uploads, LONG)
    world.report(NotificationClicked(Subject.UPLOADS, "token"))
    assert brought == [(world.window, "token")]
    assert (world.uploads.results_shown, world.downloads.results_shown) == (1, 0)
    world.report(NotificationClicked(Subject.SIGN_IN))
    assert (world.uploads.results_shown, world.downloads.results_shown) == (1, 0)


def test_notifications_go_when_the_window_comes_to_the_front(world):
    world.controller._front_changed()
    world.run(world.uploads, LONG)
    world.controller._front_changed()
    assert world.desktop.withdrawn == 0
    world.in_front = True
    world.controller._front_changed()
    assert world.desktop.withdrawn == 1


def test_after_waking_connections_are_made_anew_once(world, runner):
    world.do(world.uploads, HALF)
    world.report(WokeUp())
    world.controller._woke_up()  # the clocks tell it, too
    assert runner.jobs_of(ReconnectAfterSleep) == [ReconnectAfterSleep()]
    world.time += 3600
    world.report(WokeUp())
    assert len(runner.jobs_of(ReconnectAfterSleep)) == 2


def test_without_transfers_waking_does_nothing(world, runner):
    world.run(world.uploads, 0)
    world.report(WokeUp())
    assert runner.jobs_of(ReconnectAfterSleep) == []


def test_a_sleep_that_only_the_clocks_tell_of(qtbot, runner):
    times = iter([(0, 0), (1, 1), (2, 3600)])
    now = [next(times)]
    clock = SleepClock((lambda: now[0][0], lambda: now[0][1]))
    world = World(qtbot, runner, sleep_clock=clock)
    world.do(world.uploads, HALF)
    for _ in range(2):
        world.controller._check_sleep()
        now[0] = next(times)
    assert runner.jobs_of(ReconnectAfterSleep) == []
    world.controller._check_sleep()
    assert runner.jobs_of(ReconnectAfterSleep) == [ReconnectAfterSleep()]


@pytest.mark.parametrize(
    ("times", "slept"),
    [
        ([(0, 0), (1, 1)], False),
        ([(0, 0), (1, 100)], True),  # Linux, macOS
        ([(0, 0), (100, 100)], True),  # Windows
        ([(0, 100), (1, 0)], False),  # the clock was set back
    ],
)
def test_what_a_sleep_looks_like(times, slept):
    now = [times[0]]
    clock = SleepClock((lambda: now[0][0], lambda: now[0][1]))
    assert not clock.slept()
    now[0] = times[1]
    assert clock.slept() is slept
    now[0] = (1000, 1000)
    clock.reset()
    assert not clock.slept()


def test_without_d_bus_qt_notifies(qtbot, runner, monkeypatch):
    world = World(qtbot, runner, qt_notifies=True)
    shown = []
    monkeypatch.setattr(StatusIcon, "notify", lambda _, one: shown.append(one))
    world.run(world.uploads, LONG)
    assert shown == [DONE]
    assert world.desktop.notified == []


def test_the_status_icon_is_there_only_if_wanted(world, qtbot):
    world.do(world.uploads, HALF)
    assert world.controller.status_icon is None
    world.settings.desktop_settings.emit(DesktopSettings(status_icon=True))
    icon = world.controller.status_icon
    assert icon is not None
    assert icon.icon.isVisible()
    assert icon.icon.toolTip() == "S3enc – 50%"
    world.settings.desktop_settings.emit(DesktopSettings())
    assert not icon.icon.isVisible()


def test_the_status_icon_shows_the_window_and_quits(world, monkeypatch):
    brought: list[QWidget] = []
    monkeypatch.setattr(module, "bring_to_front", brought.append)
    world.settings.desktop_settings.emit(DesktopSettings(status_icon=True))
    icon = world.controller.status_icon
    assert icon is not None
    icon.show_action.trigger()
    assert brought == [world.window]
    world.window.show()
    icon.quit_action.trigger()
    assert not world.window.isVisible()
    monkeypatch.setattr(world.window, "close", lambda: False)
    icon.quit_action.trigger()
    assert brought == [world.window] * 2


def test_quarters_and_results_are_announced_once(world, announced):
    world.window.show()
    for done in (10, 26, 27, 60, 76, 99):
        world.do(world.uploads, Work(1, True, Progress(done, 100)))
    world.do(world.uploads, Work())
    assert [said for said, _urgent in announced] == [
        "Transfers: 25 % done",
        "Transfers: 50 % done",
        "Transfers: 75 % done",
        "The upload is complete",
    ]


def test_what_needs_the_user_is_announced_at_once(world, announced):
    world.window.show()
    world.do(world.uploads, replace(HALF, needs_sign_in=True))
    said, politeness = announced[0]
    assert said == "Sign in to continue. Transfers wait until you sign in."
    assert politeness is QAccessible.AnnouncementPoliteness.Assertive
