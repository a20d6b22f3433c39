"""Button for a download whose files are still encrypted (client-side encryption)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.widgets.wrapping_button import WrappingButton
from s3enc_gui.i18n import _


class DecryptButton(WrappingButton):
    """Hidden unless the shown row has such files; `wanted` carries a DownloadRequest."""

    wanted = Signal(object)

    def __init__(self, runner: Runner) -> None:
        super().__init__(decrypt_text())
        self._runner = runner
        self._row: DownloadRow | None = None
        self.hide()
        self.clicked.connect(self._open)

    def show_for(self, row: DownloadRow | None) -> None:
        """Show the button if files of this download are still encrypted."""
        self._row = row if row and not row.is_active and row.encrypted else None
        self.setVisible(self._row is not None)

    @Slot()
    def _open(self) -> None:
        if self._row is None:
            return
        # Loaded when it is opened: the main window is there sooner.
        from s3enc_gui.gui.downloads.decrypt_dialog import DecryptDialog

        dialog = DecryptDialog(self._runner, self._row, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(self.wanted)
        dialog.open()


def decrypt_text() -> str:
    """Return the text of the button."""
    return _("Decrypt…")
