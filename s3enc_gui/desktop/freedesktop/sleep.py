"""Keeps the computer awake, and notices that it slept.

Only sleep that nobody asked for is prevented: of a computer that is left alone. Whoever chooses
`Suspend` or closes the lid gets that, and the transfers go on after waking.

- The session's power manager decides about that on desktops. It is asked through the portal
  (org.freedesktop.portal.Inhibit, flag 4), else directly (org.freedesktop.PowerManagement.Inhibit:
  KDE, Xfce, MATE).
- systemd-logind does where no desktop runs (`IdleAction=`). Its lock is a file descriptor; `idle`
  and not `sleep`, because the latter hinders the user (systemd 257) or nobody (before: the lock of
  the same user doesn't count).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from jeepney import HeaderFields, Message

from s3enc_gui.desktop.freedesktop.bus import Bus, CallFailed, Service
from s3enc_gui.desktop.interface import Listener
from s3enc_gui.domain.desktop.notification import WokeUp

LOGIND = Service(
    "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
)
PORTAL = Service(
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Inhibit",
)
POWER_MANAGER = Service(
    "org.freedesktop.PowerManagement",
    "/org/freedesktop/PowerManagement/Inhibit",
    "org.freedesktop.PowerManagement.Inhibit",
)
_SUSPEND = 4  # flag of the portal
_WHO = "S3enc"


class LogindLock:
    """logind's lock. Errors: see Bus."""

    def __init__(self) -> None:
        self._fd: int | None = None
        self._subscribed = False

    def take(self, bus: Bus, why: str) -> None:
        """Take the lock, if it isn't taken."""
        if self._fd is None:
            reply = bus.call(LOGIND, "Inhibit", "ssss", "idle", _WHO, why, "block")
            self._fd = reply[0].to_raw_fd()

    def release(self) -> None:
        """Release the lock. Idempotent."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    def watch(self, bus: Bus) -> None:
        """Get the signal of a sleep that begins or ends."""
        if not self._subscribed:
            self._subscribed = True
            bus.subscribe(LOGIND, "PrepareForSleep")

    def take_signal(self, bus: Bus, signal: Message, listener: Listener) -> None:
        """Tell of the end of a sleep."""
        fields = signal.header.fields
        is_end = (
            fields.get(HeaderFields.interface) == LOGIND.address.interface
            and fields.get(HeaderFields.member) == "PrepareForSleep"
            and signal.body == (False,)
        )
        if is_end and bus.is_from(signal, LOGIND):
            listener(WokeUp())


class SessionLock:
    """The lock of the session's power manager."""

    def __init__(self) -> None:
        self._release: Callable[[Bus], Any] | None = None

    def take(self, bus: Bus, why: str) -> None:
        """Take the lock, if it isn't taken. Raises CallFailed where the session has none."""
        if self._release is not None:
            return
        try:
            options = {"reason": ("s", why)}
            handle = bus.call(PORTAL, "Inhibit", "sua{sv}", "", _SUSPEND, options)[0]
        except CallFailed:
            cookie = bus.call(POWER_MANAGER, "Inhibit", "ss", _WHO, why)[0]
            self._release = lambda bus: bus.call(POWER_MANAGER, "UnInhibit", "u", cookie)
        else:
            request = Service(PORTAL.name, handle, "org.freedesktop.portal.Request")
            self._release = lambda bus: bus.call(request, "Close")

    def release(self, bus: Bus) -> None:
        """Release the lock. Idempotent."""
        release, self._release = self._release, None
        if release is not None:
            release(bus)
