"""A desktop that follows freedesktop.org's specifications."""

from __future__ import annotations

import logging
import selectors
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

from s3enc_gui.desktop.interface import Listener
from s3enc_gui.domain.desktop.notification import IDLE, Activity, Notification

if TYPE_CHECKING:
    from s3enc_gui.desktop.freedesktop.bus import Bus

_log = logging.getLogger(__name__)

_END_TIME = 2.0  # seconds that `close` waits for a service that doesn't answer

Request = Callable[["_Worker"], None]


class FreeDesktop:
    """Talks to the session's and the system's bus, on a thread of its own that starts on first use.

    Where there is no bus, or nobody on it, nothing happens.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._worker: _Worker | None = None
        self._closed = False
        self._listener: Listener = lambda _: None

    def listen(self, listener: Listener) -> None:
        """See Desktop."""
        self._listener = listener

    def notify(self, notification: Notification) -> None:
        """See Desktop."""
        self._post(lambda worker: worker.notify(notification))

    def withdraw(self) -> None:
        """See Desktop."""
        if self._worker is not None:
            self._post(lambda worker: worker.withdraw())

    def show(self, activity: Activity, window: int = 0) -> None:
        """See Desktop."""
        del window
        if self._worker is not None or activity != IDLE:
            self._post(lambda worker: worker.show(activity))

    def close(self) -> None:
        """See Desktop."""
        with self._lock:
            worker, self._worker = self._worker, None
            self._closed = True
        if worker is not None:
            worker.end()

    def _post(self, request: Request) -> None:
        with self._lock:
            if self._closed:
                return
            if self._worker is None:
                self._worker = _Worker(lambda event: self._listener(event))
            self._worker.post(request)


class _Worker:
    """The thread. It waits for requests and for signals of the buses."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._receiver, self._sender = socket.socketpair()
        self._sender.setblocking(False)
        self._buses: dict[str, Bus | None] = {}
        self._awake = False
        self._thread = Thread(target=self._run, name="desktop", daemon=True)
        self._thread.start()

    def post(self, request: Request | None) -> None:
        """Run a request on the thread."""
        self._requests.put(request)
        with suppress(BlockingIOError):  # it is awake already
            self._sender.send(b"\0")

    def end(self) -> None:
        """Take everything back, and end the thread."""
        self.post(None)
        self._thread.join(_END_TIME)

    # --- on the thread ----------------------------------------------------------------------------

    def notify(self, notification: Notification) -> None:
        """Show a notification."""
        self._on("SESSION", partial(self._notifications.show, notification=notification))

    def withdraw(self) -> None:
        """Remove the notifications."""
        self._on("SESSION", self._notifications.withdraw)

    def show(self, activity: Activity) -> None:
        """Show progress; hold or release the locks."""
        self._on("SESSION", partial(self._launcher.show, activity=activity))
        if activity.is_active:
            self._on("SYSTEM", self._logind.watch)
        if activity.keeps_awake == self._awake:
            return
        self._awake = activity.keeps_awake
        if self._awake:
            self._on("SYSTEM", partial(self._logind.take, why=activity.why))
            self._on("SESSION", partial(self._session.take, why=activity.why))
        else:
            self._logind.release()
            self._on("SESSION", self._session.release)

    def _run(self) -> None:
        # Imported here: the window's start doesn't wait for it.
        from s3enc_gui.desktop.freedesktop.launcher_entry import LauncherEntry
        from s3enc_gui.desktop.freedesktop.notifications import Notifications
        from s3enc_gui.desktop.freedesktop.sleep import LogindLock, SessionLock

        self._notifications, self._launcher = Notifications(), LauncherEntry()
        self._logind, self._session = LogindLock(), SessionLock()
        with selectors.DefaultSelector() as self._selector:
            self._selector.register(self._receiver, selectors.EVENT_READ)
            while self._step():
                pass
            self.show(IDLE)
            self.withdraw()
        for bus in self._buses.values():
            if bus is not None:
                bus.close()
        self._receiver.close()
        self._sender.close()

    def _step(self) -> bool:
        """Wait for something, and do it; return whether to go on."""
        ready = [key.fileobj for key, _ in self._selector.select()]
        if self._receiver in ready:
            self._receiver.recv(4096)
        while True:
            try:
                request = self._requests.get_nowait()
            except Empty:
                break
            if request is None:
                return False
            request(self)
        for kind in tuple(self._buses):
            self._on(kind, self._take_signals)
        return True

    def _take_signals(self, bus: Bus) -> None:
        while signals := bus.signals():  # more arrive while a reply is awaited for one
            for signal in signals:
                self._notifications.take(bus, signal, self._listener)
                self._logind.take_signal(bus, signal, self._listener)

    def _on(self, kind: str, work: Callable[[Bus], object]) -> None:
        """Do something on a bus, which is opened on first use; errors are logged."""
        from s3enc_gui.desktop.freedesktop.bus import CallFailed, open_bus

        if kind not in self._buses:
            self._buses[kind] = bus = open_bus(kind)
            if bus is not None:
                self._selector.register(bus, selectors.EVENT_READ)
        bus = self._buses[kind]
        if bus is None:
            return
        try:
            work(bus)
        except (CallFailed, TimeoutError) as error:
            _log.debug("D-Bus: %r", error)
        except Exception as error:  # noqa: BLE001 - a service may send anything
            _log.debug("The D-Bus %s bus is lost: %r", kind.lower(), error)
            self._buses[kind] = None
            self._selector.unregister(bus)
            bus.close()
