"""Bar that reports the outage all transfers wait for, and counts down to the next try."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.gui.messages.outage import OUTAGE_TEXTS, outage_text
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.bars.action_bar import ActionBar
from s3enc_gui.i18n import _
from s3enc_gui.wording.formats import format_duration

_TICK_MS = 1000


def _now() -> datetime:
    return datetime.now(UTC)


class OutageBar(ActionBar):
    """Hidden while there is no outage; `sign_in_pressed` carries the Connection to sign in to."""

    try_now_pressed = Signal()
    sign_in_pressed = Signal(object)

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], datetime] = _now) -> None:
        super().__init__("warning", parent)
        self._clock = clock
        self._outage: Outage | None = None
        self.sign_in = self.add_button(_("Sign in…"))
        self.sign_in.clicked.connect(self._sign_in)
        self.try_now = self.add_button(_("Try now"))
        self.try_now.clicked.connect(self.try_now_pressed)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._update)

    def show_outage(self, outage: Outage | None) -> None:
        """Show an outage; None: hide."""
        self._outage = outage
        self._timer.stop()
        if outage is None:
            self.hide()
            return
        sign = OUTAGE_TEXTS[outage.kind].sign
        self._icon.show_icon(sign.icon, sign.tone)
        self.sign_in.setVisible(outage.kind is OutageKind.SIGNED_OUT)
        if outage.next_try is not None:
            self._timer.start()
        self._update()
        self.show()

    def _sign_in(self) -> None:
        if self._outage is not None:
            self.sign_in_pressed.emit(self._outage.connection)

    def _update(self) -> None:
        if self._outage is None:
            return
        seconds = self._seconds_left(self._outage)
        is_trying = seconds < 1
        title, text = outage_text(self._outage, is_trying=is_trying)
        if is_trying:
            self._timer.stop()
        else:
            next_try = _("Next try in {time}.").format(time=format_duration(seconds))
            text = f"{text} {next_try}"
        self.show_text(title, text)
        # Qt would move the focus away from a button that it disables.
        self.try_now.setEnabled(not is_trying or self.try_now.hasFocus())
        error = str(self._outage.error)
        self.setToolTip(plain_tip(error))
        self.setAccessibleDescription(error)

    def _seconds_left(self, outage: Outage) -> float:
        if outage.next_try is None:
            return 0.0
        return (outage.next_try - self._clock()).total_seconds()
