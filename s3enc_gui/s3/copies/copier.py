"""Copies that keep what their sources have (docs/decisions/0011-copies-keep-their-encryption.md).

CopyObject gives a copy the bucket's default encryption, whatever the source has: everything that is
to be kept is said with every request.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.copies.proof import CopySource
from s3enc_gui.domain.copies.request import copy_parameters
from s3enc_gui.domain.uploads.parts import MAX_PART, MIB
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.copies.folder_marker import make_marker
from s3enc_gui.s3.copies.multipart_copy import AT_ONCE as PARTS_AT_ONCE
from s3enc_gui.s3.copies.multipart_copy import MultipartCopy
from s3enc_gui.s3.errors.translation import subject, translated
from s3enc_gui.s3.transport.interface import WriteResponse
from s3enc_gui.s3.transport.responses import read_answer

LARGEST_WHOLE = MAX_PART  # what one CopyObject takes (userguide, CopyingObjectsExamples)
USUAL_PART = 64 * MIB  # S3 copies it in about a second


@dataclass(frozen=True, slots=True)
class CopySizes:
    """Up to how many bytes an object is copied in one request, and the least size of parts."""

    whole: int = LARGEST_WHOLE
    part: int = USUAL_PART


@dataclass(frozen=True, slots=True)
class Copier:
    """Copies from one bucket to another, or within one. To be awaited on one loop.

    `conditional`: the target's server is known to honour `If-None-Match`. `known_uploads` as in
    PartsCopy. `room` is that of the parts of all objects under way.
    """

    source: CopyBucket
    target: CopyBucket
    conditional: bool
    known_uploads: Callable[[], Collection[str]]
    sizes: CopySizes = CopySizes()
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PARTS_AT_ONCE))

    async def copy(
        self,
        source: CopySource,
        version_id: str | None,
        key: str,
        *,
        if_absent: bool,
        checkpoint: Callable[[], None],
        on_copied: Callable[[int], None],
    ) -> WriteResponse:
        """Copy one object as it was looked at, and return what S3 says of the copy.

        `version_id` as it was asked for. `on_copied` gets the bytes of each part. Raises AppError,
        with code PreconditionFailed where the source is another by now, or `if_absent` and the name
        is taken; and Cancelled, when what was begun is undone.
        """
        condition = self._condition(if_absent=if_absent)
        params = self._pinned(source, version_id, key)
        if source.details.size > self.sizes.whole:
            client, least = self.target.client, self.sizes.part
            parts = MultipartCopy(client, source, key, params, least, self.room, self.known_uploads)
            return await parts.run(condition, checkpoint, on_copied)
        answer = await aside(
            self._copy_whole, {**params, **copy_parameters(source), **_KEEP, **condition}
        )
        on_copied(source.details.size)
        return answer

    async def recreate(self, source: CopySource, key: str, *, if_absent: bool) -> WriteResponse:
        """Store a marker of a folder that the server does not copy; see `copy_marker`."""
        return await make_marker(self.target, source, key, self._condition(if_absent=if_absent))

    def _condition(self, *, if_absent: bool) -> dict[str, object]:
        return {"IfNoneMatch": "*"} if if_absent and self.conditional else {}

    def _pinned(self, source: CopySource, version_id: str | None, key: str) -> dict[str, object]:
        """Return what names both objects, the source as the one that was looked at."""
        location = source.details.location
        named: dict[str, object] = {"Bucket": location.bucket, "Key": location.key}
        if version_id:
            named["VersionId"] = version_id
        params: dict[str, object] = {"Bucket": self.target.bucket, "Key": key, "CopySource": named}
        etag = source.details.if_match
        return {**params, "CopySourceIfMatch": etag} if etag else params

    def _copy_whole(self, params: Any) -> WriteResponse:  # noqa: ANN401 - boto3's parameters
        with translated(**subject(params)):
            fields: Any = self.target.client.copy_object(**params)
        # Where it names no ETag, what is there now is looked at and compared all the same.
        return read_answer({**fields, **(fields.get("CopyObjectResult") or {})})


# What servers do by themselves, on Amazon at least.
_KEEP = {"MetadataDirective": "COPY", "TaggingDirective": "COPY"}
