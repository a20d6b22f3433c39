"""A connection to a D-Bus message bus; used on one thread, where it blocks."""

from __future__ import annotations

import logging
import os
from collections import deque
from typing import Any

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MatchRule,
    Message,
    new_method_call,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

_log = logging.getLogger(__name__)

ANSWER_TIME = 10.0  # seconds; the bus may have to start the service
CallFailed = DBusErrorResponse
"""A service, or the bus in its place, answered with an error."""


class Service:
    """An object of a service, and one of its interfaces."""

    def __init__(self, name: str, path: str, interface: str = "") -> None:
        self.name = name
        self.address = DBusAddress(path, bus_name=name, interface=interface or name)


class Bus:
    """Calls services and collects their signals.

    Methods raise CallFailed, TimeoutError, and other errors where the connection is of no more use.
    """

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._signals: deque[Message] = deque()
        self._filter = connection.filter(MatchRule(type="signal"), queue=self._signals)

    def fileno(self) -> int:
        """The socket, for `select`."""
        return int(self._connection.sock.fileno())

    def call(self, service: Service, method: str, signature: str = "", *body: object) -> Any:  # noqa: ANN401 - of any type
        """Return the body of the reply: a tuple."""
        message = new_method_call(service.address, method, signature or None, body)
        reply = self._connection.send_and_get_reply(message, timeout=ANSWER_TIME)
        return unwrap_msg(reply)

    def emit(self, message: Message) -> None:
        """Send a signal."""
        self._connection.send(message)

    def subscribe(self, service: Service, signal: str | None = None) -> None:
        """Get the signals of an object, or one of them."""
        address = service.address
        rule = MatchRule(
            type="signal",
            sender=service.name,
            interface=address.interface,
            member=signal,
            path=address.object_path,
        )
        unwrap_msg(
            self._connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=ANSWER_TIME)
        )

    def signals(self) -> list[Message]:
        """Return the signals that have arrived, without waiting."""
        while True:
            try:
                self._connection.recv_messages(timeout=0)
            except TimeoutError:
                break
        found = list(self._signals)
        self._signals.clear()
        return found

    def is_from(self, message: Message, service: Service) -> bool:
        """Whether the service sent it: anybody on the bus can send a signal."""
        reply = self._connection.send_and_get_reply(
            message_bus.GetNameOwner(service.name), timeout=ANSWER_TIME
        )
        return bool(unwrap_msg(reply)[0] == message.header.fields.get(HeaderFields.sender))

    def close(self) -> None:
        """Close the connection."""
        self._filter.close()
        self._connection.close()


def open_bus(kind: str) -> Bus | None:
    """Connect to the `SESSION` or `SYSTEM` bus; None where there is none, which is logged."""
    try:
        address = _session_address() if kind == "SESSION" else kind
        return Bus(open_dbus_connection(address, enable_fds=True))
    except Exception as error:  # noqa: BLE001 - jeepney's are KeyError, StopIteration and others
        _log.debug("No D-Bus %s bus: %r", kind.lower(), error)
        return None


def _session_address() -> str:
    """Return the address; without the variable, the user's bus (sd_bus_open_user(3))."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return os.environ.get("DBUS_SESSION_BUS_ADDRESS") or f"unix:path={runtime}/bus"
