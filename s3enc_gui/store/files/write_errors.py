"""What the system says of a file that cannot be written, in words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from s3enc_gui.domain.errors import AppError

_RIGHTS = ("You may not write here", "Choose another folder, or ask for the right to write there.")
_FULL = ("The disk is full", "Make room, then resume: what has arrived is kept.")
_NO_FOLDER = (
    "A file is where a folder should be, or a folder where a file should be",
    "Choose another folder, or move what is in the way.",
)
_BAD_NAME = ("This disk does not take the name", "Choose a folder on another disk.")
_WORDS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: _RIGHTS,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EISDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.ENAMETOOLONG: ("The name is too long for this disk", "Choose a folder nearer the top."),
    errno.EINVAL: _BAD_NAME,
    errno.EILSEQ: _BAD_NAME,
    errno.EFBIG: ("The file is too large for this disk", "Choose a folder on another disk."),
    errno.EIO: ("The disk cannot be written", "Check the disk, or the connection to it."),
}
NO_MORE_ROOM = frozenset({"ENOSPC", "EDQUOT", "EIO"})
"""Codes of what concerns every file, not one."""


@contextmanager
def as_app_error(path: Path) -> Iterator[None]:
    """Let nothing of the system out but AppError, with the errno's name for a code."""
    try:
        yield
    except OSError as error:
        number = error.errno or 0
        title, hint = _WORDS.get(number, ("The file cannot be written", ""))
        detail = f"{path}: {error.strerror or error}."
        code = errno.errorcode.get(number, "OSError")
        raise AppError(title, detail, hint, code) from error


def no_room(path: Path, needed: int, free: int) -> AppError:
    """Return the words for a file that does not fit, before a byte of it is fetched."""
    title, hint = _FULL
    return AppError(title, f"{path} needs {needed:,} bytes; {free:,} are free.", hint, "ENOSPC")
