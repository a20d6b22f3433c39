"""Copies objects with their encryption (docs/decisions/0011-copies-keep-their-encryption.md).

By default, CopyObject encrypts the copy with the bucket's default encryption; every request
therefore names all properties to keep.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import field, replace
from typing import Any

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.copies.comparison import CopySource
from s3enc_gui.domain.copies.request import copy_parameters, creation_parameters
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.parts import MAX_PART, MIB
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.copies.folder_marker import make_marker
from s3enc_gui.s3.copies.multipart_copy import AT_ONCE as PARTS_AT_ONCE
from s3enc_gui.s3.copies.multipart_copy import MultipartCopy
from s3enc_gui.s3.customer_keys.confirmation import confirmed
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import subject, translated
from s3enc_gui.s3.objects.inspection import has_no_customer_key
from s3enc_gui.s3.transport.interface import WriteResponse
from s3enc_gui.s3.transport.responses import read_write_response

LARGEST_WHOLE = MAX_PART  # maximum of CopyObject (S3 User Guide, CopyingObjectsExamples)
USUAL_PART = 64 * MIB  # copied in about a second


@dataclass(frozen=True, slots=True)
class CopySizes:
    """Largest object copied in one request, and smallest size of parts; in bytes."""

    whole: int = LARGEST_WHOLE
    part: int = USUAL_PART


@dataclass(frozen=True, slots=True)
class Copier:
    """Copies from one bucket to another, or within one; on one loop.

    `conditional`: the target's server is known to honor `If-None-Match`. `known_uploads` as in
    MultipartCopy; `part_limit` is its `limit`. Customer-provided keys (SSE-C): `source` sends the
    source's key, `target` that of the copy, `seen_target` the source's, and `plain_target` none.
    """

    source: CopyBucket
    target: CopyBucket
    conditional: bool
    known_uploads: Callable[[], Collection[str]]
    sizes: CopySizes = CopySizes()
    part_limit: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PARTS_AT_ONCE))
    seen_target: CopyBucket = field(default=None)  # type: ignore[assignment] # set below
    plain_target: CopyBucket = field(default=None)  # type: ignore[assignment] # set below

    def __post_init__(self) -> None:
        for name in ("seen_target", "plain_target"):
            if getattr(self, name) is None:
                object.__setattr__(self, name, self.target)

    async def read_copy(self, key: str, version_id: str | None) -> CopySource:
        """Read an object that was just stored as this version; see CopyBucket.read_new.

        Where S3 says that it isn't encrypted with the key (SSE-C) of the copy, without that key.
        """
        try:
            copy = await self.target.read_new(key, version_id)
        except AppError as error:
            if not has_no_customer_key(error):
                raise
            return await self.plain_target.read_new(key, version_id)
        return replace(copy, details=await confirmed(self.target.client, copy.details))

    async def is_free(self, key: str) -> bool:
        """Whether no object has a key; see CopyBucket.is_free."""
        return await self.plain_target.is_free(key, conditional=self.conditional)

    def is_in_parts(self, source: CopySource) -> bool:
        """Whether an object is too large for one request."""
        return source.details.size > self.sizes.whole

    async def copy(
        self,
        source: CopySource,
        version_id: str | None,
        key: str,
        *,
        if_absent: bool,
        checkpoint: Callable[[], None],
        on_copied: Callable[[int], None],
        replaces: str = "",
    ) -> WriteResponse:
        """Copy one object as it was read before, and return the response.

        `version_id` as it was requested. `replaces` is the ETag, as S3 returned it, of the object
        that the copy replaces, where the server honors such conditions. `on_copied` gets the size
        of each part in bytes. Raises AppError, with code PreconditionFailed where the source has
        changed, or `if_absent` and the key exists. Raises Cancelled after an unfinished copy is
        aborted.
        """
        condition = self._condition(if_absent=if_absent)
        if replaces and self.conditional:
            condition = {"IfMatch": replaces}
        params = self._pinned(source, version_id, key)
        if self.is_in_parts(source):
            least, limit = self.sizes.part, self.part_limit
            parts = MultipartCopy(
                self.target, source, key, params, least, limit, self.known_uploads
            )
            return await parts.run(condition, checkpoint, on_copied)
        params |= {**copy_parameters(source), **_KEEP, **condition}
        try:
            response = await in_thread(self._copy_whole, params)
        except AppError as error:
            if error.code != _ILLEGAL or self.is_amazon or not _is_onto_itself(params):
                raise
            stated = {**params, **_stated(source)}
            response = await in_thread(self._copy_whole, stated)
        on_copied(max(0, source.details.size))
        return response

    async def recreate(self, source: CopySource, key: str, *, if_absent: bool) -> WriteResponse:
        """Create a folder marker that the server doesn't copy; see `make_marker`."""
        condition = self._condition(if_absent=if_absent)
        return await self.target.gate.run(lambda: make_marker(self.target, source, key, condition))

    def _condition(self, *, if_absent: bool) -> dict[str, object]:
        return {"IfNoneMatch": "*"} if if_absent and self.conditional else {}

    @property
    def is_amazon(self) -> bool:
        """Whether the target's server is Amazon's."""
        return is_amazon(self.target.client.meta.endpoint_url)

    def _pinned(self, source: CopySource, version_id: str | None, key: str) -> dict[str, object]:
        """Return the parameters for both objects, on condition that the source is unchanged."""
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
        # A response without an ETag is accepted: the copy is read and compared afterwards.
        return read_write_response({**fields, **(fields.get("CopyObjectResult") or {})})


_ILLEGAL = "InvalidRequest"


def _is_onto_itself(params: Any) -> bool:  # noqa: ANN401 - boto3's parameters
    source = params["CopySource"]
    return (params["Bucket"], params["Key"]) == (source["Bucket"], source["Key"])


def _stated(source: CopySource) -> dict[str, object]:
    """Return the metadata and headers of the source as new ones.

    SeaweedFS refuses a copy onto itself that changes only the encryption, which AWS accepts.
    """
    names = ("Metadata", *_HEADERS)
    created = creation_parameters(source)
    return {"MetadataDirective": "REPLACE"} | {
        name: created[name] for name in names if name in created
    }


_HEADERS = (
    *("CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage"),
    *("ContentType", "Expires"),
)
# The default on AWS; stated for other servers.
_KEEP = {"MetadataDirective": "COPY", "TaggingDirective": "COPY"}
