"""Dialog that asks for the code of an MFA device."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.sign_in import MfaDevice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.text_labels import label_for
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import fit_height, primary
from s3enc_gui.i18n import _
from s3enc_gui.jobs.connections.sign_in import SignIn

_WIDTH = 460


class MfaDialog(QDialog):
    """Takes a code and tries it at once; `signed_in` carries the Connection."""

    signed_in = Signal(object)

    def __init__(
        self, runner: Runner, connection: Connection, device: MfaDevice, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self.setWindowTitle(_("Sign in to {name}").format(name=connection.name))
        self.banner = ErrorBanner(closable=False, is_remedy=True)
        why = BreakingLabel("")
        why.show_text(_why(connection, device))
        about = BreakingLabel("muted")
        about.show_text(_("Device: {serial}").format(serial=device.serial))
        self.code = QLineEdit()
        self.code.textChanged.connect(self._show_possible)
        self.go = primary(QPushButton(_("Sign in")))
        self.go.clicked.connect(self._go)
        self._busy = BusyIndicator()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.banner)
        column.addWidget(why)
        column.addWidget(label_for(_("Code of your MFA device"), self.code))
        column.addWidget(self.code)
        column.addWidget(about)
        column.addWidget(self._busy)
        column.addWidget(buttons)
        self.setMinimumWidth(scaled(_WIDTH))
        self._job = LatestJob(runner, self)
        self._job.answered.connect(self._done)
        self._job.failed.connect(self._failed)
        self._job.busy_changed.connect(self._show_possible)
        self._show_possible()

    def withdraw(self) -> None:
        """Close the dialog, unless the user has begun to enter a code."""
        if not self.code.text():
            self.reject()

    def done(self, result: int) -> None:
        """Cancel the sign-in, if it is under way (Qt)."""
        self._job.drop()
        super().done(result)

    def _go(self) -> None:
        self.banner.clear()
        self._job.ask(SignIn(self._connection, mfa_code=self.code.text().strip()))

    def _done(self) -> None:
        self.accept()
        self.signed_in.emit(self._connection)

    def _failed(self, error: AppError) -> None:
        self.banner.show_error(error)
        self.code.selectAll()
        self.code.setFocus()
        fit_height(self)

    def _show_possible(self) -> None:
        self.go.setEnabled(bool(self.code.text().strip()) and not self._job.busy)
        if self._job.busy:
            self._busy.start_if_long(_("Checking the code…"))
        else:
            self._busy.stop()


def _why(connection: Connection, device: MfaDevice) -> str:
    if not device.role:
        return _("“{name}” requires a code of your MFA device.").format(name=connection.name)
    return _("“{name}” uses the role {role}, which requires a code of your MFA device.").format(
        name=connection.name, role=device.role.rpartition("/")[2]
    )
