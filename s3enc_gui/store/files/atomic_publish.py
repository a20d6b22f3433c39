"""A finished file takes its name, and nobody else's."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from s3enc_gui.domain.downloads.safe_paths import numbered
from s3enc_gui.domain.uploads.plan import IfExists

# What file systems without hard links answer (FAT, exFAT, some of the network).
_NO_LINKS = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)


def publish(part: Path, target: Path, if_exists: IfExists) -> Path | None:
    """Let a file on the same disk be called `target`; return what it is called.

    None: the name is taken, and it stays `part`. In one step: nobody ever sees half a file, and
    nothing that came meanwhile is replaced unless that is asked for. Raises OSError.
    """
    if if_exists is IfExists.OVERWRITE:
        part.replace(target)  # a link is replaced, not what it leads to
        return target
    for name in numbered(target.as_posix()):
        try:
            _take(part, Path(name))
        except FileExistsError:
            if if_exists is IfExists.RENAME:
                continue
            return None
        return Path(name)
    raise AssertionError  # the numbers do not end


def is_taken(target: Path) -> bool:
    """Whether there is anything of that name, if only a link that leads nowhere.

    What only keeps the name for ourselves does not count: a kill left it.
    """
    return os.path.lexists(target) and not _keeps_a_name(target)


def _words(target: Path) -> bytes:
    """Return what stands in a file that only keeps a name, for the blink of an eye."""
    return f"S3enc is about to call a file it has downloaded “{target.name}”.\n".encode(
        errors="surrogateescape"
    )


def _keeps_a_name(target: Path) -> bool:
    words = _words(target)
    with suppress(OSError):
        status = target.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size == len(words):
            return target.read_bytes() == words
    return False


if sys.platform == "win32":

    def _take(part: Path, target: Path) -> None:
        part.rename(target)  # refuses where there is a file

else:

    def _take(part: Path, target: Path) -> None:
        if _keeps_a_name(target):
            target.unlink()
        try:
            os.link(part, target, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _take_without_links(part, target)
        else:
            part.unlink()

    def _take_without_links(part: Path, target: Path) -> None:
        fd = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        try:
            try:  # the name is ours from here on, and says so, should we be killed
                os.write(fd, _words(target))
            finally:
                os.close(fd)
            part.replace(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
