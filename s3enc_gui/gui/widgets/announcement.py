"""Tells screen readers what changes without the focus."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

_Politeness = QAccessible.AnnouncementPoliteness


def announce(source: QWidget, text: str, *, urgent: bool = False) -> None:
    """Announce a text; politely, that is after what is being read, unless it is urgent.

    Without a screen reader, or where `source` isn't visible, nothing is done.
    """
    if text and source.isVisible() and QAccessible.isActive():
        event = QAccessibleAnnouncementEvent(source, text)
        event.setPoliteness(_Politeness.Assertive if urgent else _Politeness.Polite)
        send(event)


def send(event: QAccessibleAnnouncementEvent) -> None:
    """Send an announcement to the platform."""
    QAccessible.updateAccessibility(event)
