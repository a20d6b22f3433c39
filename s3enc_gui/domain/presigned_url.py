"""A link with a signature in it: whoever has it can download one object, for a while."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from s3enc_gui.domain.copies.request import is_archived
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError

LONGEST = timedelta(days=7)  # what Signature Version 4 allows (userguide, using-presigned-url)


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """Who signs: whether with temporary credentials, and until when those are good, if known."""

    temporary: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PresignedUrl:
    """The address, until when it works, and what may keep it from working, in sentences."""

    url: str
    expires_at: datetime
    cautions: tuple[str, ...] = ()


def check_expiry(seconds: int) -> None:
    """Raise AppError unless a link can be good for so long."""
    if 1 <= seconds <= LONGEST.total_seconds():
        return
    raise AppError(
        "A link cannot be good for that long",
        f"It would be {seconds:,} seconds; S3 takes 1 to {LONGEST.total_seconds():,.0f} (7 days).",
        "Choose a shorter time, and make a new link later.",
        code="InvalidExpiry",
    )


def end_of(asked: datetime, signer: SigningIdentity) -> datetime:
    """Return when a link ends: with the credentials that signed it at the latest."""
    return min(asked, signer.until) if signer.until else asked


def cautions(
    details: ObjectDetails, url: str, asked: datetime, signer: SigningIdentity
) -> tuple[str, ...]:
    """Return what keeps a link to this object from working, or may do so, the gravest first."""
    return (*_of_object(details), *_of_signer(signer, asked), *_of_address(url))


def _of_object(details: ObjectDetails) -> Iterator[str]:
    status = details.status
    if {".", ".."} & set(details.location.key.split("/")):
        yield (
            "It will not work in a browser: browsers shorten an address with “.” or “..” in it, "
            "and ask for another object."
        )
    if status.customer_algorithm:
        yield (
            "It will not work: the object has a customer’s own key (SSE-C), which whoever "
            "downloads would have to send along."
        )
    if is_archived(details.storage_class, details.archive_status, details.restore):
        yield f"It will not work before the object is restored from {details.storage_class}."
    if status.client_side:
        yield (
            "Whoever downloads gets the encrypted bytes: the object was encrypted before it was "
            "uploaded (client-side), and S3 cannot decrypt that."
        )
    if details.uses_kms:
        yield (
            "It works only as long as whoever signed it may decrypt with the object’s KMS key "
            "(kms:Decrypt)."
        )


def _of_signer(signer: SigningIdentity, asked: datetime) -> Iterator[str]:
    if not signer.temporary:
        return
    if signer.until is None:
        yield "It ends with the sign-in, which may be earlier: the credentials are temporary."
    elif signer.until < asked:
        until = signer.until.astimezone().strftime("%Y-%m-%d %H:%M")
        yield f"It ends when the sign-in does, at {until}: the credentials are temporary."


def _of_address(url: str) -> Iterator[str]:
    address = urlsplit(url)
    host = address.hostname or ""
    if host in ("localhost", "::1") or host.startswith("127.") or host.endswith(".localhost"):
        yield f"It works on this computer only: {host} is its own address."
    elif address.scheme == "http":
        yield "It is not protected on its way: the server is addressed without TLS (http)."
