"""Shows the log, newest last."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.save_dialog import save_dialog
from s3enc_gui.gui.widgets.scale import fixed_font
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.log import LogText, ReadLog, SaveLog

_SIZE = QSize(860, 560)
_READING = EmptyReason("receipt", text("Reading the log…"))
_EMPTY = EmptyReason(
    "receipt",
    text("The log is empty"),
    text("Errors will appear here. Set in Settings how much the log tells."),
)
_UNREAD = EmptyReason("warning", text("The log can't be shown"), tone="warning")


class LogDialog(QDialog):
    """Reads the log when it is shown, and again with `Refresh`."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Log"))
        self.banner, self.note = ErrorBanner(), TextLine()
        self.text, self.empty = QPlainTextEdit(readOnly=True), EmptyState(_READING)
        self.copy = QPushButton(_("&Copy"))
        self.save = QPushButton(_("&Save as…"))
        self.folder = QPushButton(_("&Open folder"))
        self.refresh, self.close_button = QPushButton(_("&Refresh")), QPushButton(_("Close"))
        self._folder = ""
        self._stack = QStackedWidget()
        self._read, self._save = LatestJob(runner, self), LatestJob(runner, self)
        self._read.answered.connect(self._show)
        self._read.failed.connect(self._failed)
        self._save.answered.connect(self._saved)
        self._save.failed.connect(self.banner.show_error)
        self._save.busy_changed.connect(self.save.setDisabled)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._ask_where)
        self.folder.clicked.connect(self._open_folder)
        self.refresh.clicked.connect(self.read)
        self.close_button.clicked.connect(self.reject)
        self._arrange()
        self.note.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the log (Qt)."""
        super().showEvent(event)
        if not event.spontaneous():
            self.banner.clear()
            self.read()

    def done(self, result: int) -> None:
        """Close; a running save continues (Qt)."""
        self._read.drop()
        super().done(result)

    @Slot()
    def read(self) -> None:
        """Read the newest messages."""
        self._read.ask(ReadLog())

    @Slot(object)
    def _show(self, found: LogText) -> None:
        self._folder = found.folder
        self.text.setPlainText(found.text.rstrip("\n"))
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())
        self.banner.clear()
        self.note.say(_note(found))
        for button in (self.copy, self.save, self.folder):
            button.setEnabled(bool(found.text))
        self.empty.show_reason(_EMPTY)
        self._stack.setCurrentWidget(self.text if found.text else self.empty)
        if found.text and not self.refresh.hasFocus():
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        if not self.text.toPlainText():
            self.empty.show_reason(_UNREAD)
        self.banner.show_error(error)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.banner.show_info(AppError(text("The log is on the clipboard")))

    @Slot()
    def _ask_where(self) -> None:
        dialog = save_dialog(self, _("Save log"), "s3enc.log", ("log", "txt"))
        dialog.fileSelected.connect(self.write)
        dialog.open()

    @Slot(str)
    def write(self, path: str) -> None:
        """Write all messages to a file."""
        self._save.ask(SaveLog(path))

    @Slot(object)
    def _saved(self, path: str) -> None:
        self.banner.show_info(AppError(text("The log is saved"), path))

    @Slot()
    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder)):
            error = AppError(text("No application can open this folder"), self._folder)
            self.banner.show_warning(error)

    def _arrange(self) -> None:
        self.text.setFont(fixed_font())
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Log"))
        self.text.setUndoRedoEnabled(False)
        for widget in (self.empty, self.text):
            self._stack.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.copy, self.save, self.folder):
            button.setEnabled(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.refresh)
        row.addWidget(self.close_button)
        for button in (self.copy, self.save, self.folder, self.refresh, self.close_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self.note)
        column.addWidget(self._stack, 1)
        column.addLayout(row)
        resize_to_screen(self, _SIZE)


def _note(found: LogText) -> str:
    if not found.text:
        return ""
    said = _(
        "Secrets are masked. The log can contain names of files, buckets and objects: read it"
        " before you send it to anyone."
    )
    if found.is_all:
        return said
    return said + " " + _("Only the newest part is shown; “Save as…” saves all of it.")
