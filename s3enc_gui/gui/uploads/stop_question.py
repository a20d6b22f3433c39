"""The question whether an upload that is running continues without its window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget

from s3enc_gui.i18n import _


def ask_to_stop(
    window: QWidget, close_and_continue: Callable[[], None], stop_and_close: Callable[[], None]
) -> None:
    """Show the question; nothing happens if the window is kept open."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_("Upload"))
    box.setText(_("Files are still being uploaded."))
    box.setInformativeText(
        _(
            "They can continue without this window: see Transfers. If you stop the upload,"
            " stored files are kept and incomplete uploads are discarded."
        )
    )
    proceed = box.addButton(_("Close and continue"), QMessageBox.ButtonRole.AcceptRole)
    stop = box.addButton(_("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_("Keep open"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    proceed.clicked.connect(close_and_continue)
    stop.clicked.connect(stop_and_close)
    box.finished.connect(box.deleteLater)
    box.open()
