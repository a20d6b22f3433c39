"""Tells the desktop what the transfers do, and the user when they end or need somebody."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance, Slot
from PySide6.QtGui import QGuiApplication, Qt
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.desktop.notification import (
    IDLE,
    Activity,
    Notification,
    NotificationClicked,
    NotificationKind,
    Subject,
    WokeUp,
)
from s3enc_gui.domain.desktop.work import Work, combined_permille
from s3enc_gui.domain.settings.desktop import DesktopSettings
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.desktop.progress_announcer import ProgressAnnouncer
from s3enc_gui.gui.desktop.sleep_clock import SleepClock
from s3enc_gui.gui.desktop.status_icon import StatusIcon
from s3enc_gui.gui.widgets.bring_to_front import bring_to_front
from s3enc_gui.i18n import _
from s3enc_gui.jobs.desktop.desktop_link import DesktopLink, ReconnectAfterSleep, WatchDesktop
from s3enc_gui.jobs.settings.desktop import ReadDesktopSettings

LONG = 10.0  # seconds that transfers take before their end is worth a notification
_DELAY_MS = 300  # between two updates
_TICK_MS = 1000
_SAME_WAKING = 20.0  # seconds in which the system and the clocks tell of the same sleep
_QT_NOTIFIES = sys.platform in ("win32", "darwin")


class Panel(Protocol):
    """Shows transfers of one kind."""

    @property
    def changed(self) -> SignalInstance:
        """Signal: `work` may have changed."""

    def work(self) -> Work:
        """Return what they do."""

    def result(self) -> Notification | None:
        """Return how the last ones ended; None: there is nothing to tell."""

    def show_result(self) -> None:
        """Show what `result` is about."""


class Settings(Protocol):
    """Opens the settings."""

    @property
    def desktop_settings(self) -> SignalInstance:
        """Signal: carries saved DesktopSettings."""


def _is_in_front() -> bool:
    return QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive


class DesktopController(QObject):
    """Follows panels. Nothing is connected or started before the first transfer."""

    def __init__(
        self,
        runner: Runner,
        window: QWidget,
        *,
        is_in_front: Callable[[], bool] = _is_in_front,
        clock: Callable[[], float] = monotonic,
        sleep_clock: SleepClock | None = None,
        delay_ms: int = _DELAY_MS,
        qt_notifies: bool = _QT_NOTIFIES,
    ) -> None:
        super().__init__(window)
        self._runner, self._window = runner, window
        self._is_in_front, self._clock = is_in_front, clock
        self._sleep_clock = sleep_clock or SleepClock()
        self._qt_notifies = qt_notifies
        self._link = DesktopLink()
        self._watched = False
        self._panels: list[_Followed] = []
        self._announcer = ProgressAnnouncer(window)
        self._settings = DesktopSettings()
        self._shown = IDLE
        self._woke_at = -_SAME_WAKING
        self.status_icon: StatusIcon | None = None
        self._reading = LatestJob(runner, self)
        self._reading.answered.connect(self.use)
        self._delay = QTimer(self, singleShot=True, interval=delay_ms)
        self._delay.timeout.connect(self._update)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._check_sleep)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._front_changed)

    def follow(self, settings: Settings, *panels: Panel) -> None:
        """Follow panels, and the settings."""
        for panel in panels:
            self._panels.append(_Followed(panel))
            panel.changed.connect(self._changed)
        settings.desktop_settings.connect(self.use)
        self._reading.ask(ReadDesktopSettings())

    @Slot(object)
    def use(self, settings: DesktopSettings) -> None:
        """Apply settings."""
        self._settings = settings
        if self.status_icon is not None or settings.status_icon:
            self._icon().set_wanted(settings.status_icon)
            self._icon().show_activity(self._shown)
        self._changed()

    def keep_icon(self, kept: bool) -> bool:
        """Show the status icon while the window is hidden; return whether the desktop has one."""
        if kept and not StatusIcon.is_available():
            return False
        if kept or self.status_icon is not None:
            self._icon().set_wanted(kept or self._settings.status_icon)
            self._icon().show_activity(self._shown)
        return kept

    # --- private ----------------------------------------------------------------------------------

    @Slot()
    def _changed(self) -> None:
        if not self._delay.isActive():
            self._delay.start()

    @Slot()
    def _update(self) -> None:
        for one in self._panels:
            self._notify_changes(one)
        activity = self._activity([one.work for one in self._panels])
        if activity == self._shown:
            return
        self._announcer.show_progress(activity.permille, is_active=activity.is_active)
        self._watch()
        if activity.is_active != self._shown.is_active:
            self._sleep_clock.reset()
            self._tick.start() if activity.is_active else self._tick.stop()
        self._shown = activity
        self._link.show(activity, int(self._window.winId()))
        if self.status_icon is not None:
            self.status_icon.show_activity(activity)

    def _activity(self, works: Sequence[Work]) -> Activity:
        active = [work for work in works if work.active]
        runs = any(work.is_running and not work.needs_sign_in for work in active)
        return Activity(
            is_active=bool(active),
            permille=combined_permille(active),
            keeps_awake=runs and self._settings.keep_awake,
            why=_("Objects are being transferred") if active else "",
            needs_user=any(work.needs_sign_in for work in active),
        )

    def _notify_changes(self, one: _Followed) -> None:
        before, now = one.work, one.panel.work()
        one.work = now
        if now.active and not before.active:
            one.began = self._clock()
        if before.active and not now.active:
            result = one.panel.result()
            if result:
                self._announcer.show_result(result)
            was_long = self._clock() - one.began >= LONG
            if result and (was_long or result.kind is NotificationKind.ATTENTION):
                one.subject = result.subject
                self._notify(result)
        if now.needs_sign_in and not before.needs_sign_in:
            needed = _sign_in_notification(now)
            self._announcer.show_result(needed)
            self._notify(needed)

    def _notify(self, notification: Notification) -> None:
        wanted = {
            NotificationKind.ENDED: self._settings.notify_ended,
            NotificationKind.ATTENTION: self._settings.notify_attention,
        }
        if self._is_in_front() or not wanted[notification.kind]:
            return
        if self._qt_notifies:
            self._icon().notify(notification)
        else:
            self._watch()
            self._link.notify(notification)

    def _watch(self) -> None:
        if not self._watched:
            self._watched = True
            handle = self._runner.start(WatchDesktop(self._link))
            handle.progressed.connect(self._reported)

    @Slot(object)
    def _reported(self, reports: Sequence[object]) -> None:
        for report in reports:
            if isinstance(report, NotificationClicked):
                self._clicked(report)
            elif isinstance(report, WokeUp):
                self._woke_up()

    @Slot(object)
    def _clicked(self, click: NotificationClicked) -> None:
        bring_to_front(self._window, click.token)
        for one in self._panels:
            if one.subject is click.subject:
                one.panel.show_result()

    def _check_sleep(self) -> None:
        if self._sleep_clock.slept():
            self._woke_up()

    def _woke_up(self) -> None:
        now = self._clock()
        if self._shown.is_active and now - self._woke_at >= _SAME_WAKING:
            self._woke_at = now
            self._runner.start(ReconnectAfterSleep())

    @Slot(Qt.ApplicationState)
    def _front_changed(self) -> None:
        if self._is_in_front() and (self._watched or self.status_icon is not None):
            self._link.withdraw()
            if self.status_icon is not None:
                self.status_icon.withdraw()

    def _icon(self) -> StatusIcon:
        if self.status_icon is None:
            self.status_icon = StatusIcon(self._window)
            self.status_icon.show_requested.connect(lambda: bring_to_front(self._window))
            self.status_icon.quit_requested.connect(self._quit)
            self.status_icon.clicked.connect(self._clicked)
        return self.status_icon

    def _quit(self) -> None:
        if not self._window.close():
            bring_to_front(self._window)  # it asks something


class _Followed:
    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.work = Work()
        self.began = 0.0
        self.subject: Subject | None = None


def _sign_in_notification(work: Work) -> Notification:
    if work.connection is None:
        body = _("Transfers wait until you sign in.")
    else:
        body = _("Transfers wait until you sign in to {connection}.").format(
            connection=work.connection.name
        )
    title = _("Sign in to continue")
    return Notification(NotificationKind.ATTENTION, Subject.SIGN_IN, title, body, _("Show"))
