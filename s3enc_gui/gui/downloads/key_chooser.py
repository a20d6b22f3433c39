"""Button for a download whose objects need a customer-provided key (SSE-C)."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from s3enc_gui.domain.customer_keys.known_key import NEEDS_KEY
from s3enc_gui.domain.downloads.download import FileResult
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.choose_key import choose_key, choose_key_text
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.widgets.wrapping_button import WrappingButton


class KeyChooser(WrappingButton):
    """Hidden unless the shown row needs a key; `chosen` carries the row once a key was found."""

    chosen = Signal(object)

    def __init__(self, runner: Runner) -> None:
        super().__init__(choose_key_text())
        self._runner = runner
        self._row: DownloadRow | None = None
        self.hide()
        self.clicked.connect(self._open)

    def show_for(self, row: DownloadRow | None) -> None:
        """Show the button if files of this download failed for want of their key."""
        self._row = row if row and not row.is_active and _first(row) else None
        self.setVisible(self._row is not None)

    @Slot()
    def _open(self) -> None:
        row = self._row
        failed = _first(row) if row else None
        if row is None or failed is None:
            return
        location = Location(row.request.bucket, failed.key)
        choose_key(
            self._runner,
            row.request.connection,
            location,
            failed.version_id,
            self.window(),
            lambda _details: self.chosen.emit(row),
        )


def _first(row: DownloadRow) -> FileResult | None:
    """Return the first file that failed for want of its key."""
    return next((one for one in row.messages if one.error and one.error.code in NEEDS_KEY), None)
