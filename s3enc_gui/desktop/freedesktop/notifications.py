"""Notifications (Desktop Notifications Specification 1.3; `ActivationToken` since 1.3)."""

from __future__ import annotations

from html import escape

from jeepney import HeaderFields, Message

from s3enc_gui.desktop.freedesktop.bus import Bus, Service
from s3enc_gui.desktop.interface import Listener
from s3enc_gui.domain.desktop.notification import (
    Notification,
    NotificationClicked,
    NotificationKind,
    Subject,
)

SERVICE = Service("org.freedesktop.Notifications", "/org/freedesktop/Notifications")
DESKTOP_ENTRY = "s3enc"
_CATEGORIES = {
    NotificationKind.ENDED: "transfer.complete",
    NotificationKind.ATTENTION: "transfer.error",
}
_CLICKED = "default"  # the action of a click on the notification itself
_NORMAL_URGENCY = 1
_SERVER_CHOOSES = -1  # when it disappears


class Notifications:
    """Those that are shown, by subject. Errors: see Bus."""

    def __init__(self) -> None:
        self._ids: dict[Subject, int] = {}
        self._tokens: dict[int, str] = {}
        self._capabilities: frozenset[str] | None = None

    def show(self, bus: Bus, notification: Notification) -> None:
        """Show a notification."""
        can = self._known_capabilities(bus)
        body = escape(notification.body, quote=False) if "body-markup" in can else notification.body
        actions = [_CLICKED, notification.button] if "actions" in can else []
        hints = {
            "desktop-entry": ("s", DESKTOP_ENTRY),
            "category": ("s", _CATEGORIES[notification.kind]),
            "urgency": ("y", _NORMAL_URGENCY),
        }
        earlier = self._ids.get(notification.subject, 0)
        texts = (DESKTOP_ENTRY, notification.title, body, actions, hints, _SERVER_CHOOSES)
        reply = bus.call(SERVICE, "Notify", "susssasa{sv}i", "S3enc", earlier, *texts)
        self._ids[notification.subject] = reply[0]

    def withdraw(self, bus: Bus) -> None:
        """Remove those that are shown."""
        shown, self._ids = self._ids, {}
        for number in shown.values():
            bus.call(SERVICE, "CloseNotification", "u", number)

    def take(self, bus: Bus, signal: Message, listener: Listener) -> None:
        """Take a signal; those of others are ignored."""
        fields = signal.header.fields
        if fields.get(HeaderFields.interface) != SERVICE.name:
            return
        number: int = signal.body[0] if signal.body else 0
        subject = next((one for one, shown in self._ids.items() if shown == number), None)
        if subject is None or not bus.is_from(signal, SERVICE):
            return
        match fields.get(HeaderFields.member):
            case "ActivationToken":
                self._tokens[number] = signal.body[1]
            case "ActionInvoked":
                listener(NotificationClicked(subject, self._tokens.pop(number, "")))
            case "NotificationClosed":
                del self._ids[subject]
                self._tokens.pop(number, None)

    def _known_capabilities(self, bus: Bus) -> frozenset[str]:
        if self._capabilities is None:
            self._capabilities = frozenset(bus.call(SERVICE, "GetCapabilities")[0])
            bus.subscribe(SERVICE)
        return self._capabilities
