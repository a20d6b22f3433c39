"""File dialog for saving, opened in the user's documents folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


def save_dialog(parent: QWidget, title: str, name: str, suffixes: tuple[str, ...]) -> QFileDialog:
    """Return a dialog that proposes the file name `name`; it deletes itself when closed.

    `suffixes` are the formats offered; the first one is appended to names without a suffix.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(_documents_folder())
    dialog.setNameFilters([name_filter(suffix) for suffix in suffixes])
    dialog.setDefaultSuffix(suffixes[0])
    dialog.selectFile(name)
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def name_filter(suffix: str) -> str:
    """Return the file dialog's filter for a suffix: `CSV (*.csv)`."""
    return f"{suffix.upper()} (*.{suffix})"


def _documents_folder() -> str:
    """Return the first existing folder of Documents and Home, else an empty string."""
    location = QStandardPaths.StandardLocation
    folders = map(
        QStandardPaths.writableLocation, (location.DocumentsLocation, location.HomeLocation)
    )
    return next((folder for folder in folders if Path(folder).is_dir()), "")
