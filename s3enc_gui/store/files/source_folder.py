"""Looks at an empty folder that is uploaded as an object without bytes."""

from __future__ import annotations

from pathlib import Path
from stat import S_ISDIR

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.i18n import text
from s3enc_gui.store.files.change_time import change_time
from s3enc_gui.store.os_errors import read_error


def folder_mark(path: str) -> FileFingerprint:
    """Return the fingerprint of a folder. Raises AppError if it isn't there any more."""
    try:
        status = Path(path).stat()
    except OSError as error:
        raise read_error(error, path) from error
    if not S_ISDIR(status.st_mode):
        raise AppError(
            text("This isn't a folder anymore"),
            text("{path} was replaced by a file.", path=path),
            text("Add it again."),
            code="NotAFolder",
        )
    return FileFingerprint(0, status.st_mtime_ns, change_time(status, None))
