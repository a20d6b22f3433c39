"""Dialog that creates a presigned URL for an object."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.presigned_url import PresignedUrl
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.locale import short_time
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.copy_field import CopyField
from s3enc_gui.gui.widgets.labels.text_labels import label_for
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import fit_height, label
from s3enc_gui.i18n import N_, _, text, translate
from s3enc_gui.jobs.listing.presigned_url import CreatePresignedUrl

_WIDTH = 560
_PERIODS = {  # seconds
    3600: N_("1 hour"),
    12 * 3600: N_("12 hours"),
    24 * 3600: N_("1 day"),
    7 * 24 * 3600: N_("7 days"),
}


class LinkDialog(QDialog):
    """Shows a presigned URL, its expiry, and reasons why it may not work."""

    def __init__(
        self,
        runner: Runner,
        connection: Connection,
        location: Location,
        version_id: str | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._connection, self._location, self._version = connection, location, version_id
        self.setWindowTitle(_("Copy link"))
        self.setMinimumWidth(scaled(_WIDTH))
        self.period = QComboBox()
        for seconds, name in _PERIODS.items():
            self.period.addItem(translate(name), seconds)
        self.period.activated.connect(self._create)
        caption = label_for(_("&Expires after"), self.period)
        heading = label(location.key.rpartition("/")[2], "heading")
        self.link = CopyField(_("link"))
        self.link.field.setAccessibleName(_("Link"))
        self.link.show_value("", copyable=False)
        self._expiry = label("", "muted")
        self._cautions = ErrorBanner(closable=False)
        self._banner, self._busy = ErrorBanner(closable=False), BusyIndicator()
        explanation = label(
            _("Anyone with this link can download the object without credentials."),
            "muted",
            wrap=True,
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(_("&Copy link"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self.link.copy)
        self.copy.setMinimumWidth(self.copy.sizeHint().width())  # with either text
        self.link.copied.connect(self._show_copied)
        self.copy.setDefault(True)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(explanation)
        column.addLayout(row)
        row.addWidget(caption)
        row.addWidget(self.period)
        row.addWidget(self._expiry)
        row.addWidget(self._busy)
        row.addStretch(1)
        for widget in (self.link, self._cautions, self._banner):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(buttons)
        self._creation = LatestJob(runner, self)
        self._creation.answered.connect(self._show_link)
        self._creation.failed.connect(self._failed)
        self._create()

    def showEvent(self, event: QShowEvent) -> None:
        """Make room for the texts (Qt)."""
        super().showEvent(event)
        fit_height(self)

    def done(self, result: int) -> None:
        """Cancel the creation (Qt)."""
        self._creation.drop()
        super().done(result)

    def _create(self) -> None:
        self._busy.start()
        self.copy.setEnabled(False)
        seconds = self.period.currentData()
        self._creation.ask(
            CreatePresignedUrl(self._connection, self._location, self._version, seconds)
        )

    def _show_link(self, link: PresignedUrl) -> None:
        self._busy.stop()
        self._banner.clear()
        self.link.show_value(link.url)
        self.copy.setEnabled(True)
        self.copy.setFocus()
        self._expiry.setText(_("until {time}").format(time=short_time(link.expires_at)))
        if link.cautions:
            title = text("Before you share this link")
            self._cautions.show_warning(AppError(title, "\n".join(map(str, link.cautions))))
        else:
            self._cautions.clear()
        fit_height(self)

    def _show_copied(self, copied: bool) -> None:
        self.copy.setText(_("Copied") if copied else _("&Copy link"))

    def _failed(self, error: AppError) -> None:
        self._busy.stop()
        self.link.show_value("", copyable=False)
        self._expiry.setText("")
        self._cautions.clear()
        self._banner.show_error(error)
        fit_height(self)
