"""Dialog that finds out which key an object was stored with, by reading it with the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.customer_key_field import CustomerKeyField
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import fit_height, primary
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.listing.inspect_object import InspectObject

_WIDTH = 600  # pixels


class ChooseKeyDialog(QDialog):
    """`fitted` carries the ObjectDetails once a key can read the object.

    From then on, the key is tried for all objects of the bucket. A key is sent to the server only
    when the user has chosen it here.
    """

    fitted = Signal(object)

    def __init__(
        self,
        runner: Runner,
        connection: Connection,
        location: Location,
        version_id: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._connection, self._location, self._version = connection, location, version_id
        self.setWindowTitle(choose_key_text().removesuffix("…"))
        self.key, self.banner = CustomerKeyField(runner), ErrorBanner(is_remedy=True)
        self._busy = BusyIndicator()
        self.go = primary(QPushButton(_("Use key")))
        self._job = LatestJob(runner, self)
        self._arrange()
        self.key.changed.connect(self._show_possible)
        self.go.clicked.connect(self._go)
        self._job.answered.connect(self._answered)
        self._job.failed.connect(self._failed)
        self._job.busy_changed.connect(self._show_possible)
        self._show_possible()
        self.key.fill()
        self.key.combo.setFocus()

    def done(self, result: int) -> None:
        """Cancel the job (Qt)."""
        self._job.drop()
        super().done(result)

    def _arrange(self) -> None:
        about = BreakingLabel("muted")
        message = _(
            "Which key was {uri} stored with? S3enc reads the object with the key that you choose,"
            " and tries it for the other objects of this bucket, too."
        )
        about.show_text(message.format(uri=self._location.uri))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        for widget in (about, self.banner, self.key, self._busy):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(scaled(_WIDTH))

    @Slot()
    def _show_possible(self) -> None:
        self.go.setEnabled(self.key.problem is None and not self._job.busy)
        if self._job.busy:
            self._busy.start_if_long(_("Checking with S3…"))
        else:
            self._busy.stop()
        fit_height(self)

    @Slot()
    def _go(self) -> None:
        self.banner.clear()
        keyed = self._connection.with_customer_key(self.key.md5)
        self._job.ask(InspectObject(keyed, self._location, self._version))

    @Slot(object)
    def _answered(self, details: ObjectDetails) -> None:
        if details.status.customer_key or not details.status.customer_algorithm:
            self.accept()
            self.fitted.emit(details)
        else:
            self._failed(AppError(text("The object has a different SSE-C key")))

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.banner.show_error(error)
        fit_height(self)


def choose_key_text() -> str:
    """Return the text of the buttons that open the dialog."""
    return _("Choose key…")
