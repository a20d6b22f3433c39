"""The button for what the window can do about an error that isn't in an ErrorBanner."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QSizePolicy

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.messages.remedies import remedy_of, remedy_text
from s3enc_gui.gui.widgets.remedies.remedy_offer import RemedyOffer, offer_for


class RemedyButton(QPushButton):
    """Hidden unless the window around it offers a remedy for the error that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("small", True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._offer: RemedyOffer | None = None
        self._error: AppError | None = None
        self.clicked.connect(self._take)
        self.hide()

    def show_for(self, errors: Iterable[AppError | None]) -> None:
        """Show the button for the first of these errors that has a remedy here."""
        if self._offer is not None:
            self._offer.enabled_changed.disconnect(self.setEnabled)
        self._offer = self._error = None
        for error in errors:
            remedy = remedy_of(error) if error else None
            offer = offer_for(self, remedy) if remedy else None
            if remedy and offer:
                self._offer, self._error = offer, error
                self.setText(remedy_text(remedy))
                self.setEnabled(offer.is_enabled)
                offer.enabled_changed.connect(self.setEnabled)
                break
        self.setVisible(self._offer is not None)

    @Slot()
    def _take(self) -> None:
        if self._offer is not None and self._error is not None:
            self._offer.take(self._error)
