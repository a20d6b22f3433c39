"""The buttons beside the progress of an upload: pause, cancel, try again, copy."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.i18n import _


class RunControls(QWidget):
    """`pause_requested` carries whether to pause, or to resume."""

    pause_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pause, self.cancel = QPushButton(_("&Pause")), QPushButton(_("&Cancel"))
        self.try_again, self.copy = QPushButton(_("&Try again")), QPushButton(_("C&opy"))
        self.copy.setToolTip(_("Copy what failed and why, to send it to your administrator"))
        keep_icon(self.try_again, "refresh")
        keep_icon(self.copy, "copy")
        self._is_paused = False
        self.pause.clicked.connect(lambda: self.pause_requested.emit(not self._is_paused))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.pause, self.cancel, self.try_again, self.copy):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.show_state(running=False, paused=None, failed=0)

    def show_state(self, *, running: bool, paused: bool | None, failed: int) -> None:
        """Show the buttons that have an effect; `paused` None: it can't be paused yet."""
        self._is_paused = bool(paused)
        self.pause.setText(_("R&esume") if paused else _("&Pause"))
        keep_icon(self.pause, "resume" if paused else "pause")
        self.pause.setEnabled(paused is not None)
        for button in (self.pause, self.cancel):
            button.setVisible(running)
        for button in (self.try_again, self.copy):
            button.setVisible(failed > 0 and not running)
