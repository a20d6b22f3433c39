"""Copies an object in parts (UploadPartCopy), if it is too large for one CopyObject."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import retries_for
from s3enc_gui.domain.copies.comparison import CopySource
from s3enc_gui.domain.copies.request import cannot_keep, creation_parameters
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.object_details import WHOLE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.parts import MAX_PARTS, MIB, Part, split
from s3enc_gui.i18n import text
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.errors.translation import subject, translated, unreadable
from s3enc_gui.s3.multipart.creation import create_upload
from s3enc_gui.s3.multipart.incomplete_uploads import abort_incomplete_uploads
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.server.refused_headers import CHECKSUM, refuses_checksum
from s3enc_gui.s3.transport.interface import WriteResponse

AT_ONCE = 8  # parts copied in parallel
# Algorithms whose part checksums combine to that of the object.
_COMBINABLE = ("CRC64NVME", "CRC32", "CRC32C")


def _retries(error: AppError) -> int:
    """Retry after an unreadable response once: each may have created an upload."""
    return 1 if error.code == "UnreadableAnswer" else retries_for(error)


@dataclass(slots=True)
class MultipartCopy:
    """The copy of one object; it goes on after an outage with the parts that are left.

    `pinned` names source and target as CopyObject's parameters. `least` is the smallest size of
    parts in bytes. `limit` bounds the parallel parts of all objects. `known_uploads` returns the
    ids of uploads to the target bucket that are still in use; it blocks.
    """

    target: CopyBucket
    source: CopySource
    key: str
    pinned: Mapping[str, Any]
    least: int
    limit: asyncio.Semaphore
    known_uploads: Callable[[], Collection[str]]
    _upload_id: str = ""
    _algorithm: str = ""
    _context: ContextPairs | None = None
    _done: dict[int, dict[str, object]] = field(default_factory=dict)
    _first_try: datetime | None = None

    async def run(
        self,
        condition: Mapping[str, object],
        checkpoint: Callable[[], None],
        on_copied: Callable[[int], None],
    ) -> WriteResponse:
        """See Copier.copy."""
        checkpoint()
        gate = self.target.gate
        await gate.run(lambda: in_thread(self._create), retries=_retries)
        try:
            await self._copy_parts(checkpoint, on_copied)
            checkpoint()
            return await gate.run(lambda: in_thread(self._complete, condition))
        except BaseException:
            # If only the response to the completion was lost, the object exists already.
            await in_thread(self._abort)
            raise

    def _parts(self) -> Iterator[Part]:
        size = self.source.details.size
        needed = -(-size // MAX_PARTS)
        return split(size, max(self.least, -(-needed // MIB) * MIB))

    def _create(self) -> None:
        """Create the upload with the source's checksum algorithm, so that both can be compared."""
        checksum = self.source.details.checksum
        known = checksum and checksum.kind == WHOLE and checksum.algorithm in _COMBINABLE
        self._algorithm = checksum.algorithm if checksum and known else _COMBINABLE[0]
        if self._algorithm == _COMBINABLE[0] and self.target.refused.refuses(CHECKSUM):
            self._algorithm = ""
        params: Any = {**creation_parameters(self.source), **self._names}
        is_repeated = self._first_try is not None
        started = self._first_try = self._first_try or datetime.now(UTC)
        try:
            made = create_upload(self.target.client, params, self._algorithm)
        except AppError as error:
            if not refuses_checksum(error):
                self._abort_unknown(started)
                raise _refused_headers(params, error) from error
            refused, self._algorithm = self._algorithm, ""
            made = create_upload(self.target.client, params)
            if refused == _COMBINABLE[0]:
                self.target.refused.learn([CHECKSUM])
        self._upload_id, self._context = made.upload_id, made.context
        if not self._upload_id or made.retried or is_repeated:
            self._abort_unknown(started)
        if not self._upload_id:
            raise unreadable("CreateMultipartUpload")

    def _abort_unknown(self, since: datetime) -> None:
        """Abort uploads to this key that were created since then and whose ids are unknown."""
        names = self._names["Bucket"], self._names["Key"]
        with suppress(AppError):  # listing them is denied
            abort_incomplete_uploads(
                self.target.client, *names, since, {*self.known_uploads(), self._upload_id}
            )

    async def _copy_parts(
        self, checkpoint: Callable[[], None], on_copied: Callable[[int], None]
    ) -> None:
        left = self._parts()
        failed = False

        async def work() -> None:
            nonlocal failed
            try:
                for part in left:
                    if failed:
                        return
                    async with self.limit:
                        checkpoint()
                        await self.target.gate.run(partial(in_thread, self._copy_part, part))
                    on_copied(part.size)
            except BaseException:
                failed = True
                raise

        # Wait for all parts before anything is aborted: one in progress could be stored after it.
        ends = await asyncio.gather(*(work() for _ in range(AT_ONCE)), return_exceptions=True)
        for end in ends:
            if end is not None:
                raise end

    def _copy_part(self, part: Part) -> None:
        last = part.offset + part.size - 1
        with translated(**subject(self.pinned)):
            response: Any = self.target.client.upload_part_copy(
                **self.pinned,
                UploadId=self._upload_id,
                PartNumber=part.number,
                CopySourceRange=f"bytes={part.offset}-{last}",
            )
        result = response.get("CopyPartResult") or {}
        etag = result.get("ETag") or self._upload.listed_etag(part)
        if not etag:
            raise unreadable("UploadPartCopy")
        done = {"PartNumber": part.number, "ETag": etag}
        checksum = f"Checksum{self._algorithm}"
        if self._algorithm and result.get(checksum):
            done[checksum] = result[checksum]
        self._done[part.number] = done

    def _complete(self, condition: Mapping[str, object]) -> WriteResponse:
        params: Any = dict(condition)
        checksum = self.source.details.checksum
        if self._algorithm:
            params["ChecksumType"] = WHOLE
            if checksum and (checksum.algorithm, checksum.kind) == (self._algorithm, WHOLE):
                params[f"Checksum{self._algorithm}"] = checksum.value  # S3 compares it
        parts: Any = [self._done[number] for number in sorted(self._done)]
        with translated(**subject(self.pinned)):
            fields: Any = self.target.client.complete_multipart_upload(
                **self._names, UploadId=self._upload_id, MultipartUpload={"Parts": parts}, **params
            )
        return replace(self._upload.read_completion(fields), context=self._context)

    def _abort(self) -> None:
        self._upload.abort()

    @property
    def _upload(self) -> MultipartUpload:
        names = self._names
        return MultipartUpload.existing(
            self.target.client, names["Bucket"], names["Key"], self._upload_id
        )

    @property
    def _names(self) -> dict[str, Any]:
        return {"Bucket": self.pinned["Bucket"], "Key": self.key}


def _refused_headers(params: Mapping[str, Any], error: AppError) -> AppError:
    """Return the error, or why the source's headers can't be kept.

    Some servers compute the signature from other characters than the bytes that they returned.
    """
    values = (*params.get("Metadata", {}).values(), *params.values())
    is_ascii = all(value.isascii() for value in values if isinstance(value, str))
    if error.code != "SignatureDoesNotMatch" or is_ascii:
        return error
    return cannot_keep(
        text("The server doesn't accept its headers or metadata as it returned them.")
    )
