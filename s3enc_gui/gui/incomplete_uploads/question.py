"""The question before uploads are aborted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def abort_question(count: int, bucket: str, parent: QWidget) -> QMessageBox:
    """Return the question; `accepted` follows a yes only, and No is what Enter and Escape say.

    The caller opens it; it goes when it is answered.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_tr("Abort unfinished uploads"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    words = (
        _tr("Abort 1 unfinished upload to {}?").format(bucket)
        if count == 1
        else _tr("Abort {:,} unfinished uploads to {}?").format(count, bucket)
    )
    box.setText(words)
    box.setInformativeText(
        _tr(
            "Their parts are deleted at S3. Objects and the files on this computer stay as they"
            " are. An upload that is still under way on another computer or in another program"
            " will fail."
        )
    )
    no = box.addButton(_tr("No"), QMessageBox.ButtonRole.RejectRole)
    box.addButton(_tr("Abort"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("Strays", text)
