"""How many objects there are, and their bytes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.gui.messages.locale import count_text, size_text


def objects_text(count: int) -> str:
    """Say how many objects: `1 object`, `12,000 objects`."""
    words = "1 object" if count == 1 else "{} objects"
    return QCoreApplication.translate("Counts", words).format(count_text(count))


def amount_text(objects: int, size: int | None) -> str:
    """Say how many objects, and how large they are together; None: nobody has counted."""
    words = objects_text(objects)
    return words if size is None else f"{words}, {size_text(size)}"


def things_text(objects: int, folders: int) -> str:
    """Say how many folders and objects: `2 folders and 1 object`."""
    words = "1 folder" if folders == 1 else "{} folders"
    counted = QCoreApplication.translate("Counts", words).format(count_text(folders))
    if not folders or not objects:
        return counted if folders else objects_text(objects)
    both = QCoreApplication.translate("Counts", "{} and {}")
    return both.format(counted, objects_text(objects))


def folder_text(name: str) -> str:
    """Name a folder in a sentence."""
    return QCoreApplication.translate("Counts", "the folder “{}”").format(name)
