"""Writing receipts where the user wants them."""

from __future__ import annotations

import errno
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.jobs.context import Context
from s3enc_gui.wording.receipt_export import as_csv, as_json


@dataclass(frozen=True, slots=True)
class SaveReceipt:
    """Write receipts to a file: CSV where its name ends in `.csv`, JSON otherwise."""

    path: str
    receipts: tuple[Receipt, ...]

    def run(self, context: Context) -> str:
        """Return the path written. Raises AppError; a file that was there is then still whole."""
        context.checkpoint()
        target = Path(self.path)
        is_csv = target.suffix.lower() == ".csv"
        text = as_csv(self.receipts) if is_csv else as_json(self.receipts)
        # Names may hold bytes that are no text; Excel takes UTF-8 only with a byte order mark.
        data = text.encode("utf-8-sig" if is_csv else "utf-8", "backslashreplace")
        try:
            _write(target, data)
        except OSError as error:
            raise AppError(
                "The receipt could not be saved",
                f"{self.path}: {error.strerror or error}.",
                "Choose another place for it.",
                errno.errorcode.get(error.errno or 0, "OSError"),
            ) from error
        return self.path


def _write(target: Path, data: bytes) -> None:
    """Write beside, then rename: a full disk leaves no half a receipt."""
    with tempfile.NamedTemporaryFile(
        dir=target.parent, prefix=f".{target.name}.", delete=False
    ) as beside:
        try:
            beside.write(data)
            beside.close()
            Path(beside.name).replace(target)
        except BaseException:
            beside.close()
            with suppress(OSError):
                Path(beside.name).unlink()
            raise
