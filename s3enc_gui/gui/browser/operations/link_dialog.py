"""A link to download an object, for whoever has it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.presigned_url import PresignedUrl
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.locale import moment_text
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.copy_field import CopyField
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.styling import label, make_room
from s3enc_gui.jobs.listing.presigned_urls import CreatePresignedUrl

_WIDTH = 560
_TIMES = {3600: "1 hour", 12 * 3600: "12 hours", 24 * 3600: "1 day", 7 * 24 * 3600: "7 days"}


class LinkDialog(QDialog):
    """Makes a presigned link, says until when it works, and what may keep it from working."""

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
        self.setWindowTitle(self.tr("Copy link"))
        self.setMinimumWidth(_WIDTH)
        self.times = QComboBox()
        for seconds, words in _TIMES.items():
            self.times.addItem(self.tr(words), seconds)
        self.times.activated.connect(self._ask)
        caption = QLabel(self.tr("&Works for"))
        caption.setBuddy(self.times)
        heading = label(location.key.rpartition("/")[2], "heading")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        self.link = CopyField(self.tr("link"))
        self.link.field.setAccessibleName(self.tr("Link"))
        self._until = label("", "muted")
        self._cautions = ErrorBanner(closable=False)
        self._banner, self._busy = ErrorBanner(closable=False), BusyIndicator()
        explanation = label(
            self.tr("Whoever has this link can download the object, without signing in."), "muted"
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(self.tr("&Copy link"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self.link.copy)
        self.copy.setMinimumWidth(self.copy.sizeHint().width())  # whatever it says
        self.link.copied.connect(self._say_copied)
        self.copy.setDefault(True)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(explanation)
        column.addLayout(row)
        row.addWidget(caption)
        row.addWidget(self.times)
        row.addWidget(self._until)
        row.addWidget(self._busy)
        row.addStretch(1)
        for widget in (self.link, self._cautions, self._banner, buttons):
            column.addWidget(widget)
        self._question = LatestJob(runner, self)
        self._question.answered.connect(self._made)
        self._question.failed.connect(self._failed)
        self._ask()

    def done(self, result: int) -> None:
        """Ask no further."""
        self._question.drop()
        super().done(result)

    def _ask(self) -> None:
        self._busy.start()
        self.copy.setEnabled(False)
        seconds = self.times.currentData()
        self._question.ask(
            CreatePresignedUrl(self._connection, self._location, self._version, seconds)
        )

    def _made(self, link: PresignedUrl) -> None:
        self._busy.stop()
        self._banner.clear()
        self.link.show_value(link.url)
        self.copy.setEnabled(True)
        self.copy.setFocus()
        self._until.setText(self.tr("until {}").format(moment_text(link.expires_at)))
        if link.cautions:
            title = self.tr("Before you pass it on")
            self._cautions.show_warning(AppError(title, "\n".join(link.cautions)))
        else:
            self._cautions.clear()
        make_room(self)

    def _say_copied(self, copied: bool) -> None:
        self.copy.setText(self.tr("Copied") if copied else self.tr("&Copy link"))

    def _failed(self, error: AppError) -> None:
        self._busy.stop()
        self.link.show_value("", copyable=False)
        self._until.setText("")
        self._cautions.clear()
        self._banner.show_error(error)
        make_room(self)
