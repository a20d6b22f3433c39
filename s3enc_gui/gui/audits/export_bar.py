"""Export button of the audit window with its formats, and Open report for the file written."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.exporter import Exporter
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.audits.audit import AuditDone
from s3enc_gui.jobs.audits.export import AuditFormat, ExportAudit


class ExportBar(QWidget):
    """Exports the audit shown; `notified` carries the outcome as an AppError, and its tone.

    `change_requested` carries the AuditDone whose objects are to get another encryption.
    """

    change_requested = Signal(object)
    notified = Signal(object, str)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done: AuditDone | None = None
        self._path = ""
        self._exporter = Exporter(runner, _("&Cancel export"))
        self.cancel = self._exporter.cancel
        self.open, self.export = QPushButton(_("&Open report")), QPushButton(_("E&xport"))
        self.change = QPushButton(_("Change encryption of these…"))
        self.menu = QMenu(self.export)
        self._arrange()
        self._exporter.written.connect(self._written)
        self._exporter.failed.connect(self._failed)
        self._exporter.busy_changed.connect(self._show_state)
        self.open.clicked.connect(self._open)
        self.change.clicked.connect(self._request_change)
        self.menu.triggered.connect(self._choose)
        self._show_state()

    def show_audit(self, done: AuditDone | None) -> None:
        """Export this audit from now on; None if there is none."""
        if done is None or self._done is None or done.path != self._done.path:
            self._path = ""
        self._done = done
        self._show_state()

    def stop(self) -> None:
        """Cancel the export, if one is running."""
        self._exporter.stop()

    def write(self, path: str, form: AuditFormat) -> None:
        """Write the audit to a file."""
        if self._done is not None:
            requirement = self._done.report.requirement
            self._exporter.run(ExportAudit(self._done.path, path, form, requirement))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if self._done is not None:
            form: AuditFormat = action.data()
            bucket = self._done.report.facts.scope.bucket.rpartition(":")[2].replace("/", "-")
            name = f"audit-{bucket}.{form.value}"
            self._exporter.ask(_("Export audit"), name, partial(self.write, form=form))

    @Slot()
    def _request_change(self) -> None:
        if self._done is not None:
            self.change_requested.emit(self._done)

    @Slot(object)
    def _written(self, path: str) -> None:
        self._path = path
        self._show_state()
        self.notified.emit(AppError(text("Exported the audit"), path), "ok")

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.notified.emit(error, "error")

    @Slot()
    def _open(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(self._path)):
            error = AppError(text("No application can open this file"), self._path)
            self.notified.emit(error, "warning")

    @Slot()
    def _show_state(self) -> None:
        busy = self._exporter.busy
        self.export.setEnabled(self._done is not None and not busy)
        self.open.setVisible(bool(self._path) and not busy)
        report = self._done.report if self._done else None
        self.change.setVisible(bool(report and report.groups_to_review) and not busy)

    def _arrange(self) -> None:
        for form, name in (
            (AuditFormat.HTML, _("&HTML report…")),
            (AuditFormat.CSV, _("&CSV, all objects…")),
            (AuditFormat.JSON, _("&JSON, all objects…")),
        ):
            action = QAction(name, self.menu)
            action.setData(form)
            self.menu.addAction(action)
        self.export.setMenu(self.menu)
        keep_icon(self.export, "receipt")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._exporter)
        for button in (self.change, self.open, self.export):
            button.setAutoDefault(False)
            row.addWidget(button)
