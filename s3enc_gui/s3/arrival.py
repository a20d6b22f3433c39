"""Whether an object was stored after all, where the answer that says so was lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.proof import Sent, Verdict, content_finding
from s3enc_gui.s3.answers import read_answer
from s3enc_gui.s3.inspection import head
from s3enc_gui.s3.transport import Answer, Transport

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


Exact = Callable[[Sent, str], Awaitable[Sent]]
"""Gets what was sent and an object's ETag; returns the same with more checksums."""


async def found(
    client: S3Client,
    transport: Transport,
    location: Location,
    sent: Sent,
    exact: Exact | None = None,
) -> Answer | None:
    """Return what S3 says of the object under the key, if it holds the bytes that were sent.

    `exact` adds to the evidence, by the object's ETag, where what there is does not tell. None:
    there is no object, or it is another. Raises AppError where nobody may say.
    """
    try:
        fields: Any = await head(client, transport, location)
    except AppError as error:
        if error.code in ("404", "NoSuchKey"):
            return None
        raise
    if fields is None:
        return None
    answer = read_answer(fields)
    if fields.get("ContentLength") != sent.size:
        return None
    content = content_finding(sent, answer.checksum, answer.etag)
    if exact and content.verdict is Verdict.CANNOT_TELL:
        content = content_finding(await exact(sent, answer.etag), answer.checksum, answer.etag)
    return answer if content.verdict is Verdict.VERIFIED else None


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
