"""Folder markers (empty objects whose key ends in `/`) that a server can't copy.

Servers that keep objects as files have a directory in their place and reject the copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from s3enc_gui.domain.copies.request import creation_parameters
from s3enc_gui.domain.transient_errors import concerns_all, is_throttled
from s3enc_gui.s3.checksums import crc64nvme
from s3enc_gui.s3.objects.uploader import Uploader
from s3enc_gui.s3.transport.interface import Body, WriteResponse

if TYPE_CHECKING:
    from s3enc_gui.domain.copies.comparison import CopySource
    from s3enc_gui.domain.errors import AppError
    from s3enc_gui.s3.copies.copy_bucket import CopyBucket

_CONDITION_FAILED = ("PreconditionFailed", "412", "ConditionalRequestConflict", "409")


def refuses_copy(error: AppError) -> bool:
    """Whether the server rejected a copy for a reason of its own.

    Not a denied request, a failed condition, an outage or throttling.
    """
    if not isinstance(error.__cause__, ClientError) or concerns_all(error) or is_throttled(error):
        return False
    return "AccessDenied" not in error.code and error.code not in ("403", *_CONDITION_FAILED)


async def make_marker(
    target: CopyBucket, source: CopySource, key: str, condition: Mapping[str, object]
) -> WriteResponse:
    """Store an empty object with the encryption, class, headers, metadata and tags of the source.

    Raises AppError, also where a property would certainly be lost.
    """
    parameters = {**creation_parameters(source), **condition}
    uploader = Uploader(target.client, target.transport, target.bucket, target.refused)
    return await uploader.put(key, Body(b""), crc64nvme(b""), parameters)
