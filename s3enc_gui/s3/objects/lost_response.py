"""Whether an object was stored after all, where the answer that says so was lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3enc_gui.domain.encryption.proof import Sent, Verdict, content_finding
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.objects.inspection import head
from s3enc_gui.s3.transport.interface import Transport, WriteResponse
from s3enc_gui.s3.transport.responses import read_answer, read_date

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


Exact = Callable[[Sent, str], Awaitable[Sent]]
"""Gets what was sent and an object's ETag; returns the same with more checksums."""

_HOLDS = {Verdict.VERIFIED: True, Verdict.DIFFERENT: False, Verdict.CANNOT_TELL: None}


@dataclass(frozen=True, slots=True)
class ExistingObject:
    """An object under a key; `size` in bytes, None: not told. `modified` is its LastModified.

    `at` is the server's time when it was looked at.
    """

    answer: WriteResponse
    size: int | None
    modified: datetime | None = None
    at: datetime | None = None

    def holds(self, sent: Sent) -> bool | None:
        """Whether it holds the bytes that were sent.

        None: the size is theirs, and there is no checksum that can be compared.
        """
        if self.size != sent.size:
            return False
        return _HOLDS[content_finding(sent, self.answer.checksum, self.answer.etag).verdict]

    async def compared(self, sent: Sent, exact: Exact) -> bool | None:
        """Return the same; `exact` is asked for more evidence where what there is does not tell."""
        same = self.holds(sent)
        return self.holds(await exact(sent, self.answer.etag)) if same is None else same


async def found(
    client: S3Client, transport: Transport, location: Location
) -> ExistingObject | None:
    """Look what there is under a key; None: nothing. Raises AppError where nobody may say."""
    try:
        fields: Any = await head(client, transport, location)
    except AppError as error:
        if error.code in ("404", "NoSuchKey"):
            return None
        raise
    if fields is None:  # it has a key of its own (SSE-C), which uploads never use
        return ExistingObject(
            WriteResponse("", EncryptionStatus(customer_algorithm="AES256")), None
        )
    size, modified = fields.get("ContentLength"), fields.get("LastModified")
    return ExistingObject(read_answer(fields), size, modified, read_date(fields))


def answered_at(error: AppError) -> datetime | None:
    """Return the server's time when it gave the answer that an error stands for (its Date)."""
    cause = error.__cause__
    return read_date(cause.response) if isinstance(cause, ClientError) else None


def undecided(key: str) -> AppError:
    """Return the words for a name that is taken, nobody can say by what.

    It must neither be skipped nor replaced, nor may another be taken in its place.
    """
    return AppError(
        "It is not known whether the file arrived",
        f"The answer was lost, and now there is an object “{key}” that may not be looked at.",
        "Ask somebody who may read the object, or upload under another name.",
        code="AnswerLost",
    )


def contradicted(key: str) -> AppError:
    """Return the words for a write that was refused for an object that is not there."""
    return AppError(
        "The server contradicts itself",
        f"It refuses to store “{key}” because there is such an object, and then has none.",
        "Nothing was stored. Upload the file again.",
        code="RefusedForNothing",
    )


def vanished(key: str) -> AppError:
    """Return the words for a multipart upload that is neither open nor an object."""
    return AppError(
        "The upload is gone from the server",
        f"Its parts are not there any more, and “{key}” does not hold the file.",
        "Someone or a lifecycle rule may have aborted it. Upload the file again.",
        code="UploadGone",
    )
