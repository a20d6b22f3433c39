"""A file that is written in full, or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from s3enc_gui.domain.errors import AppError


@contextmanager
def whole_file(path: str, encoding: str, title: str) -> Iterator[TextIO]:
    """Write beside, then rename: what is not complete takes nobody's place, and is not kept.

    Raises AppError with that title where the disk refuses.
    """
    target = Path(os.path.realpath(path))  # what a link leads to, and not the link, is replaced
    beside = target.with_name(f".s3enc-{secrets.token_hex(6)}.part")
    with as_app_error(path, title):
        # Names of files may hold bytes that are no text.
        file = beside.open("x", encoding=encoding, errors="backslashreplace", newline="")
    try:
        with file:
            yield file
            with as_app_error(path, title):
                file.flush()
                os.fsync(file.fileno())  # some disks tell only now that they are full
        with as_app_error(path, title):
            beside.replace(target)
    except BaseException:
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            beside.unlink()
        raise


@contextmanager
def as_app_error(path: str, title: str) -> Iterator[None]:
    """Raise AppError with that title for what the disk says of the file."""
    try:
        yield
    except OSError as error:
        raise AppError(
            title,
            f"{path}: {error.strerror or error}.",
            "Choose another place for it.",
            errno.errorcode.get(error.errno or 0, "OSError"),
        ) from error
