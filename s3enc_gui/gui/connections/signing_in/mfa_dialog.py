"""Dialog that asks for the code of an MFA device."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QLineEdit,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.sign_in import MfaDevice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.job_dialog import JobDialog
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.text_labels import label_for
from s3enc_gui.i18n import _
from s3enc_gui.jobs.connections.sign_in import SignIn

_WIDTH = 460


class MfaDialog(JobDialog):
    """Takes a code and tries it at once; `signed_in` carries the Connection."""

    signed_in = Signal(object)

    def __init__(
        self, runner: Runner, connection: Connection, device: MfaDevice, parent: QWidget | None
    ) -> None:
        banner = ErrorBanner(closable=False, is_remedy=True)
        super().__init__(runner, banner, _("Checking the code…"), parent)
        self._connection = connection
        self.setWindowTitle(_("Sign in to {name}").format(name=connection.name))
        why = BreakingLabel("")
        why.show_text(_why(connection, device))
        about = BreakingLabel("muted")
        about.show_text(_("Device: {serial}").format(serial=device.serial))
        self.code = QLineEdit()
        self.code.textChanged.connect(self.show_possible)
        self.go.setText(_("Sign in"))
        named = label_for(_("Code of your MFA device"), self.code)
        self.fill(self.banner, why, named, self.code, about, width=_WIDTH, spacing=10)
        self.job.answered.connect(self._done)
        self.show_possible()

    def withdraw(self) -> None:
        """Close the dialog, unless the user has begun to enter a code."""
        if not self.code.text():
            self.reject()

    @property
    def is_complete(self) -> bool:
        """Whether there is a code."""
        return bool(self.code.text().strip())

    def start(self) -> None:
        """Sign in."""
        self.job.ask(SignIn(self._connection, mfa_code=self.code.text().strip()))

    def _done(self) -> None:
        self.accept()
        self.signed_in.emit(self._connection)

    @Slot(object)
    def show_problem(self, error: AppError) -> None:
        """Show why it failed; the next code replaces this one."""
        super().show_problem(error)
        self.code.selectAll()
        self.code.setFocus()


def _why(connection: Connection, device: MfaDevice) -> str:
    if not device.role:
        return _("“{name}” requires a code of your MFA device.").format(name=connection.name)
    return _("“{name}” uses the role {role}, which requires a code of your MFA device.").format(
        name=connection.name, role=device.role.rpartition("/")[2]
    )
