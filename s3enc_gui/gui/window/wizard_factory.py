"""Interface of the upload wizard, as the main window uses it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.bridge.runner import Runner


class Wizard(Protocol):
    """An upload wizard."""

    @property
    def uploaded(self) -> SignalInstance:
        """Signal: a tuple of Outcome, when all files are finished."""
        ...

    @property
    def started(self) -> SignalInstance:
        """Signal: Connection, bucket and prefix of an upload that starts."""
        ...

    def show(self) -> None:
        """Open it."""
        ...

    def dismiss(self) -> None:
        """Close it without asking about the chosen files."""
        ...

    def see_queue(self, events: Sequence[object]) -> None:
        """Take events of the queue, also of other uploads."""
        ...

    def setAttribute(self, attribute: Qt.WidgetAttribute, on: bool = True) -> None:
        """As QWidget.setAttribute."""
        ...


WizardFactory = Callable[[Runner, Connection, str, str, list[str], QWidget], Wizard]
"""Takes runner, connection, bucket, prefix, paths and parent; returns a hidden wizard."""
