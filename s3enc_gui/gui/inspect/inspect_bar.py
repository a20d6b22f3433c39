"""The bar with the field for the URI of the object to inspect."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import parse_location
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.styling import flat_button, primary
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.listing.inspect_object import InspectObject


class InspectBar(QFrame):
    """One field, `Object (s3://bucket/key)`; hidden until `open`, closed by Escape.

    `found` carries the ObjectDetails; `missed` is emitted if there are none. Errors are shown below
    the field.
    """

    found = Signal(object)
    missed = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._connection: Connection | None = None
        self._field = QLineEdit(placeholderText="s3://bucket/key", clearButtonEnabled=True)
        self._field.returnPressed.connect(self._inspect)
        self._field.installEventFilter(self)
        self._field.setAcceptDrops(False)  # the window handles dropped files
        caption = QLabel(_("Object (s3://bucket/key)"))
        caption.setBuddy(self._field)
        self._button = primary(QPushButton(_("Inspect")))
        self._button.clicked.connect(self._inspect)
        self._busy = BusyIndicator()
        self._banner = ErrorBanner()
        row = QHBoxLayout()
        row.setSpacing(10)
        for widget in (caption, self._field, self._busy, self._button, self._make_close()):
            row.addWidget(widget, 1 if widget is self._field else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self._banner)
        self._job = LatestJob(runner, self)
        self._job.answered.connect(self._answered)
        self._job.failed.connect(self._failed)
        self._job.busy_changed.connect(self._show_busy)
        self.setVisible(False)

    def set_connection(self, connection: Connection) -> None:
        """Use another connection; drops the current job."""
        self._job.drop()
        self._connection = connection

    def open_at(self, bucket: str, prefix: str) -> None:
        """Open it with a bucket and prefix, if there is one."""
        self.open(f"s3://{bucket}/{prefix}" if bucket else "")

    def open(self, text: str = "") -> None:
        """Show the bar and focus the field; `text` fills it if it is empty."""
        if not self._field.text():
            self._field.setText(text)
        self.setVisible(True)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def close_bar(self) -> None:
        """Hide the bar and cancel the job."""
        self._job.drop()
        self._banner.clear()
        self.setVisible(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on Escape."""
        if _is_escape(event):
            self.close_bar()
            return True
        return super().eventFilter(watched, event)

    def _make_close(self) -> QToolButton:
        close = flat_button("close", _("Close the inspect bar"), _("Close (Esc)"))
        close.clicked.connect(self.close_bar)
        return close

    def _inspect(self) -> None:
        self._banner.clear()
        if self._connection is None:
            return
        try:
            location = parse_location(self._field.text())
            if not location.key:
                raise _key_missing(location.bucket)
        except AppError as error:
            self._banner.show_error(error)
            return
        self._job.ask(InspectObject(self._connection, location))

    def _answered(self, details: ObjectDetails) -> None:
        self._banner.clear()
        self.found.emit(details)

    def _failed(self, error: AppError) -> None:
        self._banner.show_error(error)
        self.missed.emit()

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start(_("Checking with S3…"))
        else:
            self._busy.stop()


def _is_escape(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.type() is QEvent.Type.KeyPress
        and event.key() == Qt.Key.Key_Escape
    )


def _key_missing(bucket: str) -> AppError:
    return AppError(
        text("The object's key is missing"),
        text("“{bucket}” is a bucket.", bucket=bucket),
        text("Enter s3://{bucket}/ followed by the object's key.", bucket=bucket),
        code="MissingKey",
    )
