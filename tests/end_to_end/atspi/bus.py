"""D-Bus calls, one or many at a time, over one blocking connection."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from types import TracebackType
from typing import Any, NamedTuple, Self

from jeepney import DBusAddress, HeaderFields, Message, MessageFlag, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.end_to_end.waiting import Vanished

CALL_SECONDS = 10.0
PROPERTIES = "org.freedesktop.DBus.Properties"


class BusError(Vanished):
    """The peer answered with an error or has exited; both happen for a deleted widget."""


class Call(NamedTuple):
    """A method call: object, method, and arguments with their D-Bus signature."""

    name: str
    path: str
    interface: str
    method: str
    signature: str = ""
    arguments: tuple[Any, ...] = ()


class Bus:
    """A connection to the D-Bus daemon at `address`."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address)
        self._serials = count(1000)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def call(self, call: Call) -> Any:
        """The single value of the reply (or a tuple); raises BusError."""
        answer = self.call_many([call])[0]
        if isinstance(answer, BusError):
            raise answer
        return answer

    def call_many(self, calls: Sequence[Call]) -> list[Any]:
        """All replies in order; an error is returned as a BusError.

        The calls are on their way together: a tree of hundreds of widgets is read in a few
        round trips instead of thousands.
        """
        answers: dict[int, Any] = {}
        for start in range(0, len(calls), 200):
            answers |= self._round_trip(dict(enumerate(calls[start : start + 200], start)))
        return [answers[index] for index in range(len(calls))]

    def _round_trip(self, calls: dict[int, Call]) -> dict[int, Any]:
        waiting: dict[int, int] = {}
        answers: dict[int, Any] = {}
        for index, call in calls.items():
            serial = next(self._serials)
            self._connection.send(_message(call), serial=serial)
            waiting[serial] = index
        while waiting:
            try:
                reply = self._connection.receive(timeout=CALL_SECONDS)
            except TimeoutError:
                return answers | {i: BusError("no answer", calls[i]) for i in waiting.values()}
            index = waiting.pop(reply.header.fields.get(HeaderFields.reply_serial, -1), -1)
            if index < 0:
                continue
            if reply.header.message_type is MessageType.error:
                name = reply.header.fields.get(HeaderFields.error_name, "")
                answers[index] = BusError(name, *reply.body, calls[index])
            else:
                body = reply.body
                answers[index] = body[0] if len(body) == 1 else body
        return answers

    def send(self, call: Call) -> None:
        """Call without waiting for the reply, which may come only when a dialog closes."""
        message = _message(call)
        message.header.flags |= MessageFlag.no_reply_expected
        self._connection.send(message, serial=next(self._serials))

    def accessibility_address(self) -> str:
        """The address of the accessibility bus, from the session bus; empty if there is none."""
        try:
            return str(self.call(_ACCESSIBILITY_ADDRESS))
        except BusError:
            return ""


def get(name: str, path: str, interface: str, prop: str) -> Call:
    """The call that reads a property; its reply is a variant: (signature, value)."""
    return Call(name, path, PROPERTIES, "Get", "ss", (interface, prop))


_ACCESSIBILITY_ADDRESS = Call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")


def _message(call: Call) -> Message:
    address = DBusAddress(call.path, bus_name=call.name, interface=call.interface)
    return new_method_call(address, call.method, call.signature or None, call.arguments)
