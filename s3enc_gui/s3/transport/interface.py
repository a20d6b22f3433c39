"""The seam under the engine: what is asked of whatever carries the bytes.

Four requests that happen thousands of times; everything that happens once a file or once a job
(CreateMultipartUpload, CompleteMultipartUpload, KMS, policies) goes through botocore anyway.
Every implementation passes tests/contract/test_transport.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.encryption.object_details import Checksum
from s3enc_gui.domain.encryption.status import EncryptionStatus


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes to send, with the hooks that make sending visible and stoppable.

    `on_sent` gets the change in bytes handed to the line, negative when a retry begins anew; it is
    called from whatever thread sends. A `stop` that comes before all bytes have left ends the
    request with Cancelled.
    """

    data: bytes | bytearray | memoryview
    on_sent: Callable[[int], None] = lambda _: None
    stop: Cancellation = field(default_factory=Cancellation)


@dataclass(frozen=True, slots=True)
class GetRequest:
    """Bytes to fetch, first and last included (None: to the end), and whoever takes them.

    `take` gets the pieces in order, from a thread that may be kept waiting. `etag` and `size` (of
    the whole object): only of that very object, whether or not the server minds the condition
    `if_match`, which is the ETag as the server wrote it. A `stop` in the middle ends the request
    with Cancelled.
    """

    take: Callable[[bytes], object]
    first: int = 0
    last: int | None = None
    version_id: str | None = None
    etag: str | None = None
    stop: Cancellation = field(default_factory=Cancellation)
    size: int | None = None
    if_match: str | None = None

    @property
    def is_range(self) -> bool:
        """Whether only some of the bytes are asked for."""
        return bool(self.first or self.last is not None)

    @property
    def parameters(self) -> dict[str, object]:
        """The same as GetObject's, by their boto3 names."""
        params: dict[str, object] = {}
        if self.is_range:
            params["Range"] = f"bytes={self.first}-{'' if self.last is None else self.last}"
        if self.version_id:
            params["VersionId"] = self.version_id
        if self.if_match:
            params["IfMatch"] = self.if_match
        return params


@dataclass(frozen=True, slots=True)
class WriteResponse:
    """What S3 said about what it stored, from PutObject, UploadPart or CompleteMultipartUpload.

    `etag` is what is compared, `raw_etag` the text as it came, which is sent back.
    """

    etag: str
    status: EncryptionStatus
    checksum: Checksum | None = None
    version_id: str | None = None
    request_id: str | None = None
    raw_etag: str = ""
    upload_id: str = ""  # of the multipart upload that was completed


class Transport(Protocol):
    """PutObject, UploadPart, HeadObject and GetObject as single requests.

    All raise AppError or Cancelled.

    To be awaited on an asyncio loop; nothing blocks it.
    """

    async def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> WriteResponse:
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
    ) -> WriteResponse:
        """Send one part; the encryption is that of the multipart upload."""
        ...

    async def head_object(
        self, bucket: str, key: str, version_id: str | None = None, *, checksum: bool = False
    ) -> Mapping[str, object]:
        """Return HeadObject's fields by their boto3 names.

        `checksum` asks for it too, which needs kms:Decrypt on KMS objects.
        """
        ...

    async def get_object(self, bucket: str, key: str, wanted: GetRequest) -> Mapping[str, object]:
        """Fetch bytes of an object, and return GetObject's fields but for the body.

        It is tried again only as long as nothing was taken: whoever takes knows how far it got. An
        answer that is not what was asked for is an error before anything is taken (`check_answer`);
        a body without a length may be cut, which is seen by its size alone.
        """
        ...
