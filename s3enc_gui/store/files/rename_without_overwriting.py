"""Renames a finished file to its target without replacing another file."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from s3enc_gui.domain.downloads.safe_paths import numbered
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.store.files.name_limit import name_limit

# Errors of file systems without hard links (FAT, exFAT, some network drives).
_NO_LINKS = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)


def publish(part: Path, target: Path, if_exists: IfExists) -> Path | None:
    """Rename a file to `target` on the same disk; return its path.

    None: the target exists, and the file keeps the name `part`. Atomic: other programs never see an
    incomplete file, and a file created meanwhile is replaced only by OVERWRITE. Raises OSError.
    """
    if if_exists is IfExists.OVERWRITE:
        part.replace(target)  # replaces a symbolic link, not the file it points to
        return target
    names = _numbered(target) if if_exists is IfExists.RENAME else (target,)
    for name in names:
        with suppress(FileExistsError):
            _rename(part, name)
            return name
    return None


def _numbered(target: Path) -> Iterator[Path]:
    """Yield the target, then numbered ones; asks for the disk's limit only for those."""
    yield target
    names = numbered(target.as_posix(), name_limit(target.parent))
    yield from map(Path, islice(names, 1, None))


def name_exists(target: Path) -> bool:
    """Whether the path exists, even if only as a broken symbolic link.

    A placeholder that a killed process left doesn't count.
    """
    return os.path.lexists(target) and not _is_placeholder(target)


def _placeholder(target: Path) -> bytes:
    """Return the content of a file that reserves a name while it is renamed."""
    return f"S3enc is about to call a file it has downloaded “{target.name}”.\n".encode(
        errors="surrogateescape"
    )


def _is_placeholder(target: Path) -> bool:
    content = _placeholder(target)
    with suppress(OSError):
        status = target.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size == len(content):
            return target.read_bytes() == content
    return False


if sys.platform == "win32":

    def _rename(part: Path, target: Path) -> None:
        part.rename(target)  # raises FileExistsError on Windows

else:

    def _rename(part: Path, target: Path) -> None:
        if _is_placeholder(target):
            target.unlink()
        try:
            os.link(part, target, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _rename_without_links(part, target)
        else:
            part.unlink()

    def _rename_without_links(part: Path, target: Path) -> None:
        fd = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        try:
            try:  # from here on the name is reserved, recognizably even after a crash
                os.write(fd, _placeholder(target))
            finally:
                os.close(fd)
            part.replace(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
