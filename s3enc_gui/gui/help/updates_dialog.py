"""Tells whether there is a newer version."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.updates.update import UpdateAnswer
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, title
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import fit_height, primary
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.updates.check_updates import CheckUpdates
from s3enc_gui.wording.updates import update_detail, update_title

_WIDTH, _NOTES_HEIGHT = 460, 140  # pixels


class UpdatesDialog(QDialog):
    """Reads the version file each time it is shown. Nothing is downloaded or installed."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Updates"))
        self.banner, self.head, self.detail = ErrorBanner(closable=False), title(""), TextLine()
        self.notes = QPlainTextEdit(readOnly=True)
        self.notes.setAccessibleName(_("What is new"))
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(_NOTES_HEIGHT)
        self.open_page = primary(QPushButton(_("&Open the download page")))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.addButton(self.open_page, QDialogButtonBox.ButtonRole.ActionRole)
        self._url = ""
        self._job = LatestJob(runner, self)
        self._job.answered.connect(self._show)
        self._job.failed.connect(self._failed)
        self.open_page.clicked.connect(self._open)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(10)
        for widget in (self.banner, self.head, self.detail, self.notes):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(scaled(_WIDTH))
        self._clear("")  # a place that is kept for the notes would stay empty

    def showEvent(self, event: QShowEvent) -> None:
        """Read the version file (Qt)."""
        super().showEvent(event)
        if not event.spontaneous():
            self._clear(_("Looking for updates…"))
            self._job.ask(CheckUpdates())

    def done(self, result: int) -> None:
        """Close; the answer isn't awaited (Qt)."""
        self._job.drop()
        super().done(result)

    def _clear(self, head: str) -> None:
        self.banner.clear()
        self.head.setText(head)
        self.head.setVisible(bool(head))
        self.detail.say("")
        self.notes.hide()
        self.open_page.hide()

    @Slot(object)
    def _show(self, answer: UpdateAnswer) -> None:
        self._clear(update_title(answer))
        self.detail.say(update_detail(answer), "warning" if answer.is_required else "")
        published = answer.published
        if published and answer.is_newer:
            self._url = published.url
            self.notes.setPlainText(published.notes)
            self.notes.setVisible(bool(published.notes))
            self.open_page.show()
            self.open_page.setDefault(True)
            self.open_page.setFocus(Qt.FocusReason.OtherFocusReason)
            self.open_page.setToolTip(published.url)
        fit_height(self)

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self._clear("")
        self.banner.show_error(error)
        fit_height(self)

    @Slot()
    def _open(self) -> None:
        if not QDesktopServices.openUrl(QUrl(self._url)):
            error = AppError(text("No application can open this page"), self._url)
            self.banner.show_warning(error)
