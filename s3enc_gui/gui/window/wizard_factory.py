"""What the window asks of whatever makes upload wizards: it knows no feature but by this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.bridge.runner import Runner


class Wizard(Protocol):
    """What the window asks of an upload wizard: `uploaded` carries a tuple of Outcome."""

    @property
    def uploaded(self) -> SignalInstance:
        """Finished files."""
        ...

    @property
    def started(self) -> SignalInstance:
        """Where to files are sent: Connection, bucket, prefix."""
        ...

    def show(self) -> None:
        """Open it."""
        ...

    def setAttribute(self, attribute: Qt.WidgetAttribute, on: bool = True) -> None:
        """As of every widget."""
        ...


WizardFactory = Callable[[Runner, Connection, str, str, list[str], QWidget], Wizard]
"""Runner, connection, bucket, prefix, paths and parent in; a wizard that is not shown yet out."""
