"""Services of a desktop on a private D-Bus: notifications, logind, portal, power manager."""

from __future__ import annotations

import os
import select
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from tests.end_to_end import children, session_bus
from tests.end_to_end.waiting import wait_for

NOTIFICATIONS = "org.freedesktop.Notifications"
LOGIND = "org.freedesktop.login1"
PORTAL = "org.freedesktop.portal.Desktop"
POWER = "org.freedesktop.PowerManagement"
LAUNCHER = "com.canonical.Unity.LauncherEntry"
ALL = (NOTIFICATIONS, LOGIND, PORTAL, POWER)
_HANDLE = "/org/freedesktop/portal/desktop/request/1_1/t"


@contextmanager
def private_bus() -> Iterator[str]:
    """A bus in a temporary folder; its address."""
    with tempfile.TemporaryDirectory(prefix="bus-") as folder, ExitStack() as stack:
        path = Path(folder, "bus")
        log = Path(folder, "log")
        bus = children.start(session_bus.command(path), {"PATH": os.environ["PATH"]}, log=log)
        stack.callback(children.stop, bus)
        wait_for(path.exists, what="bus", otherwise=log.read_text)
        yield f"unix:path={path}"


class DesktopServices:
    """Owns `names` on a bus; records `calls` and `progress` (the launcher's signals).

    `awake` counts logind's locks that are held, `asked` those of the session. `capabilities` are
    the notification server's; methods in `refused` are answered with an error, those in `ignored`
    not at all.
    """

    def __init__(self, address: str, names: Sequence[str] = ALL) -> None:
        self._address, self._names = address, names
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.progress: list[tuple[float, bool, bool]] = []
        self.capabilities = ["actions", "body", "body-markup"]
        self.refused: set[str] = set()
        self.ignored: set[str] = set()
        self.asked = 0
        self._locks: list[int] = []
        self._mutex = Lock()
        self._number = 0
        self._client = ""

    def __enter__(self) -> Self:
        self._bus = open_dbus_connection(self._address, enable_fds=True)
        for name in self._names:
            unwrap_msg(self._bus.send_and_get_reply(message_bus.RequestName(name)))
        rule = MatchRule(type="signal", interface=LAUNCHER)
        unwrap_msg(self._bus.send_and_get_reply(message_bus.AddMatch(rule)))
        self._stop, self._stopping = socket.socketpair()
        self._thread = Thread(target=self._serve, name="desktop services")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.close()
        self._thread.join()
        self._stop.close()
        self._bus.close()
        for one in self._locks:
            os.close(one)

    @property
    def awake(self) -> int:
        """How many locks of logind are held: whose other end isn't closed."""
        held = 0
        for one in self._locks:
            ready, _, _ = select.select([one], [], [], 0)
            held += not ready
        return held

    def bodies(self, method: str) -> list[tuple[Any, ...]]:
        """The arguments of all calls of a method."""
        return [body for name, body in self.calls if name == method]

    def click(self, number: int, token: str = "") -> None:
        """The user clicks a notification."""
        if token:
            self.activate(number, token)
        self._emit(NOTIFICATIONS, "ActionInvoked", "us", number, "default")

    def activate(self, number: int, token: str) -> None:
        """The token for the window that a click will show."""
        self._emit(NOTIFICATIONS, "ActivationToken", "us", number, token)

    def dismiss(self, number: int) -> None:
        """The user closes a notification."""
        self._emit(NOTIFICATIONS, "NotificationClosed", "uu", number, 2)

    def sleep(self, begins: bool) -> None:
        """The computer is about to sleep, or has woken up."""
        self._emit(
            f"{LOGIND}.Manager", "PrepareForSleep", "b", begins, path="/org/freedesktop/login1"
        )

    def _emit(
        self, interface: str, name: str, signature: str, *body: object, path: str = ""
    ) -> None:
        place = path or "/" + interface.replace(".", "/")
        with self._mutex:
            self._bus.send(
                new_signal(DBusAddress(place, interface=interface), name, signature, body)
            )

    def _serve(self) -> None:
        while True:
            ready, _, _ = select.select([self._stop, self._bus.sock], [], [])
            if self._stop in ready:
                return
            while True:
                try:
                    message = self._bus.receive(timeout=0)
                except TimeoutError:
                    break
                self._take(message)

    def _take(self, message: Message) -> None:
        kind, fields = message.header.message_type, message.header.fields
        if kind is MessageType.signal and fields.get(HeaderFields.interface) == LAUNCHER:
            values = message.body[1]
            names = ("progress", "progress-visible", "urgent")
            self.progress.append(tuple(values[name][1] for name in names))
        elif kind is MessageType.method_call:
            method = fields[HeaderFields.member]
            with self._mutex:  # what is sent because of the call comes after its answer
                self.calls.append((method, message.body))
                if method not in self.ignored:
                    self._bus.send(self._answer(method, message))

    def _answer(self, method: str, message: Message) -> Message:
        path = message.header.fields[HeaderFields.path]
        if method in self.refused:
            return new_error(message, "org.freedesktop.DBus.Error.AccessDenied", "s", ("no",))
        match method:
            case "GetCapabilities":
                return new_method_return(message, "as", (self.capabilities,))
            case "Notify":
                self._number += 1
                return new_method_return(message, "u", (message.body[1] or self._number,))
            case "Inhibit" if path == "/org/freedesktop/login1":
                ours, theirs = os.pipe()
                self._locks.append(ours)
                with os.fdopen(theirs, "wb", buffering=0) as given:
                    data = new_method_return(message, "h", (given.fileno(),))
                    self._bus.send(data)
                return new_signal(DBusAddress("/", interface="a.b"), "Nothing")
            case "Inhibit" if path == "/org/freedesktop/portal/desktop":
                self.asked += 1
                return new_method_return(message, "o", (_HANDLE,))
            case "Inhibit":
                self.asked += 1
                return new_method_return(message, "u", (7,))
            case "Close" | "UnInhibit":
                self.asked -= 1
        return new_method_return(message)
