"""Bytes to an object, or to a part of one, with the checksum that guards the way.

s3transfer's `upload_file` refuses BucketKeyEnabled and conditional writes and hands no answer back,
so the parts are ours (docs/decisions/0002-own-multipart-engine.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.parts import Part
from s3enc_gui.domain.uploads.transfer import SentPart
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.objects.checksums import as_header, md5, md5_header, refuses_checksum
from s3enc_gui.s3.transport.interface import Body, Transport, WriteResponse

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(slots=True)
class Uploader:
    """Sends to one bucket. To be awaited on one loop.

    `crc` turns false for good as soon as the server says that it does not know CRC64NVME; then
    Content-MD5 guards the way.
    """

    client: S3Client
    transport: Transport
    bucket: str
    crc: bool = True

    async def put(
        self, key: str, body: Body, crc64nvme: int, parameters: Mapping[str, object]
    ) -> WriteResponse:
        """Store one object (PutObject). Raises AppError or Cancelled."""
        if self.crc:
            guard = {"ChecksumCRC64NVME": as_header(crc64nvme)}
            try:
                return await self.transport.put_object(
                    self.bucket, key, body, {**parameters, **guard}
                )
            except AppError as error:
                if not refuses_checksum(error):
                    raise
                self.crc = False
        guard = {"ContentMD5": md5_header(md5(body.data))}
        return await self.transport.put_object(self.bucket, key, body, {**parameters, **guard})

    async def send(
        self, upload: MultipartUpload, part: Part, body: Body, crc64nvme: int
    ) -> SentPart:
        """Send one part (UploadPart) and note it in the upload. Raises AppError or Cancelled."""
        if upload.crc:
            guard = {"ChecksumCRC64NVME": as_header(crc64nvme)}
        else:
            guard = {"ContentMD5": md5_header(md5(body.data))}
        answer = await self.transport.upload_part(
            upload.bucket, upload.key, upload.upload_id, part.number, body, guard
        )
        return upload.finished(part, crc64nvme, body.data, answer)

    def create(self, key: str, parameters: Mapping[str, object], size: int) -> MultipartUpload:
        """Create a multipart upload; blocks. Raises AppError."""
        if self.crc:
            try:
                return MultipartUpload.create(
                    self.client, self.bucket, key, parameters, size, crc=True
                )
            except AppError as error:
                if not refuses_checksum(error):
                    raise
                self.crc = False
        return MultipartUpload.create(self.client, self.bucket, key, parameters, size, crc=False)
