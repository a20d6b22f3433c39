"""Finds the customer-provided key (SSE-C) of an object, among those that may be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from s3enc_gui.domain.customer_keys.customer_key import ALGORITHM
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.s3.objects.inspection import has_no_customer_key, requires_customer_key

T = TypeVar("T")


def may_be_the_key(error: AppError) -> bool:
    """Whether a request may have failed because of the key that it had, or lacked.

    AWS and LocalStack say that another key is needed, SeaweedFS denies access without a reason; a
    key for an object without SSE-C is an error of its own (S3 User Guide, Using SSE-C).
    """
    if outage_kind_of(error) or concerns_all(error):
        return False
    return error.code in DENIED or has_no_customer_key(error) or requires_customer_key(error)


async def first_right(
    senders: Iterable[str],
    read: Callable[[str], Awaitable[T | None]],
    status_of: Callable[[T], EncryptionStatus],
    with_status: Callable[[T, EncryptionStatus], T],
) -> tuple[str, T]:
    """Read an object with one key after the other; return the one that decrypts it, and the result.

    `senders` are MD5s; "" sends no key. `read` returns None for a key that can't be used. Returns
    "" for an object without SSE-C, and also where no key decrypts it: its status then needs one.
    A key that the server accepts without reporting it is the right one if the object can't be read
    without it. Raises AppError for any other reason.
    """
    locked: T | None = None
    unnamed: tuple[str, T] | None = None
    refused: AppError | None = None
    for sender in senders:
        try:
            found = await read(sender)
        except AppError as error:
            if not may_be_the_key(error):
                raise
            refused = refused or error
            continue
        if found is None:
            continue
        status = status_of(found)
        if sender and (_is_echo(status) or _is_silent(status)):
            unnamed = unnamed or (sender, found)
        elif not status.needs_customer_key and (sender or not status.customer_key):
            return (sender if status.customer_algorithm else ""), found
        else:
            locked = found
    if unnamed is not None:
        sender, found = unnamed
        return sender, with_status(found, _unnamed(status_of(found)))
    if locked is not None:
        return "", locked
    if refused is None:
        raise ValueError(senders)
    raise refused


async def details_with_key(
    senders: Iterable[str], read: Callable[[str], Awaitable[ObjectDetails | None]]
) -> tuple[str, ObjectDetails]:
    """Call `first_right` for an object's details."""
    return await first_right(
        senders, read, lambda one: one.status, lambda one, status: replace(one, status=status)
    )


def _unnamed(status: EncryptionStatus) -> EncryptionStatus:
    """Return the status of an object that needs a key, which the server doesn't report."""
    algorithm = status.customer_algorithm or ALGORITHM
    return replace(status, customer_algorithm=algorithm, customer_key=None, unreported=True)


def _is_echo(status: EncryptionStatus) -> bool:
    """Whether a server repeats the key of the request for an object without SSE-C (LocalStack)."""
    return status.customer_key is not None and status.algorithm is not None


def _is_silent(status: EncryptionStatus) -> bool:
    return status.customer_algorithm is None and status.algorithm is None
