"""Locks between the S3enc processes of this user: for renewing a token, and for signing in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.store.files.file_lock import locked, try_lock
from s3enc_gui.store.os_errors import CHECK_DISK, os_error
from s3enc_gui.store.paths import make_private, sign_ins_path

_RENEWAL_TIMEOUT = 60.0  # seconds
_CANT_LOCK = text("Can't lock the sign-in")


@contextmanager
def token_lock(name: str) -> Iterator[None]:
    """Hold the lock of a token while the block renews it. Raises AppError."""
    path = _path(name)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(path, _RENEWAL_TIMEOUT))
        except BlockingIOError as error:
            raise AppError(
                text("The sign-in couldn't be renewed"),
                text("Another S3enc has been renewing it for a minute."),
                text("Close the other S3enc, then try again."),
                code="SignInBusy",
            ) from error
        except OSError as error:
            raise os_error(error, path, _CANT_LOCK, CHECK_DISK, "SignInLock") from error
        yield


@contextmanager
def sign_in_lock(name: str, waits: Callable[[], None]) -> Iterator[bool]:
    """Hold the lock of a sign-in while the user signs in; yield whether it was free at once.

    While another window or command holds it, `waits` is called again and again; it pauses, and
    raises Cancelled where the user stops. Raises AppError.
    """
    path = _path(f"{name}-sign-in")
    try:
        fd = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise os_error(error, path, _CANT_LOCK, CHECK_DISK, "SignInLock") from error
    try:
        was_free = free = _acquired(fd)
        while not free:
            waits()
            free = _acquired(fd)
        yield was_free
    finally:
        os.close(fd)


def _acquired(fd: int) -> bool:
    with suppress(OSError):
        return try_lock(fd)
    return True  # a file system without locks


def _path(name: str) -> Path:
    folder = sign_ins_path()
    with suppress(OSError):  # opening the file reports it
        make_private(folder)
    return folder / f"{name}.lock"
