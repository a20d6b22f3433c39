"""Interface of the four S3 requests that run thousands of times.

Requests that run once for a file or a job (CreateMultipartUpload, CompleteMultipartUpload, KMS) use
botocore's clients. Every implementation passes tests/contract/test_transport.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Protocol

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.object_details import Checksum
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.headers.content_encoding import codings

IDENTITY = "identity"
"""What requests accept by default: content as it is stored (RFC 9110, 12.5.3)."""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request, with progress and cancellation.

    `on_sent` gets the change in bytes sent, negative when a retry starts over; it is called on the
    sending thread. If `stop` is set before all bytes are sent, the request raises Cancelled.
    """

    data: bytes | bytearray | memoryview
    on_sent: Callable[[int], None] = lambda _: None
    stop: Cancellation = field(default_factory=Cancellation)


@dataclass(frozen=True, slots=True)
class GetRequest:
    """A download of bytes from `first` to `last`, inclusive (None: to the end).

    `take` gets the pieces in order; it may block. `etag` and `size` are those of the whole object;
    the response is checked against them, as servers may ignore the condition `if_match` (the ETag
    as the server returned it). `encoding` is the object's Content-Encoding, None if it isn't known.
    If `stop` is set, the request raises Cancelled. `checksum`: with the checksum, which needs
    kms:Decrypt like the bytes themselves.
    """

    take: Callable[[bytes], object]
    first: int = 0
    last: int | None = None
    version_id: str | None = None
    etag: str | None = None
    stop: Cancellation = field(default_factory=Cancellation)
    size: int | None = None
    if_match: str | None = None
    encoding: str | None = None
    checksum: bool = False

    @property
    def is_range(self) -> bool:
        """Whether it requests a range."""
        return bool(self.first or self.last is not None)

    @property
    def parameters(self) -> dict[str, object]:
        """GetObject's parameters by their boto3 names."""
        params: dict[str, object] = {}
        if accept := codings(self.encoding or ""):
            params["AcceptEncoding"] = accept
        if self.is_range:
            params["Range"] = f"bytes={self.first}-{'' if self.last is None else self.last}"
        if self.version_id:
            params["VersionId"] = self.version_id
        if self.if_match:
            params["IfMatch"] = self.if_match
        if self.checksum:
            params["ChecksumMode"] = "ENABLED"
        return params


@dataclass(frozen=True, slots=True)
class WriteResponse:
    """The response to PutObject, UploadPart, CompleteMultipartUpload or CopyObject.

    `etag` is normalized for comparison, `raw_etag` is the value as returned, for requests.
    `context` is the encryption context that the response names; None: it names none.
    """

    etag: str
    status: EncryptionStatus
    checksum: Checksum | None = None
    version_id: str | None = None
    request_id: str | None = None
    raw_etag: str = ""
    upload_id: str = ""  # of the multipart upload that was completed
    context: ContextPairs | None = None


class Transport(Protocol):
    """PutObject, UploadPart, HeadObject and GetObject; all raise AppError and Cancelled.

    Nothing blocks the asyncio loop.
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
        """Send one part; it has the encryption of the multipart upload."""
        ...

    async def head_object(
        self,
        bucket: str,
        key: str,
        version_id: str | None = None,
        *,
        checksum: bool = False,
        accept: str = IDENTITY,
    ) -> Mapping[str, object]:
        """Return HeadObject's fields by their boto3 names.

        `checksum`: with the checksum, which needs kms:Decrypt for SSE-KMS objects. `accept`: the
        codings of content that the request accepts.
        """
        ...

    async def get_object(self, bucket: str, key: str, request: GetRequest) -> Mapping[str, object]:
        """Download bytes of an object, and return GetObject's fields without the body.

        Not retried once bytes were taken. A response that doesn't match the request raises AppError
        before any byte is taken (see `check_response`). A body without a length may be truncated:
        callers compare its size.
        """
        ...
