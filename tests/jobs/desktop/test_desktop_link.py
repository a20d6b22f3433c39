from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.desktop.notification import (
    IDLE,
    Activity,
    Notification,
    NotificationKind,
    Subject,
    WokeUp,
)
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.desktop.desktop_link import DesktopLink, ReconnectAfterSleep, WatchDesktop
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.settings_file import SettingsFile

DONE = Notification(NotificationKind.ENDED, Subject.UPLOADS, "Done")


class Desktop:
    """Records what it is asked."""

    def __init__(self):
        self.asked: list[object] = []
        self.listener: Any = None

    def listen(self, listener):
        self.listener = listener

    def notify(self, notification):
        self.asked.append(notification)

    def withdraw(self):
        self.asked.append("withdraw")

    def show(self, activity, window=0):
        self.asked.append((activity, window))

    def close(self):
        self.asked.append("close")


def test_requests_wait_for_the_desktop():
    link, desktop = DesktopLink(), Desktop()
    link.notify(DONE)
    link.show(IDLE, 7)
    link.join(desktop)
    link.withdraw()
    assert desktop.asked == [DONE, (IDLE, 7), "withdraw"]
    link.join(None)
    link.show(Activity(True))
    assert len(desktop.asked) == 3


def test_the_desktop_is_linked_until_the_job_is_canceled():
    link, desktop = DesktopLink(), Desktop()
    reports: list[object] = []
    services: Any = SimpleNamespace(desktop=desktop)
    context = Context(services, reports.append)
    thread = threading.Thread(target=WatchDesktop(link).run, args=(context,))
    linked = threading.Event()
    desktop.withdraw = linked.set  # type: ignore[method-assign]
    link.withdraw()
    thread.start()
    assert linked.wait(10)
    desktop.listener(WokeUp())
    link.notify(DONE)
    context.stopped.set()
    thread.join()
    link.notify(DONE)
    assert reports == [WokeUp()]
    assert desktop.asked == [DONE, "close"]


@pytest.fixture
def services(tmp_path):
    services = Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"))
    yield services
    services.close()


def test_after_a_sleep_sessions_reconnect_on_the_loop(services):
    threads: list[str] = []
    session: Any = SimpleNamespace(
        reconnect=lambda: threads.append(threading.current_thread().name),
        close_transports=lambda: None,
        close=lambda: None,
    )
    services.aws_sessions._open[Connection()] = session
    ReconnectAfterSleep().run(Context(services))
    assert threads == []  # nothing has been sent yet
    services.run(asyncio.sleep(0))
    ReconnectAfterSleep().run(Context(services))
    assert threads == ["transfers"]
