"""One multipart upload, from CreateMultipartUpload to its completion or its disappearance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from s3enc_gui.domain.parts import Part
from s3enc_gui.domain.proof import Sent
from s3enc_gui.s3.answers import read_answer, read_checksum
from s3enc_gui.s3.checksums import Buffer, as_header, combined, md5, multipart_etag
from s3enc_gui.s3.errors import subject, translated
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
            answer = client.create_multipart_upload(Bucket=bucket, Key=key, **wish)
        return cls(client, bucket, key, size, crc, answer["UploadId"])

    def finished(self, part: Part, crc: int, data: Buffer, answer: Answer) -> None:
        """Note a part that arrived. Called from several threads, each with its own part."""
        digest = None
        if not answer.checksum:
            digest = md5(data)
            digest = digest if digest.hex() == answer.etag else None
        self._parts[part.number] = _Sent(part, answer.etag, crc, digest)

    def complete(self, condition: Mapping[str, object]) -> tuple[Sent, Answer]:
        """Make the object out of the parts; `condition` may hold `IfNoneMatch`.

        Raises AppError; the upload is then still open.
        """
        parts = [self._parts[number] for number in sorted(self._parts)]
        whole = as_header(combined((sent.crc, sent.part.size) for sent in parts))
        wish: dict[str, Any] = dict(condition)
        if self.crc:
            wish |= {"ChecksumCRC64NVME": whole, "ChecksumType": "FULL_OBJECT"}
            wish |= {"MpuObjectSize": self.size}
        try:
            fields: Any = self.client.complete_multipart_upload(
                Bucket=self.bucket,
                Key=self.key,
                UploadId=self.upload_id,
                MultipartUpload={"Parts": [self._listed(sent) for sent in parts]},  # type: ignore[misc]
                **wish,
            )
        except (ClientError, BotoCoreError) as error:
            fields = self._completed_after_all(error, whole)
        digests = [sent.md5 for sent in parts if sent.md5]
        etag = multipart_etag(digests) if len(digests) == len(parts) else None
        return Sent(self.size, whole, etag), read_answer(fields)

    def abort(self) -> None:
        """Make the upload and its parts disappear.

        A part on its way may still land after an abort (AbortMultipartUpload), so ListParts
        has the last word. A server that cannot be reached keeps the upload; nothing can be done.
        """
        names: Any = {"Bucket": self.bucket, "Key": self.key, "UploadId": self.upload_id}
        for _ in range(ABORT_TRIES):
            try:
                self.client.abort_multipart_upload(**names)
                self.client.list_parts(**names)
            except (ClientError, BotoCoreError):
                return  # NoSuchUpload, as it should be; or nobody to ask

    def _listed(self, sent: _Sent) -> dict[str, object]:
        listed: dict[str, object] = {"PartNumber": sent.part.number, "ETag": sent.etag}
        if self.crc:
            listed["ChecksumCRC64NVME"] = as_header(sent.crc)
        return listed

    def _completed_after_all(self, error: ClientError | BotoCoreError, whole: str) -> Any:  # noqa: ANN401
        """Return HeadObject's fields where the object is there and only the answer was lost.

        A retried CompleteMultipartUpload then says NoSuchUpload; the checksum shows whose it is.
        """
        with translated(bucket=self.bucket, key=self.key):
            if isinstance(error, ClientError) and error.response["Error"]["Code"] == "NoSuchUpload":
                try:
                    head = self.client.head_object(
                        Bucket=self.bucket, Key=self.key, ChecksumMode="ENABLED"
                    )
                except ClientError:
                    raise error from None
                found = read_checksum(head)
                if found and found.value == whole:
                    return head
            raise error
