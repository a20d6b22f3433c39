"""The desktop's services on a private bus."""

from __future__ import annotations

import logging
import select
import threading
from dataclasses import replace

import pytest
from jeepney import DBusAddress, HeaderFields, new_signal
from jeepney.io.blocking import open_dbus_connection

from s3enc_gui.desktop.freedesktop.bus import Bus
from s3enc_gui.desktop.freedesktop.free_desktop import FreeDesktop
from s3enc_gui.domain.desktop.notification import (
    IDLE,
    Activity,
    Notification,
    NotificationClicked,
    NotificationKind,
    Subject,
    WokeUp,
)
from tests.end_to_end.waiting import wait_for
from tests.fakes.desktop_services import NOTIFICATIONS, POWER, DesktopServices

ENDED = Notification(
    NotificationKind.ENDED, Subject.UPLOADS, "Upload finished", "a <b> & “c”", "Show"
)
BUSY = Activity(True, 250, keeps_awake=True, why="Uploading files")


@pytest.fixture
def desktop():
    desktop = FreeDesktop()
    desktop.events = []  # type: ignore[attr-defined]
    desktop.listen(desktop.events.append)  # type: ignore[attr-defined]
    yield desktop
    desktop.close()


def called(services, method, times=1):
    return wait_for(
        lambda: len(found := services.bodies(method)) >= times and found,
        what=method,
        otherwise=lambda: str(services.calls),
    )


def test_nothing_starts_before_it_is_used(desktop, services):
    desktop.withdraw()
    desktop.show(IDLE)
    assert "desktop" not in [thread.name for thread in threading.enumerate()]
    assert services.calls == []


def test_a_notification_arrives(desktop, services):
    desktop.notify(ENDED)
    [(name, replaces, icon, title, body, actions, hints, time)] = called(services, "Notify")
    assert (name, replaces, icon, title, time) == ("S3enc", 0, "s3enc", "Upload finished", -1)
    assert body == "a &lt;b&gt; &amp; “c”"
    assert actions == ["default", "Show"]
    assert hints == {
        "desktop-entry": ("s", "s3enc"),
        "category": ("s", "transfer.complete"),
        "urgency": ("y", 1),
    }


def test_a_server_without_markup_and_actions_gets_none(desktop, services):
    services.capabilities = ["body"]
    desktop.notify(ENDED)
    [sent] = called(services, "Notify")
    assert (sent[4], sent[5]) == ("a <b> & “c”", [])


def test_a_later_one_replaces_that_of_the_same_subject(desktop, services):
    for subject in (Subject.UPLOADS, Subject.SIGN_IN, Subject.UPLOADS):
        desktop.notify(replace(ENDED, subject=subject))
    assert [sent[1] for sent in called(services, "Notify", 3)] == [0, 0, 1]


def test_a_click_is_told_with_its_token(desktop, services):
    desktop.notify(ENDED)
    called(services, "Notify")
    services.click(9)  # of another program
    services.click(1, "a-token")
    wait_for(lambda: desktop.events, what="click")
    assert desktop.events == [NotificationClicked(Subject.UPLOADS, "a-token")]


def test_a_signal_that_arrives_while_another_is_examined_is_taken_too(
    desktop, services, monkeypatch
):
    is_from = Bus.is_from

    def clicked_meanwhile(bus, message, service):
        if message.header.fields[HeaderFields.member] == "ActivationToken":
            services.click(1)
            select.select([bus], [], [])  # it comes before the reply
        return is_from(bus, message, service)

    monkeypatch.setattr(Bus, "is_from", clicked_meanwhile)
    desktop.notify(ENDED)
    called(services, "Notify")
    services.activate(1, "a-token")
    wait_for(lambda: desktop.events, what="click")
    assert desktop.events == [NotificationClicked(Subject.UPLOADS, "a-token")]


def test_nobody_else_can_say_that_one_was_clicked(desktop, services, bus):
    desktop.notify(ENDED)
    called(services, "Notify")
    path = "/org/freedesktop/Notifications"
    with open_dbus_connection(bus) as other:
        worker = desktop._worker
        name = worker._buses["SESSION"]._connection.unique_name
        address = DBusAddress(path, name, NOTIFICATIONS)
        other.send(new_signal(address, "ActionInvoked", "us", (1, "default")))
    services.click(1)
    wait_for(lambda: desktop.events, what="click")
    assert len(desktop.events) == 1


def test_notifications_are_withdrawn(desktop, services):
    desktop.notify(ENDED)
    desktop.notify(replace(ENDED, subject=Subject.SIGN_IN))
    called(services, "Notify", 2)
    services.dismiss(1)
    desktop.show(replace(BUSY, keeps_awake=False))
    wait_for(lambda: services.progress, what="the signal was taken")
    desktop.withdraw()
    assert called(services, "CloseNotification")[-1] == (2,)


def test_the_computer_is_kept_awake_and_let_sleep_again(desktop, services):
    desktop.show(BUSY)
    desktop.show(replace(BUSY, permille=300))
    called(services, "Inhibit", 2)
    wait_for(lambda: services.awake == services.asked == 1, what="locks")
    assert ("idle", "S3enc", "Uploading files", "block") in services.bodies("Inhibit")
    assert ("", 4, {"reason": ("s", "Uploading files")}) in services.bodies("Inhibit")
    desktop.show(replace(BUSY, keeps_awake=False))  # paused
    wait_for(lambda: services.awake == services.asked == 0, what="no locks")
    desktop.show(BUSY)
    wait_for(lambda: services.awake == services.asked == 1, what="locks again")
    desktop.show(IDLE)
    wait_for(lambda: services.awake == services.asked == 0, what="no locks at the end")


def test_without_a_portal_the_power_manager_is_asked(desktop, bus):
    with DesktopServices(bus, [POWER]) as services:
        desktop.show(BUSY)
        assert called(services, "Inhibit") == [("S3enc", "Uploading files")]
        desktop.show(IDLE)
        assert called(services, "UnInhibit") == [(7,)]


def test_the_end_takes_everything_back(desktop, services):
    desktop.show(BUSY)
    desktop.notify(ENDED)
    called(services, "Notify")
    desktop.close()
    desktop.close()
    wait_for(lambda: services.awake == services.asked == 0, what="no locks")
    assert services.progress[-1] == (0.0, False, False)
    assert services.bodies("CloseNotification") == [(1,)]
    desktop.notify(ENDED)  # nothing happens any more
    assert "desktop" not in [thread.name for thread in threading.enumerate()]


def test_progress_is_shown(desktop, services):
    for activity in (BUSY, BUSY, replace(BUSY, permille=None, needs_user=True), IDLE):
        desktop.show(activity)
    wait_for(lambda: len(services.progress) == 3, what="progress")
    assert services.progress == [(0.25, True, False), (0.0, False, True), (0.0, False, False)]


def test_waking_up_is_told(desktop, services):
    desktop.show(BUSY)
    called(services, "Inhibit", 2)
    services.sleep(begins=True)
    services.sleep(begins=False)
    wait_for(lambda: desktop.events, what="waking")
    assert desktop.events == [WokeUp()]


def test_refusals_are_logged_only(desktop, services, caplog):
    caplog.set_level(logging.DEBUG, "s3enc_gui")
    services.refused = {"Inhibit", "Notify", "GetCapabilities"}
    desktop.show(BUSY)
    desktop.notify(ENDED)
    desktop.show(replace(BUSY, permille=500))
    wait_for(lambda: len(services.progress) == 2, what="progress goes on")
    assert "AccessDenied" in caplog.text
    assert {record.levelname for record in caplog.records} == {"DEBUG"}


def test_a_service_without_an_answer_holds_up_nobody(desktop, services, monkeypatch):
    monkeypatch.setattr("s3enc_gui.desktop.freedesktop.bus.ANSWER_TIME", 0.05)
    services.ignored = {"Inhibit", "GetCapabilities"}
    desktop.show(BUSY)
    desktop.notify(ENDED)
    services.ignored = set()
    desktop.show(IDLE)
    wait_for(lambda: services.progress[-1:] == [(0.0, False, False)], what="the end")


@pytest.mark.parametrize("address", [None, "unix:path=/nowhere", "tcp:host=localhost", "nonsense"])
def test_without_a_bus_nothing_happens(desktop, monkeypatch, caplog, address):
    caplog.set_level(logging.DEBUG, "s3enc_gui")
    for name in ("SESSION", "SYSTEM"):
        if address:
            monkeypatch.setenv(f"DBUS_{name}_BUS_ADDRESS", address)
    for _ in range(3):
        desktop.show(BUSY)
        desktop.notify(ENDED)
        desktop.show(IDLE)
    desktop.close()
    texts = [record.getMessage() for record in caplog.records]
    assert len(texts) == 2
    assert all(text.startswith("No D-Bus s") for text in texts)
