"""One multipart upload, from CreateMultipartUpload to its completion or its disappearance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from s3enc_gui.domain.parts import Part
from s3enc_gui.domain.proof import Sent
from s3enc_gui.s3.answers import read_answer
from s3enc_gui.s3.checksums import Buffer, as_header, combined, md5, multipart_etag
from s3enc_gui.s3.errors import subject, translated, unreadable
from s3enc_gui.s3.transport import Answer

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ABORT_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Sent:
    """A part that the server has: its ETag, our CRC64NVME, and our MD5 where the ETag is one."""

    part: Part
    etag: str
    crc: int
    md5: bytes | None


@dataclass(slots=True)
class MultipartUpload:
    """Created with the whole encryption choice; parts inherit it (UploadPart takes none)."""

    client: S3Client
    bucket: str
    key: str
    size: int
    crc: bool
    upload_id: str
    _parts: dict[int, _Sent] = field(default_factory=dict)

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
        """Create the upload at S3; `crc` asks for a full-object CRC64NVME."""
        wish: dict[str, Any] = dict(parameters)
        if crc:
            wish |= {"ChecksumAlgorithm": "CRC64NVME", "ChecksumType": "FULL_OBJECT"}
        with translated(**subject({"Bucket": bucket, "Key": key, **parameters})):
            answer: Any = client.create_multipart_upload(Bucket=bucket, Key=key, **wish)
        if not answer.get("UploadId"):
            raise unreadable("CreateMultipartUpload")
        return cls(client, bucket, key, size, crc, answer["UploadId"])

    def finished(self, part: Part, crc: int, data: Buffer, answer: Answer) -> None:
        """Note a part that arrived. Called from several threads, each with its own part.

        Raises AppError where the answer names no ETag: it was not an S3 server that gave it.
        """
        if not answer.etag:
            raise unreadable("UploadPart")
        digest = None
        if not answer.checksum:
            digest = md5(data)
            digest = digest if digest.hex() == answer.etag else None
        self._parts[part.number] = _Sent(part, answer.etag, crc, digest)

    @property
    def sent(self) -> Sent:
        """What the object will be when all parts have arrived."""
        parts = self._in_order()
        whole = as_header(combined((sent.crc, sent.part.size) for sent in parts))
        digests = [sent.md5 for sent in parts if sent.md5]
        etag = multipart_etag(digests) if len(digests) == len(parts) else None
        return Sent(self.size, whole, etag)

    def complete(self, condition: Mapping[str, object]) -> Answer:
        """Make the object out of the parts; `condition` may hold `IfNoneMatch`. Raises AppError."""
        wish: dict[str, Any] = dict(condition)
        if self.crc:
            wish |= {"ChecksumCRC64NVME": self.sent.crc64nvme, "ChecksumType": "FULL_OBJECT"}
            wish |= {"MpuObjectSize": self.size}
        with translated(bucket=self.bucket, key=self.key):
            fields: Any = self.client.complete_multipart_upload(
                **self._names,
                MultipartUpload={"Parts": [self._listed(sent) for sent in self._in_order()]},
                **wish,
            )
        if not fields.get("ETag"):
            raise unreadable("CompleteMultipartUpload")
        return read_answer(fields)

    def is_open(self) -> bool:
        """Whether the parts are surely still waiting (ListParts), so that there is no object."""
        try:
            self.client.list_parts(**self._names)
        except (ClientError, BotoCoreError):
            return False  # NoSuchUpload: completed or aborted; or nobody to ask
        return True

    def abort(self) -> None:
        """Make the upload and its parts disappear.

        A part on its way may still land after an abort (AbortMultipartUpload), so ListParts
        has the last word. A server that cannot be reached keeps the upload; nothing can be done.
        """
        for _ in range(ABORT_TRIES):
            try:
                self.client.abort_multipart_upload(**self._names)
            except (ClientError, BotoCoreError):
                return  # NoSuchUpload, as it should be; or nobody to ask
            if not self.is_open():
                return

    @property
    def _names(self) -> Any:  # noqa: ANN401 - the same for five operations
        return {"Bucket": self.bucket, "Key": self.key, "UploadId": self.upload_id}

    def _in_order(self) -> list[_Sent]:
        return [self._parts[number] for number in sorted(self._parts)]

    def _listed(self, sent: _Sent) -> Any:  # noqa: ANN401 - as above
        listed: dict[str, object] = {"PartNumber": sent.part.number, "ETag": sent.etag}
        if self.crc:
            listed["ChecksumCRC64NVME"] = as_header(sent.crc)
        return listed
