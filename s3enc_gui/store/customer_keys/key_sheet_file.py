"""Key files: key sheets that are written and read back, and files that keys are imported from."""

from __future__ import annotations

import os
from pathlib import Path

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey, parse_customer_key
from s3enc_gui.domain.downloads.download import file_exists_error
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.store.os_errors import read_error, write_errors

_MOST = 64 * 1024  # bytes; a key sheet has less than one KiB


def read_key_file(path: str) -> CustomerKey:
    """Return the key in a file. Raises AppError, which quotes nothing of it."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MOST)
    except OSError as error:
        raise read_error(error, path) from error
    return parse_customer_key(content)


def write_key_sheet(path: str, content: str, key: CustomerKey) -> None:
    """Write a key sheet that only this user can read, and read it back; an existing file stays.

    Raises AppError; then there is no new file.
    """
    if os.path.lexists(path):
        raise file_exists_error(path)
    with write_errors(Path(path)):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with write_errors(Path(path)), os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        check_copy(path, key)
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise


def check_copy(path: str, key: CustomerKey) -> None:
    """Raise AppError unless a file has this key."""
    if read_key_file(path) != key:
        raise AppError(
            text("The file has another key"),
            text("{file} doesn't have the key with the MD5 {md5}.", file=path, md5=key.md5),
            text("Export the key again, to a new file."),
            code="OtherKeyInFile",
        )
