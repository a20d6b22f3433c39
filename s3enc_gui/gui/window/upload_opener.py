"""Opens the upload wizards; keeps files that wait for a connection."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.window.wizard_factory import Wizard, WizardFactory


class UploadOpener(QObject):
    """`pending` are paths to upload once there is a connection. Signals: see Wizard.

    `opened` carries a wizard and its Connection. `queue_reported` takes events of the queue, for
    the wizards that are open.
    """

    uploaded = Signal(object)
    started = Signal(object, str, str)
    opened = Signal(object, object)
    queue_reported = Signal(object)

    def __init__(self, runner: Runner, make_wizard: WizardFactory, window: QWidget) -> None:
        super().__init__(window)
        self._runner, self._make_wizard, self._window = runner, make_wizard, window
        self.pending: list[str] = []
        self.started.connect(self.confirm)
        self._first: tuple[Wizard, list[str]] | None = None

    def open(
        self, connection: Connection, bucket: str, prefix: str, paths: Sequence[str]
    ) -> Wizard:
        """Open a wizard."""
        wizard = self._make_wizard(
            self._runner, connection, bucket, prefix, list(paths), self._window
        )
        wizard.uploaded.connect(self.uploaded)
        wizard.started.connect(self.started)
        self.queue_reported.connect(wizard.see_queue)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.opened.emit(wizard, connection)
        wizard.show()
        return wizard

    def open_pending(self, connection: Connection, bucket: str, prefix: str) -> None:
        """Open a wizard for what waits, if anything does."""
        paths, self.pending = self.pending, []
        if paths:
            wizard = self.open(connection, bucket, prefix, paths)
            self._first = (wizard, paths)

    def confirm(self) -> None:
        """Leave the wizard open: its connection works."""
        self._first = None

    def withdraw(self) -> None:
        """Close the wizard that opened before it was known that its connection doesn't work."""
        if self._first is not None:
            (wizard, paths), self._first = self._first, None
            if isValid(wizard):  # the user may have closed it
                self.pending += paths
                wizard.dismiss()
