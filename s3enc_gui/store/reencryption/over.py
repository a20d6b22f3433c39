"""When the changes of encryption were over whose files are in a folder."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.reencryption.file import RunFile


def over_times(folder: Path) -> list[datetime]:
    """Return a time for each that is over; files that are in use or damaged are left out."""
    found: list[datetime] = []
    for path in sorted(folder.glob("*.sqlite")):
        with suppress(AppError), closing(RunFile(path, existing=True)) as file:
            if since := file.over_since:
                found.append(since)
    return found
