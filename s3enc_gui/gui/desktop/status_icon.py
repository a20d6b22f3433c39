"""The icon among the status icons of the task bar or panel, and Qt's notifications."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from s3enc_gui.domain.desktop.notification import (
    IDLE,
    Activity,
    Notification,
    NotificationClicked,
    NotificationKind,
    Subject,
)
from s3enc_gui.gui.icons import app_icon
from s3enc_gui.i18n import _

_SIZES = (16, 22, 24, 32, 48, 64)
_BAR = 0.25  # height of the progress bar, of the icon's
_TRACK, _DONE = QColor("#11151c"), QColor("#ffffff")  # on panels of any color


class StatusIcon(QObject):
    """`show_requested` and `quit_requested`: by its menu. `clicked` carries NotificationClicked.

    On Windows and macOS Qt shows notifications by such an icon, which is there as long as they are.
    """

    show_requested = Signal()
    quit_requested = Signal()
    clicked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._wanted = False
        self._subject: Subject | None = None
        self._activity = IDLE
        self.menu = QMenu(window)
        self.show_action, self.quit_action = (
            QAction(_("Show S3enc"), self),
            QAction(_("Quit"), self),
        )
        self.menu.addActions([self.show_action, self.quit_action])
        self.icon = QSystemTrayIcon(app_icon(), self)
        self.icon.setContextMenu(self.menu)
        self.show_action.triggered.connect(self.show_requested)
        self.quit_action.triggered.connect(self.quit_requested)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self._message_clicked)
        self.show_activity(IDLE)

    @staticmethod
    def is_available() -> bool:
        """Return whether the desktop shows such icons."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def set_wanted(self, wanted: bool) -> None:
        """Show the icon all the time, or only with a notification."""
        self._wanted = wanted
        self.icon.setVisible(wanted)

    def show_activity(self, activity: Activity) -> None:
        """Show the progress."""
        before, self._activity = self._activity, activity
        permille = activity.permille if activity.is_active else None
        self.icon.setToolTip(_tool_tip(activity))
        if _step(before) != _step(activity):
            self.icon.setIcon(app_icon() if permille is None else with_progress(permille))

    def notify(self, notification: Notification) -> None:
        """Show a notification."""
        self._subject = notification.subject
        kinds = QSystemTrayIcon.MessageIcon
        is_ended = notification.kind is NotificationKind.ENDED
        self.icon.show()
        self.icon.showMessage(
            notification.title, notification.body, kinds.Information if is_ended else kinds.Warning
        )

    def withdraw(self) -> None:
        """Remove the icon that a notification needed."""
        self._subject = None
        self.icon.setVisible(self._wanted)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.show_requested.emit()

    def _message_clicked(self) -> None:
        if self._subject is not None:
            self.clicked.emit(NotificationClicked(self._subject))


def _step(activity: Activity) -> int | None:
    """Return which of twenty pictures shows it; None: that without a bar."""
    known = activity.is_active and activity.permille is not None
    return (activity.permille or 0) // 50 if known else None


def _tool_tip(activity: Activity) -> str:
    if not activity.is_active:
        return "S3enc"
    if activity.needs_user:
        return _("S3enc – sign in to continue")
    if activity.permille is None:
        return _("S3enc – transfers are running")
    return _("S3enc – {percent}%").format(percent=activity.permille // 10)


def with_progress(permille: int) -> QIcon:
    """Return the program's icon with a progress bar at its lower edge."""
    icon = QIcon()
    for size in _SIZES:
        picture = app_icon().pixmap(QSize(size, size))
        height = max(4.0, size * _BAR)
        inner = size - 2
        painter = QPainter(picture)
        painter.fillRect(QRectF(0, size - height, size, height), _TRACK)
        painter.fillRect(QRectF(1, size - height + 1, inner * permille / 1000, height - 2), _DONE)
        painter.end()
        icon.addPixmap(picture)
    return icon
