"""Saves receipts to a file."""

from __future__ import annotations

from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.files.atomic_write import CSV_ENCODING, write_atomically
from s3enc_gui.store.os_errors import OTHER_FOLDER, os_errors
from s3enc_gui.wording.history.receipt_export import as_csv, as_json
from s3enc_gui.wording.history.receipt_html import html_pieces


@dataclass(frozen=True, slots=True)
class SaveReceipt:
    """Write receipts to a file: CSV or HTML if its name ends so, JSON otherwise."""

    path: str
    receipts: tuple[Receipt, ...]

    def run(self, context: Context) -> str:
        """Return the path. Raises AppError; an existing file then stays unchanged."""
        context.checkpoint()
        suffix = Path(self.path).suffix.lower()
        is_csv = suffix == ".csv"
        if suffix in (".html", ".htm"):
            content = "".join(piece for piece, _ in html_pieces([list(self.receipts)]))
        else:
            content = as_csv(self.receipts) if is_csv else as_json(self.receipts)
        with os_errors(self.path, text("Can't save the receipt"), OTHER_FOLDER):
            write_atomically(self.path, [content], CSV_ENCODING if is_csv else "utf-8")
        return self.path
