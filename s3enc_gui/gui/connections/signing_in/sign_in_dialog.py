"""Dialog: sign in again to a connection."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.connections.signing_in.sign_in_view import SignInView
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import fit_height, primary
from s3enc_gui.i18n import _
from s3enc_gui.jobs.connections.sign_in import Pasted, SignIn

_WIDTH, _HEIGHT = 560, 360


class SignInDialog(QDialog):
    """Signs in to a connection whose session has ended; `signed_in` carries the Connection.

    With `why`, nobody asked for the dialog: it says why, and opens no page before the user wants
    to sign in, who may be away for hours.
    """

    signed_in = Signal(object)

    def __init__(
        self,
        runner: Runner,
        connection: Connection,
        parent: QWidget | None,
        why: AppError | None = None,
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self.setWindowTitle(_("Sign in to {name}").format(name=connection.name))
        self.banner = ErrorBanner(closable=False, is_remedy=True)
        self.view = SignInView(runner)
        self.view.signed_in.connect(self._done)
        self.view.failed.connect(self._failed)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = primary(QPushButton(_("Sign in")))
        self.again = QPushButton(_("Try again"))
        for button in (self.go, self.again):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(self._start)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        column.addWidget(buttons)
        if why is None:
            self._start()
        else:
            self.setMinimumWidth(scaled(_WIDTH))
            self.banner.show_warning(why)
            self.view.hide()
            self.again.hide()
            self.go.setFocus()

    def withdraw(self) -> None:
        """Close the dialog, unless the user has begun to sign in."""
        if not self.go.isHidden():
            self.reject()

    def done(self, result: int) -> None:
        """Cancel the sign-in, if it is under way (Qt)."""
        self.view.stop()
        super().done(result)

    def _start(self) -> None:
        self.banner.clear()
        self.again.hide()
        self.go.hide()
        self.resize(scaled(_WIDTH), scaled(_HEIGHT))
        self.view.show()
        self.view.start(self._job)

    def _job(self, other_computer: bool, pasted: Pasted | None) -> SignIn:
        return SignIn(self._connection, other_computer, pasted if other_computer else None)

    def _done(self) -> None:
        self.accept()
        self.signed_in.emit(self._connection)

    def _failed(self, error: AppError) -> None:
        self.banner.show_error(error)
        self.view.hide()
        self.again.show()
        self.again.setFocus()
        fit_height(self)
