"""Goes on without the window until nothing is running any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, SignalInstance, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from s3enc_gui.domain.desktop.notification import Notification
from s3enc_gui.gui.widgets.bring_to_front import bring_to_front

CHECK_MS = 1000


class Guard(Protocol):
    """See CloseGuard."""

    @property
    def hidden(self) -> SignalInstance:
        """Signal: the window closes, and the program goes on."""

    def is_busy(self) -> bool:
        """Return whether something is running that ends with the program."""


class Icon(Protocol):
    """See DesktopController."""

    def keep_icon(self, kept: bool) -> bool:
        """Show the status icon while the window is hidden; return whether the desktop has one."""


class Panel(Protocol):
    """Shows transfers of one kind."""

    def result(self) -> Notification | None:
        """Return how the last ones ended; None: there is nothing to tell."""


class Background(QObject):
    """Hides the window when the user closes it and wants the transfers to go on.

    A status icon shows that they do; where the desktop has none, the window is minimized instead.
    At the end the program ends, unless something has failed: then the window is shown again. It
    is also shown by the icon, by a notification, and by starting the program again.
    """

    def __init__(self, window: QWidget, guard: Guard, icon: Icon, panels: Iterable[Panel]) -> None:
        super().__init__(window)
        self._window, self._guard, self._icon = window, guard, icon
        self._panels = tuple(panels)
        self._dialogs: list[QDialog] = []
        self._check = QTimer(self, interval=CHECK_MS)
        self._check.timeout.connect(self.look)
        guard.hidden.connect(self.enter)

    @property
    def is_entered(self) -> bool:
        """Whether the program goes on without its window."""
        return self._check.isActive()

    @Slot()
    def enter(self) -> None:
        """Hide the window and its dialogs."""
        dialogs = self._window.findChildren(QDialog)
        self._dialogs = [one for one in dialogs if one.isVisible()]
        _quit_with_last_window(False)
        if self._icon.keep_icon(True):
            for dialog in self._dialogs:
                dialog.hide()
            self._window.hide()
        else:
            self._window.showMinimized()
        self._check.start()
        self._window.installEventFilter(self)

    @Slot()
    def look(self) -> None:
        """End the program if nothing is running any more."""
        if self._guard.is_busy():
            return
        results = [panel.result() for panel in self._panels]
        if any(result and result.has_problems for result in results):
            bring_to_front(self._window)
            return
        self._leave()
        self._window.close()
        QApplication.quit()  # a hidden window that closes doesn't

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the window is shown again (Qt)."""
        shown = (QEvent.Type.Show, QEvent.Type.WindowStateChange)
        if self.is_entered and watched is self._window and event.type() in shown:
            window = self._window
            if window.isVisible() and not window.isMinimized():
                self._leave()
                for dialog in self._dialogs:
                    dialog.show()
                self._dialogs = []
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        self._check.stop()
        self._window.removeEventFilter(self)
        self._icon.keep_icon(False)
        _quit_with_last_window(True)


def _quit_with_last_window(quits: bool) -> None:
    QApplication.setQuitOnLastWindowClosed(quits)
