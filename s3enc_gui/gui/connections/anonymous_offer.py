"""Bar that offers to go on without credentials."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _

_NO_CREDENTIALS = frozenset({"NoCredentialsError", "NoAuthTokenError", "ProfileNotFound"})


class AnonymousOffer(QFrame):
    """Shown after an error for want of credentials; `accepted` when the user chooses it."""

    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "info")
        self.button = QPushButton(_("Connect anonymously"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.accepted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel("info", "accent"))
        row.addWidget(label(_("Public data can be read without signing in."), wrap=True), 1)
        row.addWidget(self.button)
        self.hide()

    def consider(self, error: AppError) -> None:
        """Show the offer if there are no credentials."""
        self.setVisible(error.code in _NO_CREDENTIALS)
