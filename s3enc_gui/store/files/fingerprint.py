"""What a file is now, to notice that it was changed, replaced or removed."""

from __future__ import annotations

from pathlib import Path

from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.store.files.change_time import change_time
from s3enc_gui.store.files.rename_without_overwriting import name_exists


def fingerprint_of(path: Path) -> FileFingerprint | None:
    """Return the fingerprint of a file, folder or symbolic link; None: nothing has that name.

    Raises OSError where that can't be seen.
    """
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not name_exists(path):
        return None
    return FileFingerprint(status.st_size, status.st_mtime_ns, change_time(status, None))
