"""Uploads objects and parts with a checksum.

s3transfer's `upload_file` supports neither BucketKeyEnabled nor conditional writes, and returns no
response (docs/decisions/0002-own-multipart-engine.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.parts import Part
from s3enc_gui.domain.uploads.transfer import SentPart
from s3enc_gui.s3.checksums import as_header, md5, md5_header
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.server.refused_headers import CHECKSUM, RefusedHeaders, refuses_checksum
from s3enc_gui.s3.transport.interface import Body, Transport, WriteResponse

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(slots=True)
class Uploader:
    """Uploads to one bucket; on one loop.

    To a server that doesn't support CRC64NVME (`refused`), Content-MD5 is sent.
    """

    client: S3Client
    transport: Transport
    bucket: str
    refused: RefusedHeaders = field(default_factory=RefusedHeaders)

    async def put(
        self, key: str, body: Body, crc64nvme: int, parameters: Mapping[str, object]
    ) -> WriteResponse:
        """Store one object (PutObject). Raises AppError or Cancelled."""
        crc = not self.refused.refuses(CHECKSUM)
        if crc:
            checksum = {"ChecksumCRC64NVME": as_header(crc64nvme)}
            try:
                return await self.transport.put_object(
                    self.bucket, key, body, {**parameters, **checksum}
                )
            except AppError as error:
                if not refuses_checksum(error):
                    raise
        checksum = {"ContentMD5": md5_header(md5(body.data))}
        response = await self.transport.put_object(
            self.bucket, key, body, {**parameters, **checksum}
        )
        if crc:  # it was the checksum that was refused
            self.refused.learn([CHECKSUM])
        return response

    async def send(
        self, upload: MultipartUpload, part: Part, body: Body, crc64nvme: int
    ) -> SentPart:
        """Send one part (UploadPart) and add it to the upload. Raises AppError or Cancelled."""
        if upload.crc:
            checksum = {"ChecksumCRC64NVME": as_header(crc64nvme)}
        else:
            checksum = {"ContentMD5": md5_header(md5(body.data))}
        response = await self.transport.upload_part(
            upload.bucket, upload.key, upload.upload_id, part.number, body, checksum
        )
        return upload.add_sent(part, crc64nvme, body.data, response)

    def create(self, key: str, parameters: Mapping[str, object], size: int) -> MultipartUpload:
        """Create a multipart upload; blocks. Raises AppError."""
        crc = not self.refused.refuses(CHECKSUM)
        if crc:
            try:
                return MultipartUpload.create(
                    self.client, self.bucket, key, parameters, size, crc=True
                )
            except AppError as error:
                if not refuses_checksum(error):
                    raise
        upload = MultipartUpload.create(self.client, self.bucket, key, parameters, size, crc=False)
        if crc:
            self.refused.learn([CHECKSUM])
        return upload
