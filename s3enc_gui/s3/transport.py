"""The seam under the engine: what is asked of whatever carries the bytes.

Three requests that happen thousands of times; everything that happens once a file or once a job
(CreateMultipartUpload, CompleteMultipartUpload, KMS, policies) goes through botocore anyway.
Every implementation passes tests/contract/test_transport.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from s3enc_gui.domain.encryption import EncryptionStatus
from s3enc_gui.domain.object_details import Checksum
from s3enc_gui.s3.stop import Stop


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes to send, with the hooks that make sending visible and stoppable.

    `on_sent` gets the change in bytes handed to the line, negative when a retry begins anew; it is
    called from whatever thread sends. A `stop` that comes before all bytes have left ends the
    request with Cancelled.
    """

    data: bytes | bytearray | memoryview
    on_sent: Callable[[int], None] = lambda _: None
    stop: Stop = field(default_factory=Stop)


@dataclass(frozen=True, slots=True)
class Answer:
    """What S3 said about what it stored, from PutObject, UploadPart or CompleteMultipartUpload."""

    etag: str
    status: EncryptionStatus
    checksum: Checksum | None = None
    version_id: str | None = None
    request_id: str | None = None


class Transport(Protocol):
    """PutObject, UploadPart and HeadObject as single requests; all raise AppError or Cancelled.

    To be awaited on an asyncio loop; nothing blocks it.
    """

    async def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> Answer:
        """Send one object; `parameters` by their boto3 names."""
        ...

    async def upload_part(
        self,
        bucket: str,
        key: str,
        upload_id: str,
        number: int,
        body: Body,
        parameters: Mapping[str, object],
    ) -> Answer:
        """Send one part; the encryption is that of the multipart upload."""
        ...

    async def head_object(
        self, bucket: str, key: str, version_id: str | None = None, *, checksum: bool = False
    ) -> Mapping[str, object]:
        """Return HeadObject's fields by their boto3 names.

        `checksum` asks for it too, which needs kms:Decrypt on KMS objects.
        """
        ...
