"""Dialog that finds out which key an object was stored with, by reading it with the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.job_dialog import JobDialog
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.choose_key import choose_key_text
from s3enc_gui.gui.customer_keys.customer_key_field import CustomerKeyField
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.styling import fit_height
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.listing.inspect_object import InspectObject

_WIDTH = 700  # pixels


class ChooseKeyDialog(JobDialog):
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
        banner = ErrorBanner(is_remedy=True)
        super().__init__(runner, banner, _("Checking with S3…"), parent)
        self._connection, self._location, self._version = connection, location, version_id
        self.setWindowTitle(choose_key_text().removesuffix("…"))
        self.key = CustomerKeyField(runner, label_width=0)
        self.go.setText(_("Use key"))
        about = BreakingLabel("muted")
        message = _(
            "Which key was {uri} stored with? S3enc reads the object with the key that you choose,"
            " and tries it for the other objects of this bucket, too."
        )
        about.show_text(message.format(uri=location.uri))
        self.fill(about, self.banner, self.key, width=_WIDTH, spacing=12)
        self.key.changed.connect(self.show_possible)
        self.job.answered.connect(self._answered)
        self.show_possible()
        self.key.fill()
        self.key.combo.setFocus()

    @property
    def is_complete(self) -> bool:
        """Whether a key is chosen that can be used."""
        return self.key.problem is None

    def start(self) -> None:
        """Read the object with the key."""
        keyed = self._connection.with_customer_key(self.key.md5)
        self.job.ask(InspectObject(keyed, self._location, self._version))

    @Slot()
    def show_possible(self) -> None:
        """Enable the button, and be as high as the texts."""
        super().show_possible()
        fit_height(self)

    @Slot(object)
    def _answered(self, details: ObjectDetails) -> None:
        if details.status.customer_key or not details.status.customer_algorithm:
            self.accept()
            self.fitted.emit(details)
        else:
            self.show_problem(AppError(text("The object has a different SSE-C key")))
