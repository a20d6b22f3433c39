"""Presigned URLs: their expiry, and what may keep one from working."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.copies.request import is_archived
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.times import local
from s3enc_gui.i18n import Moment, Text, text

MAX_EXPIRY = timedelta(days=7)  # Signature Version 4 (S3 User Guide, presigned URLs)


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """The signer: whether its credentials are temporary, and when they expire, if known."""

    temporary: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PresignedUrl:
    """The URL, its expiry time, and what may keep it from working."""

    url: str
    expires_at: datetime
    cautions: tuple[Text, ...] = ()


def check_expiry(seconds: int) -> None:
    """Raise AppError unless a presigned URL can be valid that long."""
    if 1 <= seconds <= MAX_EXPIRY.total_seconds():
        return
    raise AppError(
        text("A link can't be valid that long"),
        text(
            "It would be valid for {seconds:,} seconds. S3 accepts 1 to {limit:,} (7 days).",
            seconds=seconds,
            limit=int(MAX_EXPIRY.total_seconds()),
        ),
        text("Choose a shorter time, and create a new link later."),
        code="InvalidExpiry",
    )


def end_of(requested: datetime, signer: SigningIdentity) -> datetime:
    """Return when a URL expires: at the latest with the credentials that signed it."""
    return min(requested, signer.until) if signer.until else requested


def cautions(
    details: ObjectDetails, url: str, requested: datetime, signer: SigningIdentity
) -> tuple[Text, ...]:
    """Return what keeps a URL for this object from working, or may do so, worst first."""
    return (*_of_object(details), *_of_signer(signer, requested), *_of_address(url))


def _of_object(details: ObjectDetails) -> Iterator[Text]:
    status = details.status
    if {".", ".."} & set(details.location.key.split("/")):
        yield text(
            "It doesn't work in a browser. Browsers remove “.” and “..” from an address and request"
            " another object."
        )
    if status.customer_algorithm:
        yield text(
            "It doesn't work. The object is encrypted with a customer-provided key (SSE-C), which"
            " the download would have to send."
        )
    if is_archived(details.storage_class, details.archive_status, details.restore):
        yield text(
            "It doesn't work until the object is restored from {storage_class}.",
            storage_class=details.storage_class,
        )
    if status.client_side:
        yield text(
            "The downloaded file is still encrypted. The object was encrypted before "
            "upload (client-side encryption), and S3 can't decrypt it."
        )
    if details.uses_kms:
        yield text(
            "It works only while you have permission to decrypt with the object's KMS key "
            "(kms:Decrypt)."
        )


def _of_signer(signer: SigningIdentity, requested: datetime) -> Iterator[Text]:
    if not signer.temporary:
        return
    if signer.until is None:
        yield text("It may expire earlier, with your temporary credentials.")
    elif signer.until < requested:
        yield text(
            "It expires with your temporary credentials, at {time}.",
            time=Moment(signer.until, local(signer.until).strftime("%Y-%m-%d %H:%M")),
        )


def _of_address(url: str) -> Iterator[Text]:
    address = urlsplit(url)
    host = address.hostname or ""
    if host in ("localhost", "::1") or host.startswith("127.") or host.endswith(".localhost"):
        yield text(
            "It works only on this computer. {host} always refers to the computer itself.",
            host=host,
        )
    elif address.scheme == "http":
        yield text(
            "The download isn't encrypted in transit. The server's address starts with http://."
        )
