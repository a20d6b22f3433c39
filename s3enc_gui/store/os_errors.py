"""OSError as AppError: texts by errno for reading and writing files."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, Text, text

NO_FILE_NUMBERS, SLOW_FILE = "NoFileNumbers", "SlowFile"
ABOUT_DRIVES = frozenset({NO_FILE_NUMBERS, SLOW_FILE})
"""Codes of notices that are true of all files on a drive."""
DISK_CODES = frozenset({"ENOSPC", "EDQUOT", "EIO"})
"""Codes of errors that affect every file on the disk."""
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
NOT_WRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST})
"""errno values of a folder or file that can't be written."""

CHECK_DISK = text("Free up disk space, or check your permissions for the folder.")
CHECK_FOLDER = text("Check your permissions for the folder, and check that the disk is connected.")
OTHER_FOLDER = text("Choose another folder.")

_OTHER_DISK = text("Choose a folder on another disk.")
_CHECK_CONNECTION = text("Check the disk and its connection.")
_DISK_FULL = text("The disk is full")
_NOT_READABLE = (
    text("You don't have permission to read this"),
    text("Ask the owner for read permission, or choose something else."),
)
_NOT_ALLOWED_TO_WRITE = (
    text("You don't have permission to write here"),
    text("Choose another folder, or ask the owner for write permission."),
)
_FULL = (_DISK_FULL, text("Free up disk space, then resume. Received data is kept."))
_NAME_CONFLICT = (
    text("A file and a folder have the same name"),
    text("Choose another folder, or move the existing file or folder."),
)
_INVALID_NAME = (text("This disk doesn't support the file name"), _OTHER_DISK)

_READING = {
    errno.ENOENT: (
        text("Can't find the file"),
        text("It may have been moved, renamed or deleted."),
    ),
    errno.EACCES: _NOT_READABLE,
    errno.EPERM: _NOT_READABLE,
    errno.EISDIR: (text("This is a folder"), text("Add it as a folder.")),
    errno.EIO: (text("Can't read the disk"), _CHECK_CONNECTION),
    errno.ENOSPC: (_DISK_FULL, text("Free up disk space, then try again.")),
    errno.ENAMETOOLONG: (text("The name is too long"), text("Shorten it.")),
    errno.ELOOP: (text("The link points to itself"), text("Choose the file itself.")),
}
_WRITING = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _NOT_ALLOWED_TO_WRITE,
    errno.EPERM: _NOT_ALLOWED_TO_WRITE,
    errno.EROFS: _NOT_ALLOWED_TO_WRITE,
    errno.ENOTDIR: _NAME_CONFLICT,
    errno.EISDIR: _NAME_CONFLICT,
    errno.EEXIST: _NAME_CONFLICT,
    errno.ENAMETOOLONG: (
        text("The file name is too long for this disk"),
        text("Choose a folder with a shorter path."),
    ),
    errno.EINVAL: _INVALID_NAME,
    errno.EILSEQ: _INVALID_NAME,
    errno.EFBIG: (text("The file is too large for this disk"), _OTHER_DISK),
    errno.EIO: (text("Can't write to the disk"), _CHECK_CONNECTION),
}
_CANT_READ: tuple[Text, str] = (text("Can't read the file"), "")
_CANT_WRITE: tuple[Text, str] = (text("Can't write the file"), "")


def reason(error: OSError) -> str:
    """Return the system's own message."""
    return error.strerror or str(error)


def os_error(
    error: OSError, path: Path | str, title: AnyText, hint: AnyText = "", code: str = ""
) -> AppError:
    """Return the AppError of a failed operation; `code` is the errno's name unless given."""
    code = code or errno.errorcode.get(error.errno or 0, "OSError")
    return AppError(title, f"{path}: {reason(error)}.", hint, code)


@contextmanager
def os_errors(
    path: Path | str, title: AnyText, hint: AnyText = "", code: str = ""
) -> Iterator[None]:
    """Raise OSError of the block as AppError (see `os_error`)."""
    try:
        yield
    except OSError as error:
        raise os_error(error, path, title, hint, code) from error


@contextmanager
def write_errors(path: Path) -> Iterator[None]:
    """Raise OSError of writing a file as AppError, with text and code of its errno."""
    try:
        yield
    except OSError as error:
        raise os_error(error, path, *_WRITING.get(error.errno or 0, _CANT_WRITE)) from error


def read_error(error: OSError, path: str) -> AppError:
    """Return the AppError of reading a file, with text and code of its errno."""
    return os_error(error, path, *_READING.get(error.errno or 0, _CANT_READ))


def no_space(path: Path, needed: int, free: int) -> AppError:
    """Return the error for a file that won't fit on the disk; sizes in bytes."""
    detail = text(
        "{path} needs {needed:,} bytes; {free:,} are free.",
        path=path,
        needed=needed,
        free=free,
    )
    title, hint = _FULL
    return AppError(title, detail, hint, code="ENOSPC")


def not_a_file(path: str) -> AppError:
    """Return the error for a path that can be opened but isn't a regular file."""
    return AppError(
        text("This isn't a file"),
        text("{path} is a device, a pipe or a folder.", path=path),
        text("Choose regular files."),
        code="NotAFile",
    )


def broken_link(error: OSError, path: str, target: str) -> AppError:
    """Return the error for a link whose target doesn't exist; `target` as stored in the link."""
    return AppError(
        text("The link points to nothing"),
        text("{path} points to {target}, which doesn't exist.", path=path, target=target),
        text("Remove the link, or restore what it points to."),
        code=errno.errorcode.get(error.errno or 0, "OSError"),
    )


def slow_file(path: str) -> AppError:
    """Return the notice for a file that takes long to read, such as one in a cloud drive."""
    return AppError(
        text("A file is slow to read"),
        text("{path} is probably downloaded from a cloud or network drive first.", path=path),
        text("The other files don't wait for it. You can cancel its transfer."),
        code=SLOW_FILE,
    )


def no_file_numbers(path: str) -> AppError:
    """Return the notice for a drive whose device or inode numbers change between two reads."""
    return AppError(
        text("This drive doesn't keep file numbers"),
        text("{path}: Its device or inode number changes, as on some network drives.", path=path),
        text(
            "S3enc reads such files again and compares their content. You don't have to do"
            " anything."
        ),
        code=NO_FILE_NUMBERS,
    )
