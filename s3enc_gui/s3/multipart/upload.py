"""One multipart upload: CreateMultipartUpload, ListParts, Complete- and AbortMultipartUpload."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.object_details import WHOLE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.parts import Part, part_size, split
from s3enc_gui.domain.uploads.request_parameters import requested_encryption
from s3enc_gui.domain.uploads.transfer import OpenUpload, SentPart
from s3enc_gui.s3.checksums import (
    Buffer,
    as_header,
    combined,
    md5,
    multipart_etag,
    of_parts,
)
from s3enc_gui.s3.errors.translation import translated, unreadable
from s3enc_gui.s3.multipart.creation import create_upload
from s3enc_gui.s3.transport.interface import WriteResponse
from s3enc_gui.s3.transport.responses import normal_etag, read_etag, read_write_response

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ABORT_TRIES = 3
_GONE = ("NoSuchUpload", "404")


@dataclass(slots=True)
class MultipartUpload:
    """The parts of one object; they have the encryption that the upload was created with.

    Every method but `add_sent` and `add` sends requests and blocks. `retried`: botocore sent
    CreateMultipartUpload more than once, so another upload may exist whose id isn't known.
    `context` is the encryption context that its response named: that to the completion has none.
    """

    client: S3Client
    bucket: str
    key: str
    size: int
    crc: bool
    upload_id: str
    part_size: int
    asked: str = ""
    retried: bool = False
    context: ContextPairs | None = None
    _parts: dict[int, SentPart] = field(default_factory=dict)

    @classmethod
    def create(
        cls,
        client: S3Client,
        bucket: str,
        key: str,
        parameters: Mapping[str, object],
        size: int,
        *,
        crc: bool,
    ) -> MultipartUpload:
        """Create the upload; `crc`: with a full-object CRC64NVME. Raises AppError."""
        named = {"Bucket": bucket, "Key": key, **parameters}
        made = create_upload(client, named, "CRC64NVME" if crc else "")
        if not made.upload_id:
            raise unreadable("CreateMultipartUpload")
        rest = part_size(size), requested_encryption(parameters), made.retried, made.context
        return cls(client, bucket, key, size, crc, made.upload_id, *rest)

    @classmethod
    def existing(cls, client: S3Client, bucket: str, key: str, upload_id: str) -> MultipartUpload:
        """Return an upload of which only the id is known, to be looked up or aborted."""
        return cls(client, bucket, key, 0, crc=False, upload_id=upload_id, part_size=0)

    @classmethod
    def resume(
        cls, client: S3Client, bucket: str, key: str, size: int, known: OpenUpload
    ) -> MultipartUpload | None:
        """Return an interrupted upload with the recorded parts that S3 has.

        A part counts if ListParts has its recorded number, size and ETag. None where the upload no
        longer exists (NoSuchUpload). Raises AppError.
        """
        upload = cls(
            client,
            bucket,
            key,
            size,
            known.crc,
            known.upload_id,
            known.part_size,
            known.asked,
            context=known.context,
        )
        recorded = {(part.number, part.size, normal_etag(part.etag)): part for part in known.parts}
        with translated(bucket=bucket, key=key):
            try:
                for found in upload._listed_parts():
                    part = recorded.get(found)
                    if part:
                        upload._parts[part.number] = part
            except ClientError as error:
                if error.response["Error"]["Code"] in _GONE:
                    return None
                raise
            except ValueError:  # an invalid date or number: parts not listed are sent again
                pass
        return upload

    @property
    def open(self) -> OpenUpload:
        """What is recorded to resume the upload later."""
        parts = tuple(self._in_order())
        return OpenUpload(self.upload_id, self.part_size, self.crc, parts, self.asked, self.context)

    def missing(self) -> Iterator[Part]:
        """Yield the parts that S3 doesn't have yet, in order."""
        return (part for part in split(self.size, self.part_size) if part.number not in self._parts)

    @property
    def stored_bytes(self) -> int:
        """Bytes of the parts that S3 has."""
        return sum(part.size for part in self._parts.values())

    def add_sent(self, part: Part, crc: int, data: Buffer, response: WriteResponse) -> SentPart:
        """Add a part that was sent, and return it with its checksums.

        Raises AppError where the response has no ETag: it isn't from an S3 server.
        """
        if not response.etag:
            raise unreadable("UploadPart")
        digest = None
        if not response.checksum:
            digest = md5(data)
            digest = digest if digest.hex() == response.etag else None
        sent = SentPart(part.number, part.size, response.raw_etag, crc, digest)
        self.add(sent)
        return sent

    def add(self, part: SentPart) -> None:
        """Add a part that S3 has."""
        self._parts[part.number] = part

    @property
    def sent(self) -> Sent:
        """Size and checksums of the object once it is complete.

        The MD5 of the parts' MD5s is known only where the server returned parts without checksums.
        """
        parts = self._in_order()
        whole = as_header(combined((sent.crc, sent.size) for sent in parts))
        digests = [sent.md5 for sent in parts if sent.md5]
        etag = multipart_etag(digests) if len(digests) == len(parts) else None
        composite = f"{as_header(of_parts(sent.crc for sent in parts))}-{len(parts)}"
        return Sent(self.size, whole, etag, composite)

    def complete(self, condition: Mapping[str, object]) -> WriteResponse:
        """Complete the upload; `condition` may hold `IfNoneMatch`. Raises AppError."""
        params: dict[str, Any] = dict(condition)
        if self.crc:
            params |= {"ChecksumCRC64NVME": self.sent.crc64nvme, "ChecksumType": WHOLE}
            params |= {"MpuObjectSize": self.size}
        with translated(bucket=self.bucket, key=self.key):
            fields: Any = self.client.complete_multipart_upload(
                **self._names,
                MultipartUpload={"Parts": [self._listed(sent) for sent in self._in_order()]},
                **params,
            )
        return self.read_completion(fields)

    def read_completion(self, fields: Mapping[str, Any]) -> WriteResponse:
        """Read the response to a completion; a missing ETag is read with HeadObject.

        The ETag is empty where HeadObject is denied. Raises AppError where the upload is still
        open, or the object doesn't exist.
        """
        if read_etag(fields):
            return self._completed(fields, upload_id=self.upload_id)
        if self.is_open():
            raise unreadable("CompleteMultipartUpload")
        named: Any = {"Bucket": self.bucket, "Key": self.key}
        if version := named_version(fields.get("VersionId")):
            named["VersionId"] = version
        try:
            with translated(bucket=self.bucket, key=self.key):
                head: Any = self.client.head_object(**named)
        except AppError as error:
            if error.code == "403":
                return self._completed(fields)
            raise (
                unreadable("CompleteMultipartUpload") if error.code == "404" else error
            ) from error
        return self._completed({**fields, "ETag": head.get("ETag")})

    def _completed(self, fields: Mapping[str, Any], upload_id: str = "") -> WriteResponse:
        response = read_write_response(fields)
        return replace(response, upload_id=upload_id, context=self.context)

    def listed_etag(self, part: Part) -> str:
        """Return the ETag of a part by ListParts; empty where it isn't listed."""
        with translated(bucket=self.bucket, key=self.key):
            response: Any = self.client.list_parts(
                **self._names, PartNumberMarker=part.number - 1, MaxParts=1
            )
        for found in response.get("Parts", ()):
            if (found.get("PartNumber"), found.get("Size")) == (part.number, part.size):
                return str(found.get("ETag") or "")
        return ""

    def is_open(self) -> bool | None:
        """Whether the upload is neither completed nor aborted (ListParts).

        False for NoSuchUpload; None for any other error.
        """
        try:
            self.client.list_parts(**self._names)
        except ClientError as error:
            return False if error.response["Error"]["Code"] in _GONE else None
        except BotoCoreError:
            return None
        return True

    def abort(self) -> bool:
        """Abort the upload; return whether it certainly no longer exists. Raises nothing.

        A part in progress may still be stored after an abort (S3 API Reference,
        AbortMultipartUpload), so ListParts checks that none is left.
        """
        for _ in range(ABORT_TRIES):
            for ask in (self.client.abort_multipart_upload, self.client.list_parts):
                try:
                    ask(**self._names)
                except ClientError as error:
                    if error.response["Error"]["Code"] in _GONE:
                        return True
                except BotoCoreError:
                    pass
        return False

    @property
    def _names(self) -> Any:  # noqa: ANN401 - the same for five operations
        return {"Bucket": self.bucket, "Key": self.key, "UploadId": self.upload_id}

    def _listed_parts(self) -> Iterator[tuple[int, int, str]]:
        pages: Any = self.client.get_paginator("list_parts").paginate(**self._names)
        for page in pages:
            for part in page.get("Parts", ()):
                yield part.get("PartNumber"), part.get("Size"), read_etag(part)

    def _in_order(self) -> list[SentPart]:
        return [self._parts[number] for number in sorted(self._parts)]

    def _listed(self, sent: SentPart) -> Any:  # noqa: ANN401 - as above
        listed: dict[str, object] = {"PartNumber": sent.number, "ETag": sent.etag}
        if self.crc:
            listed["ChecksumCRC64NVME"] = as_header(sent.crc)
        return listed


def abort_completed(client: S3Client, location: Location, response: WriteResponse) -> None:
    """Abort an upload whose completion succeeded although the object doesn't exist; blocks.

    Its parts may still exist. Does nothing for an object that was stored in one request.
    """
    if response.upload_id:
        named = location.bucket, location.key, response.upload_id
        MultipartUpload.existing(client, *named).abort()
