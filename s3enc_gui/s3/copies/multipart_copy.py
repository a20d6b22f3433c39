"""A copy in parts: of what is too large for one CopyObject."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.copies.proof import CopySource
from s3enc_gui.domain.copies.request import creation_parameters
from s3enc_gui.domain.encryption.object_details import WHOLE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.parts import MAX_PARTS, MIB, Part, cut
from s3enc_gui.s3.errors.translation import subject, translated, unreadable
from s3enc_gui.s3.multipart.incomplete_uploads import abort_incomplete_uploads
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.objects.checksums import refuses_checksum
from s3enc_gui.s3.transport.interface import WriteResponse

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

AT_ONCE = 8  # parts under way
_COMBINABLE = ("CRC64NVME", "CRC32", "CRC32C")  # checksums that parts can be put together to


@dataclass(slots=True)
class MultipartCopy:
    """One object's. `pinned` names both sides as CopyObject takes them; `least` size of parts.

    `room` bounds the parts under way, with those of other objects. `known_uploads` tells the ids of
    uploads to the target that are somebody's; it blocks.
    """

    client: S3Client
    source: CopySource
    key: str
    pinned: Mapping[str, Any]
    least: int
    room: asyncio.Semaphore
    known_uploads: Callable[[], Collection[str]]
    _upload_id: str = ""
    _algorithm: str = ""
    _done: dict[int, dict[str, object]] = field(default_factory=dict)

    async def run(
        self,
        condition: Mapping[str, object],
        checkpoint: Callable[[], None],
        on_copied: Callable[[int], None],
    ) -> WriteResponse:
        """See Copier.copy; the encryption is settled when the upload is created."""
        checkpoint()
        await aside(self._create)
        try:
            await self._copy_parts(checkpoint, on_copied)
            checkpoint()
            return await aside(self._complete, condition)
        except BaseException:
            # Where the answer to the completion was lost there may be an object, and no upload.
            await aside(self._abort)
            raise

    def _parts(self) -> Iterator[Part]:
        size = self.source.details.size
        needed = -(-size // MAX_PARTS)
        return cut(size, max(self.least, -(-needed // MIB) * MIB))

    def _create(self) -> None:
        """Ask for the checksum of the source, so that both can be compared."""
        checksum = self.source.details.checksum
        known = checksum and checksum.kind == WHOLE and checksum.algorithm in _COMBINABLE
        self._algorithm = checksum.algorithm if checksum and known else _COMBINABLE[0]
        params: Any = {**creation_parameters(self.source), **self._names}
        begun = datetime.now(UTC)
        wanted = {"ChecksumAlgorithm": self._algorithm, "ChecksumType": WHOLE}
        try:
            answer = self._created({**params, **wanted})
        except AppError as error:
            if not refuses_checksum(error):
                self._sweep(begun)
                raise
            self._algorithm = ""
            answer = self._created(params)
        self._upload_id = answer.get("UploadId") or ""
        if not self._upload_id or answer.get("ResponseMetadata", {}).get("RetryAttempts"):
            self._sweep(begun)
        if not self._upload_id:
            raise unreadable("CreateMultipartUpload")

    def _sweep(self, begun: datetime) -> None:
        """Abort uploads to this very key that were begun since then and whose ids nobody heard."""
        names = self._names["Bucket"], self._names["Key"]
        with suppress(AppError):  # nobody may list them: they are offered another time
            abort_incomplete_uploads(
                self.client, *names, begun, {*self.known_uploads(), self._upload_id}
            )

    def _created(self, params: Any) -> Any:  # noqa: ANN401 - boto3's parameters and answer
        with translated(**subject(params)):
            return self.client.create_multipart_upload(**params)

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
                    async with self.room:
                        checkpoint()
                        await aside(self._copy_part, part)
                    on_copied(part.size)
            except BaseException:
                failed = True
                raise

        # All come to their end before anything is aborted: a part on its way could land after it.
        ends = await asyncio.gather(*(work() for _ in range(AT_ONCE)), return_exceptions=True)
        for end in ends:
            if end is not None:
                raise end

    def _copy_part(self, part: Part) -> None:
        last = part.offset + part.size - 1
        with translated(**subject(self.pinned)):
            answer: Any = self.client.upload_part_copy(
                **self.pinned,
                UploadId=self._upload_id,
                PartNumber=part.number,
                CopySourceRange=f"bytes={part.offset}-{last}",
            )
        result = answer.get("CopyPartResult") or {}
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
                params[f"Checksum{self._algorithm}"] = checksum.value  # S3 itself compares
        parts: Any = [self._done[number] for number in sorted(self._done)]
        with translated(**subject(self.pinned)):
            fields: Any = self.client.complete_multipart_upload(
                **self._names, UploadId=self._upload_id, MultipartUpload={"Parts": parts}, **params
            )
        return self._upload.answered(fields)

    def _abort(self) -> None:
        self._upload.abort()

    @property
    def _upload(self) -> MultipartUpload:
        names = self._names
        return MultipartUpload.left(self.client, names["Bucket"], names["Key"], self._upload_id)

    @property
    def _names(self) -> dict[str, Any]:
        return {"Bucket": self.pinned["Bucket"], "Key": self.key}
