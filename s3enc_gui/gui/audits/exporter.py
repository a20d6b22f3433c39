"""Where an audit is exported to, and how far that is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.jobs.audits.audit import AuditDone
from s3enc_gui.jobs.audits.export import AuditFormat, ExportAudit


class Exporter(QWidget):
    """`Export…` with its formats, `Open` for what was written, and the export under way.

    `told` carries what became of it, and its tone.
    """

    told = Signal(object, str)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done: AuditDone | None = None
        self._path = ""
        self._form = AuditFormat.HTML
        self._busy, self.cancel = BusyIndicator(), QPushButton(self.tr("&Cancel export"))
        self.open, self.export = (
            QPushButton(self.tr("&Open report")),
            QPushButton(self.tr("E&xport")),
        )
        self.menu = QMenu(self.export)
        self._write = LatestJob(runner, self)
        self._arrange()
        self._write.answered.connect(self._written)
        self._write.failed.connect(self._failed)
        self._write.reported.connect(self._reported)
        self._write.busy_changed.connect(self._show_state)
        self.cancel.clicked.connect(self._write.drop)
        self.open.clicked.connect(self._open)
        self.menu.triggered.connect(self._choose)
        self._show_state()

    def show_audit(self, done: AuditDone | None) -> None:
        """Export this one from now on; None: there is none."""
        if done is None or self._done is None or done.path != self._done.path:
            self._path = ""
        self._done = done
        self._show_state()

    def stop(self) -> None:
        """Export no further."""
        self._write.drop()

    def write(self, path: str, form: AuditFormat) -> None:
        """Write the audit to a file."""
        if self._done is not None:
            wanted = self._done.report.requirement
            self._write.ask(ExportAudit(self._done.path, path, form, wanted))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if self._done is None:
            return
        form: AuditFormat = action.data()
        self._form, suffix = form, form.value
        dialog = QFileDialog(self.window(), self.tr("Export audit"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(_folder())
        dialog.setNameFilters([f"{suffix.upper()} (*.{suffix})"])
        dialog.setDefaultSuffix(suffix)
        scope = self._done.report.facts.scope
        dialog.selectFile(f"audit-{scope.bucket.rpartition(':')[2].replace('/', '-')}.{suffix}")
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _chosen(self, path: str) -> None:
        self.write(path, self._form)

    @Slot(object)
    def _reported(self, reports: tuple[Progress, ...]) -> None:
        permille = reports[-1].permille or 0
        self._busy.start(self.tr("Exporting… {} %").format(permille // 10))

    @Slot(object)
    def _written(self, path: str) -> None:
        self._path = path
        self._show_state()
        self.told.emit(AppError(self.tr("The audit is exported"), path), "ok")

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.told.emit(error, "error")

    @Slot()
    def _open(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(self._path)):
            error = AppError(self.tr("No program opens this file"), self._path)
            self.told.emit(error, "warning")

    @Slot()
    def _show_state(self) -> None:
        busy = self._write.busy
        if busy:
            self._busy.start(self.tr("Exporting…"))
        else:
            self._busy.stop()
        self.cancel.setVisible(busy)
        self.export.setEnabled(self._done is not None and not busy)
        self.open.setVisible(bool(self._path) and not busy)

    def _arrange(self) -> None:
        for form, text in (
            (AuditFormat.HTML, self.tr("&HTML report…")),
            (AuditFormat.CSV, self.tr("&CSV, all objects…")),
            (AuditFormat.JSON, self.tr("&JSON, all objects…")),
        ):
            action = QAction(text, self.menu)
            action.setData(form)
            self.menu.addAction(action)
        self.export.setMenu(self.menu)
        keep_icon(self.export, "receipt")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (self._busy, self.cancel, self.open, self.export):
            row.addWidget(widget)
            if isinstance(widget, QPushButton):
                widget.setAutoDefault(False)


def _folder() -> str:
    place = QStandardPaths.StandardLocation
    folders = map(QStandardPaths.writableLocation, (place.DocumentsLocation, place.HomeLocation))
    return next((folder for folder in folders if Path(folder).is_dir()), "")
