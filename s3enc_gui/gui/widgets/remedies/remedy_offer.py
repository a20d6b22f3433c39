"""A remedy for errors that a window offers to everything in it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.messages.remedies import Remedy


class RemedyOffer(QObject):
    """Belongs to a widget that has a remedy; every ErrorBanner in it, or in a dialog above it,
    shows a button for the remedy where it helps. `requested` carries the AppError.

    The buttons are disabled while the offer is.
    """

    requested = Signal(object)
    enabled_changed = Signal(bool)

    def __init__(self, remedy: Remedy, owner: QWidget) -> None:
        super().__init__(owner)
        self.remedy = remedy
        self.is_enabled = True

    def set_enabled(self, enabled: bool) -> None:
        """Enable or disable the buttons."""
        if enabled != self.is_enabled:
            self.is_enabled = enabled
            self.enabled_changed.emit(enabled)

    def take(self, error: AppError) -> None:
        """The button was pressed."""
        self.requested.emit(error)


def offer_for(widget: QWidget, remedy: Remedy) -> RemedyOffer | None:
    """Return the offer of the nearest owner around a widget; None if there is none."""
    owner: QObject | None = widget
    while owner is not None:
        for offer in owner.findChildren(
            RemedyOffer, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            if offer.remedy is remedy:
                return offer
        owner = owner.parent()
    return None
