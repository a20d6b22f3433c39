"""Whether an object was stored after all, where the answer that says so was lost."""

from __future__ import annotations

from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.proof import Sent
from s3enc_gui.s3.answers import read_answer
from s3enc_gui.s3.errors import may_have_arrived
from s3enc_gui.s3.transport import Answer, Transport


def arrived(error: AppError, transport: Transport, bucket: str, key: str, sent: Sent) -> Answer:
    """Return what S3 has under the key where it is what was sent.

    Raises the error where the object is not there or is another. A name that is taken, nobody can
    say by what, is an error of its own: the name must neither be skipped nor replaced by another.
    """
    if not may_have_arrived(error):
        raise error
    try:
        fields: Any = transport.head_object(bucket, key, checksum=True)
    except AppError as blind:
        if error.code == "PreconditionFailed" and blind.code not in ("404", "NoSuchKey"):
            raise _undecided(key) from error
        raise error from None
    answer = read_answer(fields)
    if fields.get("ContentLength") == sent.size and _is_same(answer, sent):
        return answer
    raise error


def _is_same(answer: Answer, sent: Sent) -> bool:
    if answer.checksum and answer.checksum.algorithm == "CRC64NVME":
        return answer.checksum.value == sent.crc64nvme
    return bool(sent.md5_etag) and answer.etag == sent.md5_etag


def _undecided(key: str) -> AppError:
    return AppError(
        "It is not known whether the file arrived",
        f"The answer was lost, and now there is an object “{key}” that may not be looked at.",
        "Ask somebody who may read the object, or upload under another name.",
        code="AnswerLost",
    )
