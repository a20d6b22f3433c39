"""Select files: what is to be sent, and where to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.fields.bucket_field import BucketField
from s3enc_gui.gui.uploads.fields.file_table import FileTable
from s3enc_gui.gui.uploads.file_scanner import FileScanner
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.text_labels import TextLine, label_for
from s3enc_gui.wording.labels import format_size

TITLE = "Select files"


class FilesPage(QWidget):
    """The list with its buttons, and beneath it the destination."""

    def __init__(
        self, runner: Runner, draft: UploadDraft, keys: KeysModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._scanner = FileScanner(runner, draft.files, self)
        self.table = FileTable(draft.files)
        self.destination = BucketField(runner, draft, keys)
        self._banner, self._double = ErrorBanner(), ErrorBanner(closable=False)
        self._total, self._busy = TextLine(), BusyIndicator()
        self.add_files = QPushButton(self.tr("&Add files…"))
        self.add_folder = QPushButton(self.tr("Add &folder…"))
        self.remove = QPushButton(self.tr("&Remove"))
        for button, name in (
            (self.add_files, "file"),
            (self.add_folder, "folder"),
            (self.remove, "trash"),
        ):
            keep_icon(button, name)
        self._arrange()
        self.add_files.clicked.connect(self._choose_files)
        self.add_folder.clicked.connect(self._choose_folder)
        self.remove.clicked.connect(self._remove)
        self.table.remove_pressed.connect(self._remove)
        self.table.selectionModel().selectionChanged.connect(self._show_total)
        self._scanner.changed.connect(self._scanned)
        self._banner.cleared.connect(self._scanner.forget_unreadable)
        draft.files.total_changed.connect(self._show_total)
        self._show_total()

    @Slot(list)
    def add(self, paths: Sequence[str]) -> None:
        """Look into files and folders, and list what is found."""
        self._scanner.add(paths)

    def stop(self) -> None:
        """Ask nothing any more."""
        self._scanner.stop()
        self.destination.stop()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label_for(self.tr("Files to upload"), self.table))
        top.addStretch(1)
        for button in (self.add_files, self.add_folder, self.remove):
            top.addWidget(button)
        beneath = QHBoxLayout()
        beneath.addWidget(self._total, 1)
        beneath.addWidget(self._busy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(beneath)
        column.addWidget(self._double)
        column.addWidget(self._banner)
        column.addSpacing(6)
        column.addWidget(self.destination)

    @Slot()
    def _choose_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Add files"))
        self.add(paths)

    @Slot()
    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Add folder"))
        if path:
            self.add([path])

    @Slot()
    def _remove(self) -> None:
        rows = self.table.selected_rows()
        if rows:
            self._draft.files.remove(rows)

    @Slot()
    def _show_total(self) -> None:
        files = self._draft.files
        words = self.tr("1 file") if files.count == 1 else self.tr("{:,} files").format(files.count)
        self._total.setText(f"{words}, {format_size(files.bytes)}" if files.count else "")
        self.remove.setEnabled(self.table.selectionModel().hasSelection())
        double = self._draft.files_problem()
        if double:
            self._double.show_error(double)
        else:
            self._double.clear()

    @Slot()
    def _scanned(self) -> None:
        self._draft.scanning = self._scanner.busy
        if self._scanner.busy:
            self._busy.start(self.tr("Looking for files…"))
        else:
            self._busy.stop()
        if self._scanner.unreadable:
            self._banner.show_error(_together(self._scanner.unreadable), "warning")
        self._draft.touch()


def _together(errors: Sequence[AppError]) -> AppError:
    """Return one message for all, each still named; beyond ten nobody reads on."""
    if len(errors) == 1:
        return errors[0]
    lines = [f"{error.title}: {error.detail}" for error in errors[:10]]
    if len(errors) > len(lines):
        lines.append(f"… and {len(errors) - len(lines):,} more.")
    return AppError(
        f"{len(errors):,} files or folders cannot be read", "\n".join(lines), "They are left out."
    )
