"""The page `Select files`: files and destination."""

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
from s3enc_gui.gui.uploads.fields.found_choices import FoundChoices
from s3enc_gui.gui.uploads.fields.upload_summary import UploadSummary
from s3enc_gui.gui.uploads.file_scanner import FileScanner
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, label_for
from s3enc_gui.gui.widgets.styling import grow_to_minimum
from s3enc_gui.i18n import N_, _, text, text_plural

TITLE = N_("Select files")
_SHOWN = 10  # errors


class FilesPage(QWidget):
    """The file list with its buttons, and the destination below it."""

    def __init__(
        self, runner: Runner, draft: UploadDraft, keys: KeysModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._scanner = FileScanner(runner, draft.files, self)
        self.table = FileTable(draft.files)
        self.destination = BucketField(runner, draft, keys)
        self.summary = UploadSummary(draft, keys)
        self._banner, self._duplicate = ErrorBanner(), ErrorBanner(closable=False)
        self._total, self._busy = TextLine(), BusyIndicator()
        self.choices = FoundChoices()
        self.add_files = QPushButton(_("&Add files…"))
        self.add_folder = QPushButton(_("Add &folder…"))
        self.remove = QPushButton(_("&Remove"))
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
        self.choices.chosen.connect(self._scanner.choose)
        self._banner.cleared.connect(self._scanner.forget_unreadable)
        draft.files.total_changed.connect(self._show_total)
        self._show_total()

    @Slot(list)
    def add(self, paths: Sequence[str]) -> None:
        """Add files and the contents of folders."""
        self._scanner.add(paths)

    def stop(self) -> None:
        """Cancel all jobs."""
        self._scanner.stop()
        self.destination.stop()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label_for(_("Files to upload"), self.table))
        top.addStretch(1)
        for button in (self.add_files, self.add_folder, self.remove):
            top.addWidget(button)
        below = QHBoxLayout()
        below.addWidget(self._total, 1)
        below.addWidget(self._busy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        column.addWidget(self.choices)
        column.addWidget(self._duplicate)
        column.addWidget(self._banner)
        column.addSpacing(6)
        column.addWidget(self.destination)
        column.addWidget(self.summary)

    @Slot()
    def _choose_files(self) -> None:
        self.add(QFileDialog.getOpenFileNames(self, _("Add files"))[0])

    @Slot()
    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, _("Add folder"))
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
        self._total.setText(files.total_text() if files.count else "")
        self.remove.setEnabled(self.table.selectionModel().hasSelection())
        if not self._scanner.busy:  # otherwise at the end of the scan
            self.choices.show_found(files.notable, self._scanner.links.values())
        problem = self._draft.files_problem()
        if problem:
            self._duplicate.show_error(problem)
        else:
            self._duplicate.clear()

    @Slot()
    def _scanned(self) -> None:
        self._draft.scanning = self._scanner.busy
        if self._scanner.busy:
            self._busy.start(_("Looking for files…"))
        else:
            self._busy.stop()
        self._show_total()
        if self._scanner.unreadable:
            self._banner.show_error(_together(self._scanner.unreadable), "warning")
        else:
            self._banner.clear()
        grow_to_minimum(self.window())
        self._draft.touch()


def _together(errors: Sequence[AppError]) -> AppError:
    """Return one message for all errors, with the first ten in detail."""
    if len(errors) == 1:
        return errors[0]
    lines = [f"{error.title}: {error.detail}" for error in errors[:_SHOWN]]
    if len(errors) > _SHOWN:
        lines.append(_("… and {count:,} more").format(count=len(errors) - _SHOWN))
    return AppError(
        text_plural(
            "Can't read {count:,} file or folder",
            "Can't read {count:,} files or folders",
            len(errors),
        ),
        "\n".join(lines),
        text("S3enc leaves out what it can't read."),
    )
