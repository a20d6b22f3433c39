"""OSError in words."""

from __future__ import annotations

import errno

from s3enc_gui.domain.errors import AppError

NO_FILE_NUMBERS = "NoFileNumbers"

_WORDS = {
    errno.ENOENT: ("The file is not there", "It may have been moved, renamed or deleted."),
    errno.EACCES: ("You may not read this", "Ask for the right to read it, or choose another."),
    errno.EPERM: ("You may not read this", "Ask for the right to read it, or choose another."),
    errno.EISDIR: ("This is a folder", "Add it as a folder."),
    errno.EIO: ("The disk cannot be read", "Check the disk, or the connection to it."),
    errno.ENOSPC: ("The disk is full", "Make room and try again."),
    errno.ENAMETOOLONG: ("The name is too long", "Shorten it."),
    errno.ELOOP: ("The link leads in a circle", "Choose the file itself."),
}


def not_a_file(path: str) -> AppError:
    """Return the words for what can be opened but is no ordinary file."""
    return AppError(
        "This is not a file",
        f"{path} is a device, a pipe or a folder.",
        "Choose ordinary files.",
        code="NotAFile",
    )


def no_file_numbers(path: str) -> AppError:
    """Return the words for a drive whose device or inode numbers differ between two looks."""
    return AppError(
        "This drive doesn't keep file numbers",
        f"{path}: its device or inode number changes by itself, as on some network drives.",
        "S3enc reads such files again and compares their content. You don't have to do anything.",
        code=NO_FILE_NUMBERS,
    )


def file_error(error: OSError, path: str) -> AppError:
    """Return the words for a failed look at a file; the code is the errno's name."""
    number = error.errno or 0
    title, hint = _WORDS.get(number, ("The file cannot be read", ""))
    detail = f"{path}: {error.strerror or error}."
    return AppError(title, detail, hint, errno.errorcode.get(number, "OSError"))
