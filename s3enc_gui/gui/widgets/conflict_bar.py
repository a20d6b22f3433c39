"""Bar that asks whether to overwrite, keep both or skip names that already exist."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _


class ConflictBar(QFrame):
    """One question for all names; `chosen` carries an IfExists. Hidden while there are none."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, small: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("banner", "warning")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.message = label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel("warning", "warning"))
        row.addWidget(self.message, 1)
        self.overwrite = QPushButton(_("&Overwrite"))
        self.keep_both = QPushButton(_("&Keep both"))
        self.skip = QPushButton(_("Sk&ip"))
        for button, slot in (
            (self.overwrite, self._overwrite),
            (self.keep_both, self._keep_both),
            (self.skip, self._skip),
        ):
            button.setAutoDefault(False)
            button.setProperty("small", small)
            button.clicked.connect(slot)
            row.addWidget(button)
        self.hide()

    def show_message(self, message: str) -> None:
        """Ask about the names in `message`; hide if it is empty."""
        self.message.setText(message)
        self.setVisible(bool(message))

    def enable(self, on: bool) -> None:
        """Enable the buttons; they are disabled while an answer is being checked."""
        for button in (self.overwrite, self.keep_both, self.skip):
            button.setEnabled(on)

    def _overwrite(self) -> None:
        self.chosen.emit(IfExists.OVERWRITE)

    def _keep_both(self) -> None:
        self.chosen.emit(IfExists.RENAME)

    def _skip(self) -> None:
        self.chosen.emit(IfExists.SKIP)
