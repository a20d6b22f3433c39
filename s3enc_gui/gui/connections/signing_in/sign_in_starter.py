"""Finds out how the user signs in to a connection, and opens the dialog for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.sign_in import MfaDevice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.connections.signing_in.mfa_dialog import MfaDialog
from s3enc_gui.gui.connections.signing_in.sign_in_dialog import SignInDialog
from s3enc_gui.jobs.connections.sign_in import FindSignIn


class SignInStarter(QObject):
    """`signed_in` carries a Connection, `problem` an AppError.

    `nothing_found` carries the Connection that has keys instead of a sign-in.
    """

    signed_in = Signal(object)
    nothing_found = Signal(object)
    problem = Signal(object)

    def __init__(self, runner: Runner, window: QWidget) -> None:
        super().__init__(window)
        self._runner, self._window = runner, window
        self._connection: Connection | None = None
        self._listed: Sequence[Connection] = ()
        self._opened: tuple[Connection, QDialog] | None = None
        self._find = LatestJob(runner, self)
        self._find.answered.connect(self._found)
        self._find.failed.connect(self.problem)

    def set_listed(self, connections: Sequence[Connection]) -> None:
        """Take the connections of the window: records of transfers have no names of saved ones."""
        self._listed = connections

    def start(self, connection: Connection) -> None:
        """Sign in to a connection."""
        self._connection = connection
        self._find.ask(FindSignIn(connection))

    def drop(self) -> None:
        """Forget what was asked for; an open dialog stays."""
        self._find.drop()

    def open(self, connection: Connection, sign_in: object, why: AppError | None = None) -> QDialog:
        """Open the dialog for what FindSignIn found, and return it; bring up one that is open.

        `why`: the user didn't ask for it.
        """
        names = [one.title for one in self._listed if one.signs_in_like(connection)]
        if names and connection.title is None:
            connection = replace(connection, title=names[0])
        if (shown := self._shown(connection)) is not None:
            shown.raise_()
            shown.activateWindow()
            return shown
        dialog: QDialog
        if isinstance(sign_in, MfaDevice):
            mfa = MfaDialog(self._runner, connection, sign_in, self._window)
            mfa.signed_in.connect(self.signed_in)
            dialog = mfa
        else:
            browser = SignInDialog(self._runner, connection, self._window, why)
            browser.signed_in.connect(self.signed_in)
            dialog = browser
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        self._opened = connection, dialog
        return dialog

    def _shown(self, connection: Connection) -> QDialog | None:
        """Return the dialog that is open for a connection."""
        if self._opened is None:
            return None
        opened, dialog = self._opened
        is_open = isValid(dialog) and dialog.isVisible()
        return dialog if is_open and opened.signs_in_like(connection) else None

    def _found(self, sign_in: object) -> None:
        connection = self._connection
        if connection is None:
            return
        if sign_in is None:
            self.nothing_found.emit(connection)
        else:
            self.open(connection, sign_in)
