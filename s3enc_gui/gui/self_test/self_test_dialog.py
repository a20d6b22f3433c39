"""Dialog that checks this installation: what support asks for first."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, parse_location
from s3enc_gui.domain.self_test.component_check import (
    Component,
    ComponentCheck,
    ComponentState,
    has_failed,
)
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.styling import label, primary
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.self_test.self_test import RunSelfTest
from s3enc_gui.wording.self_test.lines import (
    component_text,
    details_text,
    report_text,
    state_text,
    summary_text,
)

_SIZE = QSize(780, 620)
_ICONS = {
    ComponentState.OK: StateIcon("check", "ok"),
    ComponentState.FAILED: StateIcon("error", "error"),
    ComponentState.SKIPPED: StateIcon("skipped", "muted"),
}
_FOLDER_END = "/"


class SelfTestDialog(QDialog):
    """Checks when it is opened, and again on request; uploads test objects on request only."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Check this installation"))
        self._connection: Connection | None = None
        self._checks: list[ComponentCheck] = []
        self.upload = QCheckBox(_("Also upload test objects to"))
        self.upload.setToolTip(
            _("1 B and 20 MB, under names of their own. They are compared, and removed again.")
        )
        self.bucket = QLineEdit()
        self.bucket.setAccessibleName(_("Bucket for test objects"))
        self.bucket.setPlaceholderText(_("A bucket to test, or s3://… address"))
        self.upload.toggled.connect(self.bucket.setEnabled)
        self.check = primary(QPushButton(_("Check &again")))
        self.cancel = QPushButton(_("&Stop"))
        self.copy = QPushButton(_("&Copy report"))
        self.close_button = QPushButton(_("Close"))
        self.banner, self.summary = ErrorBanner(), label("", "heading", wrap=True)
        self._busy = BusyIndicator()
        self._job = LatestJob(runner, self)
        self._job.reported.connect(self._add)
        self._job.answered.connect(self._finish)
        self._job.failed.connect(self.banner.show_error)
        self._job.busy_changed.connect(self._show_busy)
        self.check.clicked.connect(self._start)
        self.cancel.clicked.connect(self._job.drop)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.reject)
        self._arrange()

    def show_place(self, connection: Connection | None, bucket: str, prefix: str) -> None:
        """Suggest where to upload, and check what needs no upload."""
        self._connection = connection
        self.bucket.setText(f"{bucket}/{prefix}" if prefix else bucket)
        self.upload.setChecked(False)
        self.bucket.setEnabled(False)
        self.upload.setEnabled(connection is not None)
        self._start()

    def done(self, result: int) -> None:
        """Stop; test objects are removed (Qt)."""
        self._job.drop()
        super().done(result)

    @Slot()
    def _start(self) -> None:
        self.banner.clear()
        try:
            place = self._place()
        except AppError as error:
            self.banner.show_error(error)
            self.bucket.setFocus()
            return
        self._clear()
        connection = self._connection or Connection()
        self._job.ask(RunSelfTest(connection, place.bucket, place.key, needs_window=True))

    def _place(self) -> Location:
        """Return where to upload; no bucket: nowhere. Raises AppError."""
        if not self.upload.isChecked():
            return Location("")
        place = parse_location(self.bucket.text())
        if place.key and not place.key.endswith(_FOLDER_END):
            return Location(place.bucket, place.key + _FOLDER_END)
        return place

    @Slot(object)
    def _add(self, checks: tuple[ComponentCheck, ...]) -> None:
        top = Qt.AlignmentFlag.AlignTop
        for check in checks:
            row, sign = len(self._checks), _ICONS[check.state]
            details = BreakingLabel("")
            details.show_text(details_text(check))
            self._grid.addWidget(IconLabel(sign.icon, sign.tone, 16), row, 0, top)
            self._grid.addWidget(label(state_text(check.state)), row, 1, top)
            self._grid.addWidget(label(component_text(check.component), "muted"), row, 2, top)
            self._grid.addWidget(details, row, 3)
            self._checks.append(check)
        self.copy.setEnabled(True)
        self._busy.start(self._progress())

    @Slot(object)
    def _finish(self, checks: tuple[ComponentCheck, ...]) -> None:
        sign = _ICONS[ComponentState.FAILED if has_failed(checks) else ComponentState.OK]
        self._sign.show_icon(sign.icon, sign.tone)
        self.summary.setText(summary_text(checks))
        self._sign.show()

    def _progress(self) -> str:
        progress = _("Checking… {done} of {total}")
        return progress.format(done=len(self._checks), total=len(Component))

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        self.check.setVisible(not busy)
        self.cancel.setVisible(busy)
        self.summary.setVisible(not busy)
        if busy:
            self._busy.start(self._progress())
        else:
            self._busy.stop()
            if not self.summary.text():
                self.summary.setText(_("Not all was checked."))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(report_text(self._checks))
        self.banner.show_info(AppError(text("The report is on the clipboard")))

    def _clear(self) -> None:
        self._checks.clear()
        self._sign.hide()
        self.summary.clear()
        self.copy.setEnabled(False)
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _arrange(self) -> None:
        self._sign = IconLabel("check", "ok", 20)
        self._sign.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._sign)
        head.addWidget(self.summary, 1)
        head.addWidget(self._busy, 1)
        content = QWidget()
        content.setAccessibleName(_("Results of the checks"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(3, 1)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Check this installation"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(content)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.upload)
        place.addWidget(self.bucket, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.copy)
        row.addStretch(1)
        for button in (self.check, self.cancel, self.close_button):
            row.addWidget(button)
        for button in (self.copy, self.check, self.cancel, self.close_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(scroll, 1)
        column.addLayout(place)
        column.addLayout(row)
        resize_to_screen(self, _SIZE)
