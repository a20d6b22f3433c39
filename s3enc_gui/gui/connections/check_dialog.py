"""Dialog that tests a connection: who the user is, and what they may do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connections.connection_check import CheckAnswer, ConnectionCheck
from s3enc_gui.domain.connections.saved_connection import SavedConnection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, parse_location
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.labels.text_labels import label_for
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.styling import label, primary
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _
from s3enc_gui.jobs.connections.check_connection import CheckConnection

_SIZE = QSize(680, 460)
_ICONS = {
    CheckAnswer.FINE: StateIcon("check", "ok"),
    CheckAnswer.NOT_ALLOWED: StateIcon("forbidden", "error"),
    CheckAnswer.CANNOT_TELL: StateIcon("question", "warning"),
}


class CheckDialog(QDialog):
    """Tests when it opens, and again with a bucket; a test object is written only on request."""

    def __init__(
        self, runner: Runner, connection: SavedConnection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self.setWindowTitle(_("Test {name}").format(name=connection.name))
        self.bucket = QLineEdit()
        bucket, prefix = connection.bucket, connection.prefix
        self.bucket.setText(f"{bucket}/{prefix}" if prefix else bucket)
        self.bucket.setPlaceholderText(_("A bucket to test, or s3://… address"))
        self.write = QCheckBox(_("Also write a small test object"))
        self.write.setToolTip(
            _("It has a name of its own and is removed again. Never in a bucket with Object Lock.")
        )
        self.test = primary(QPushButton(_("Test")))
        self.test.clicked.connect(self._start)
        self.banner = ErrorBanner(is_remedy=True)
        self._busy = BusyIndicator()
        self._rows = 0
        self._job = LatestJob(runner, self)
        self._job.reported.connect(self._add)
        self._job.failed.connect(self.banner.show_error)
        self._job.busy_changed.connect(self._show_busy)
        self._arrange()
        self._start()

    def done(self, result: int) -> None:
        """Cancel the test (Qt)."""
        self._job.drop()
        super().done(result)

    def _start(self) -> None:
        self.banner.clear()
        self._clear()
        try:
            where = parse_location(self.bucket.text()) if self.bucket.text().strip() else None
        except AppError as error:
            self.banner.show_error(error)
            self.bucket.setFocus()
            return
        where = where or Location("")
        write = self.write.isChecked()
        self._job.ask(CheckConnection(self._connection, None, where.bucket, where.key, write=write))

    def _add(self, checks: tuple[ConnectionCheck, ...]) -> None:
        top = Qt.AlignmentFlag.AlignTop
        for check in checks:
            sign = _ICONS[check.answer]
            self._grid.addWidget(IconLabel(sign.icon, sign.tone, 16), self._rows, 0, top)
            self._grid.addWidget(label(check.answer.label), self._rows, 1, top)
            self._grid.addWidget(label(check.right.label, "muted"), self._rows, 2, top)
            found = BreakingLabel("")
            found.show_text(_found(check))
            self._grid.addWidget(found, self._rows, 3)
            self._rows += 1

    def _clear(self) -> None:
        self._rows = 0
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _show_busy(self, busy: bool) -> None:
        self.test.setEnabled(not busy)
        if busy:
            self._busy.start(_("Testing…"))
        else:
            self._busy.stop()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(label_for(_("Bucket"), self.bucket))
        row.addWidget(self.bucket, 1)
        content = QWidget()
        content.setAccessibleName(_("Results of the test"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(3, 1)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self._grid)
        inner.addWidget(self._busy)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(_("Results"))
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(content)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.test, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self.write)
        column.addWidget(self.banner)
        column.addWidget(scroll, 1)
        column.addWidget(buttons)
        resize_to_screen(self, _SIZE)


def _found(check: ConnectionCheck) -> str:
    """Return what was found, or why it wasn't allowed."""
    error = check.error
    if error is None:
        return str(check.found)
    parts = (str(check.found) or f"{error.title}.", error.detail, error.hint)
    return " ".join(part for part in parts if part)
