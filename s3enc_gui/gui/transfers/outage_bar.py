"""What keeps every transfer waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.outage import Outage
from s3enc_gui.gui.messages.outage import OUTAGE_TEXTS, outage_text
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.transfers.bar import ActionBar
from s3enc_gui.wording.labels import format_duration

_STEP_MS = 1000


def _now() -> datetime:
    return datetime.now(UTC)


class OutageBar(ActionBar):
    """Says what is the matter and counts down to the next try; hidden in fair weather."""

    try_now_pressed = Signal()

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], datetime] = _now) -> None:
        super().__init__("warning", parent)
        self._clock = clock
        self._outage: Outage | None = None
        self.try_now = self.add_button(self.tr("Try now"))
        self.try_now.clicked.connect(self.try_now_pressed)
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._count)

    def show_outage(self, outage: Outage | None) -> None:
        """Show it; None: nothing is the matter."""
        self._outage = outage
        self._timer.stop()
        if outage is None:
            self.hide()
            return
        sign = OUTAGE_TEXTS[outage.kind].sign
        self._icon.show_icon(sign.icon, sign.tone)
        self._count()
        if outage.next_try is not None:
            self._timer.start()
        self.show()

    def _count(self) -> None:
        if self._outage is None:
            return
        title, text = outage_text(self._outage)
        self.say(title, " ".join((text, self._next_try(self._outage))))
        why = str(self._outage.error)
        self.setToolTip(plain_tip(why))
        self.setAccessibleDescription(why)

    def _next_try(self, outage: Outage) -> str:
        seconds = 0.0
        if outage.next_try is not None:
            seconds = (outage.next_try - self._clock()).total_seconds()
        if seconds < 1:
            self._timer.stop()
            return self.tr("Trying now…")
        return self.tr("Next try in {}.").format(format_duration(seconds))
