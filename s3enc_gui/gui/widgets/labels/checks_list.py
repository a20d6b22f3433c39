"""A list of checks: an icon, a word and a sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from s3enc_gui.domain.preflight.check import Check, Status
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.wording.preflight import status_text, subject_text

STATUS_ICONS = {
    Status.FINE: StateIcon("check", "ok"),
    Status.WILL_FAIL: StateIcon("error", "error"),
    Status.CANNOT_CHECK: StateIcon("question", "warning"),
}
_ICON = 16  # pixels


class ChecksList(QWidget):
    """One row a check; `show_checks` replaces the rows if they differ."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._checks: tuple[Check, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(3, 1)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show the checks, in order."""
        if tuple(checks) == self._checks:
            return
        self._checks = tuple(checks)
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for number, check in enumerate(self._checks):
            found = STATUS_ICONS[check.status]
            icon = IconLabel(found.icon, found.tone, _ICON, self)
            self._grid.addWidget(icon, number, 0, top)
            self._grid.addWidget(label(status_text(check.status)), number, 1, top)
            self._grid.addWidget(label(subject_text(check.subject), "muted"), number, 2, top)
            sentence = BreakingLabel("")
            sentence.show_text(str(check.text))
            self._grid.addWidget(sentence, number, 3)
