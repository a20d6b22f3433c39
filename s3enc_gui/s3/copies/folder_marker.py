"""The marker of a folder, made anew where a server cannot copy it.

It is an empty object whose key ends with `/`. Servers that keep objects as files have a folder in
its place, and refuse to copy that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from s3enc_gui.domain.copies.request import creation_parameters
from s3enc_gui.domain.transient_errors import concerns_all, is_throttled
from s3enc_gui.s3.objects.checksums import crc64nvme
from s3enc_gui.s3.objects.uploader import Uploader
from s3enc_gui.s3.transport.interface import Body, WriteResponse

if TYPE_CHECKING:
    from s3enc_gui.domain.copies.proof import CopySource
    from s3enc_gui.domain.errors import AppError
    from s3enc_gui.s3.copies.copy_bucket import CopyBucket

_TAKEN_OR_CHANGED = ("PreconditionFailed", "412", "ConditionalRequestConflict", "409")


def refuses_copy(error: AppError) -> bool:
    """Whether the server answered that it does not copy this, for a reason of its own.

    Not where the user may not do it, the name is taken, the source has changed, or nobody answered.
    """
    if not isinstance(error.__cause__, ClientError) or concerns_all(error) or is_throttled(error):
        return False
    return "AccessDenied" not in error.code and error.code not in ("403", *_TAKEN_OR_CHANGED)


async def make_marker(
    place: CopyBucket, source: CopySource, key: str, condition: Mapping[str, object]
) -> WriteResponse:
    """Store an empty object with the encryption, class, headers, metadata and tags of another.

    Raises AppError, also where something of it would surely be lost.
    """
    parameters = {**creation_parameters(source), **condition}
    uploader = Uploader(place.client, place.transport, place.bucket)
    return await uploader.put(key, Body(b""), crc64nvme(b""), parameters)
