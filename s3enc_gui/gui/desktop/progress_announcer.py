"""Announces milestones and results of transfers to screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.desktop.notification import Notification, NotificationKind
from s3enc_gui.gui.widgets.announcement import announce
from s3enc_gui.i18n import _

_STEP = 250  # permille between two milestones: a quarter


class ProgressAnnouncer:
    """Announces each quarter of the progress, not each percent, and how transfers have ended."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._reached = 0

    def show_progress(self, permille: int | None, *, is_active: bool) -> None:
        """Announce a milestone that was reached since the last call; 0 to 1000."""
        reached = (permille or 0) // _STEP * _STEP if is_active else 0
        if self._reached < reached < 1000:
            announce(self._window, _("Transfers: {percent} % done").format(percent=reached // 10))
        self._reached = reached

    def show_result(self, result: Notification) -> None:
        """Announce how transfers have ended, or what they need."""
        text = f"{result.title}. {result.body}" if result.body else result.title
        announce(self._window, text, urgent=result.kind is NotificationKind.ATTENTION)
