"""Checks whether an object was stored, after the response to the write was lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.comparison import Sent, Verdict, content_finding
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.i18n import text
from s3enc_gui.s3.objects.inspection import head
from s3enc_gui.s3.transport.interface import Transport, WriteResponse
from s3enc_gui.s3.transport.responses import read_date, read_write_response

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


Exact = Callable[[Sent, str], Awaitable[Sent]]
"""Takes what was sent and an object's ETag; returns it with more checksums."""

_MATCHES = {Verdict.VERIFIED: True, Verdict.DIFFERENT: False, Verdict.CANNOT_TELL: None}


@dataclass(frozen=True, slots=True)
class ExistingObject:
    """An object that has a key; `size` in bytes, None: not known. `modified` is its LastModified.

    `read_at` is the server's time when it was read.
    """

    response: WriteResponse
    size: int | None
    modified: datetime | None = None
    read_at: datetime | None = None

    def matches(self, sent: Sent) -> bool | None:
        """Whether it has the bytes that were sent.

        None: no checksum can be compared, and the size is the same or isn't known.
        """
        if self.response.status.needs_customer_key or self.size not in (None, sent.size):
            return False  # an upload with SSE-C could read what it stored
        return _MATCHES[content_finding(sent, self.response.checksum, self.response.etag).verdict]

    async def compared(self, sent: Sent, exact: Exact) -> bool | None:
        """Return the same, with more checksums from `exact` where they are needed."""
        same = self.matches(sent)
        return self.matches(await exact(sent, self.response.etag)) if same is None else same


async def find_object(
    client: S3Client, transport: Transport, location: Location
) -> ExistingObject | None:
    """Return the object that has a key, None if there is none. Raises AppError."""
    try:
        fields: Any = await head(client, transport, location)
    except AppError as error:
        if error.code in ("404", "NoSuchKey"):
            return None
        raise
    if fields is None:
        return ExistingObject(
            WriteResponse("", EncryptionStatus(customer_algorithm="AES256")), None
        )
    size, modified = fields.get("ContentLength"), fields.get("LastModified")
    return ExistingObject(read_write_response(fields), size, modified, read_date(fields))


def responded_at(error: AppError) -> datetime | None:
    """Return the server's time of an error response (Date header), None without a response."""
    cause = error.__cause__
    return read_date(cause.response) if isinstance(cause, ClientError) else None


def upload_unknown(key: str) -> AppError:
    """Return the error for an existing object that may be the one sent, but can't be read.

    It must be neither skipped nor overwritten, nor may another key be used instead.
    """
    return AppError(
        text("Can't tell whether the file was uploaded"),
        text(
            "The response was lost, and you don't have permission to read the object “{key}”.",
            key=key,
        ),
        text("Ask someone who can read the object to check it, or upload under another name."),
        code="AnswerLost",
    )


def contradiction(key: str) -> AppError:
    """Return the error for a write that was rejected because of an object that doesn't exist."""
    return AppError(
        text("The server's responses contradict each other"),
        text(
            "It rejected “{key}” because the object already exists, but there is no such object.",
            key=key,
        ),
        text("Nothing was stored. Upload the file again."),
        code="RefusedForNothing",
    )


def upload_gone(key: str) -> AppError:
    """Return the error for a multipart upload that is neither open nor completed."""
    return AppError(
        text("The upload no longer exists on the server"),
        text("Its parts don't exist, and “{key}” doesn't contain the file.", key=key),
        text("Another user or a lifecycle rule may have aborted it. Upload the file again."),
        code="UploadGone",
    )
