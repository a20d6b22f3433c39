"""What will make the upload fail, above everything else, with the button that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.preflight.check import Check, Correction
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.checks_list import STATUS_ICONS
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import primary
from s3enc_gui.i18n import _
from s3enc_gui.wording.preflight import correction_button, subject_text


class FailuresBar(QWidget):
    """One banner a failing check; `mended` carries the Correction of the clicked button.

    The first button is the primary one of the page.
    """

    mended = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checks: tuple[Check, ...] = ()
        self.buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show failing checks; hide if there are none."""
        if tuple(checks) == self._checks:
            return
        self._checks = tuple(checks)
        self.buttons.clear()
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for check in self._checks:
            self._column.addWidget(self._banner(check))
        self.setVisible(bool(self._checks))

    def _banner(self, check: Check) -> QFrame:
        banner = QFrame()
        banner.setProperty("banner", "error")
        found = STATUS_ICONS[check.status]
        heading = _("The upload will fail: {subject}").format(subject=subject_text(check.subject))
        banner.setAccessibleName(heading)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for role, text in (("strong", heading), ("", str(check.text))):
            line = BreakingLabel(role)
            line.show_text(text)
            texts.addWidget(line)
        row = QHBoxLayout(banner)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel(found.icon, found.tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        if check.correction:
            row.addWidget(self._button(check.correction, heading), 0, Qt.AlignmentFlag.AlignVCenter)
        return banner

    def _button(self, correction: Correction, heading: str) -> QPushButton:
        button = QPushButton(correction_button(correction))
        button.setAutoDefault(False)
        if not self.buttons:
            primary(button)
        button.setAccessibleDescription(heading)
        if correction.encryption and correction.encryption.key:
            button.setToolTip(correction.encryption.key)
        button.clicked.connect(partial(self.mended.emit, correction))
        self.buttons.append(button)
        return button
