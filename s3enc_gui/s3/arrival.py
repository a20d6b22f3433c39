"""Whether an object was stored after all, where the answer that says so was lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.proof import Sent
from s3enc_gui.s3.answers import read_answer
from s3enc_gui.s3.transport import Answer, Transport


async def found(
    transport: Transport, bucket: str, key: str, sent: Sent, since: datetime | None = None
) -> Answer | None:
    """Return what S3 says of the object under the key, if it holds the bytes that were sent.

    None: there is no object, or it is another, or it was last written before `since`. Raises
    AppError where nobody may say.
    """
    try:
        fields: Any = await transport.head_object(bucket, key, checksum=True)
    except AppError as error:
        if error.code in ("404", "NoSuchKey"):
            return None
        raise
    answer = read_answer(fields)
    if fields.get("ContentLength") != sent.size or not _is_same(answer, sent):
        return None
    written = fields.get("LastModified")
    return answer if since is None or (written is not None and written >= since) else None


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


def _is_same(answer: Answer, sent: Sent) -> bool:
    if answer.checksum and answer.checksum.algorithm == "CRC64NVME":
        return answer.checksum.value == sent.crc64nvme
    return bool(sent.md5_etag) and answer.etag == sent.md5_etag
