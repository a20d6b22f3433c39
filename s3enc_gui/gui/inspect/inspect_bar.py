"""The bar that asks which object to look at."""

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
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.styling import flat_button, primary
from s3enc_gui.jobs.listing.inspect_object import InspectObject


class InspectBar(QFrame):
    """One field, `Object (s3://bucket/key)`; `found` carries the ObjectDetails, `missed` tells that
    there are none.

    What goes wrong is said below the field. Hidden until `open` is called; Escape closes it.
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
        self._field.setAcceptDrops(False)  # files dropped here are for the window
        caption = QLabel(self.tr("Object (s3://bucket/key)"))
        caption.setBuddy(self._field)
        self._button = primary(QPushButton(self.tr("Inspect")))
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
        self._question = LatestJob(runner, self)
        self._question.answered.connect(self._answered)
        self._question.failed.connect(self._failed)
        self._question.busy_changed.connect(self._show_busy)
        self.setVisible(False)

    def set_connection(self, connection: Connection) -> None:
        """Look with another connection from now on."""
        self._question.drop()
        self._connection = connection

    def open(self, text: str = "") -> None:
        """Show the bar, ready to type; `text` is suggested where the field is empty."""
        if not self._field.text():
            self._field.setText(text)
        self.setVisible(True)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def close_bar(self) -> None:
        """Hide the bar, and ask no more."""
        self._question.drop()
        self._banner.clear()
        self.setVisible(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on Escape."""
        if _is_escape(event):
            self.close_bar()
            return True
        return super().eventFilter(watched, event)

    def _make_close(self) -> QToolButton:
        close = flat_button("close", self.tr("Close the inspect bar"), self.tr("Close (Esc)"))
        close.clicked.connect(self.close_bar)
        return close

    def _inspect(self) -> None:
        self._banner.clear()
        if self._connection is None:
            return
        try:
            location = parse_location(self._field.text())
            if not location.key:
                raise _no_key(location.bucket)
        except AppError as error:
            self._banner.show_error(error)
            return
        self._question.ask(InspectObject(self._connection, location))

    def _answered(self, details: ObjectDetails) -> None:
        self._banner.clear()
        self.found.emit(details)

    def _failed(self, error: AppError) -> None:
        self._banner.show_error(error)
        self.missed.emit()

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start(self.tr("Asking S3…"))
        else:
            self._busy.stop()


def _is_escape(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.type() is QEvent.Type.KeyPress
        and event.key() == Qt.Key.Key_Escape
    )


def _no_key(bucket: str) -> AppError:
    return AppError(
        "No object is named",
        f"“{bucket}” is a bucket; the object's key is missing.",
        f"Type s3://{bucket}/ and the object's key.",
        code="MissingKey",
    )
