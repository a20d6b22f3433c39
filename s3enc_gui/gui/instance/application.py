"""The application object, which the desktop tells of files to open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLoggingCategory, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from s3enc_gui.gui.enter_key import EnterKey
from s3enc_gui.gui.messages.locale import use_locale
from s3enc_gui.gui.tab_order import TabOrder


class Application(QApplication):
    """`file_opened` carries a path or an address: macOS, for files that are opened with S3enc or
    dropped on its icon. Enter presses the focused button, Tab follows the eye; texts have the
    formats of the locale.
    """

    file_opened = Signal(str)

    def __init__(self, arguments: Sequence[str]) -> None:
        # Of a desktop without a portal, with which Qt registers the program (QDesktopUnixServices).
        QLoggingCategory.setFilterRules("qt.qpa.services.warning=false")
        super().__init__(list(arguments))
        EnterKey(self)
        TabOrder(self)
        use_locale()

    def event(self, event: QEvent) -> bool:
        """Take files to open (Qt)."""
        if isinstance(event, QFileOpenEvent):
            self.file_opened.emit(event.file() or event.url().toString())
            return True
        return super().event(event)
