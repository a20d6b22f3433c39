"""One multipart upload, from CreateMultipartUpload to its completion or its disappearance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from s3enc_gui.domain.encryption.object_details import WHOLE
from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.encryption.request_parameters import encryption_asked
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.parts import Part, cut, part_size
from s3enc_gui.domain.uploads.transfer import OpenUpload, SentPart
from s3enc_gui.s3.errors.translation import subject, translated, unreadable
from s3enc_gui.s3.objects.checksums import (
    Buffer,
    as_header,
    combined,
    md5,
    multipart_etag,
    of_parts,
)
from s3enc_gui.s3.transport.interface import WriteResponse
from s3enc_gui.s3.transport.responses import normal_etag, read_answer, read_etag

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ABORT_TRIES = 3
_GONE = ("NoSuchUpload", "404")


@dataclass(slots=True)
class MultipartUpload:
    """Created with the whole encryption choice; parts inherit it (UploadPart takes none).

    Every method but `finished` and `note` asks the server and blocks. `retried`: botocore asked for
    it more than once, so that there may be another one whose id nobody heard.
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
        """Create the upload at S3; `crc` asks for a full-object CRC64NVME."""
        params: dict[str, Any] = dict(parameters)
        if crc:
            params |= {"ChecksumAlgorithm": "CRC64NVME", "ChecksumType": WHOLE}
        with translated(**subject({"Bucket": bucket, "Key": key, **parameters})):
            answer: Any = client.create_multipart_upload(Bucket=bucket, Key=key, **params)
        if not answer.get("UploadId"):
            raise unreadable("CreateMultipartUpload")
        asked = encryption_asked(parameters)
        retried = answer.get("ResponseMetadata", {}).get("RetryAttempts", 0) > 0
        return cls(
            client, bucket, key, size, crc, answer["UploadId"], part_size(size), asked, retried
        )

    @classmethod
    def left(cls, client: S3Client, bucket: str, key: str, upload_id: str) -> MultipartUpload:
        """Return an upload of which only the id is known, to be aborted."""
        return cls(client, bucket, key, 0, crc=False, upload_id=upload_id, part_size=0)

    @classmethod
    def reopened(
        cls, client: S3Client, bucket: str, key: str, size: int, known: OpenUpload
    ) -> MultipartUpload | None:
        """Return an upload that was left behind, with those parts that S3 has as we know them.

        ListParts decides: a part counts where its number, size and ETag are the ones we noted.
        None where the upload is no more (NoSuchUpload). Raises AppError.
        """
        upload = cls(
            client, bucket, key, size, known.crc, known.upload_id, known.part_size, known.asked
        )
        noted = {(part.number, part.size, normal_etag(part.etag)): part for part in known.parts}
        with translated(bucket=bucket, key=key):
            try:
                for found in upload._listed_parts():
                    part = noted.get(found)
                    if part:
                        upload._parts[part.number] = part
            except ClientError as error:
                if error.response["Error"]["Code"] in _GONE:
                    return None
                raise
            except ValueError:  # a date or a number that is none: what is not known is sent again
                pass
        return upload

    @property
    def open(self) -> OpenUpload:
        """What has to be known to go on another time."""
        parts = tuple(self._in_order())
        return OpenUpload(self.upload_id, self.part_size, self.crc, parts, self.asked)

    def missing(self) -> Iterator[Part]:
        """Yield the parts that S3 does not have yet, in order."""
        return (part for part in cut(self.size, self.part_size) if part.number not in self._parts)

    @property
    def arrived(self) -> int:
        """Bytes of the parts that S3 has."""
        return sum(part.size for part in self._parts.values())

    def finished(self, part: Part, crc: int, data: Buffer, answer: WriteResponse) -> SentPart:
        """Note a part that arrived, and return what is known of it.

        Raises AppError where the answer names no ETag: it was not an S3 server that gave it.
        """
        if not answer.etag:
            raise unreadable("UploadPart")
        digest = None
        if not answer.checksum:
            digest = md5(data)
            digest = digest if digest.hex() == answer.etag else None
        sent = SentPart(part.number, part.size, answer.raw_etag, crc, digest)
        self.note(sent)
        return sent

    def note(self, part: SentPart) -> None:
        """Note a part as one of those that the object is made of."""
        self._parts[part.number] = part

    @property
    def sent(self) -> Sent:
        """What the object will be when all parts have arrived.

        The MD5 of the parts' MD5s is there only where a server answered parts without checksums.
        """
        parts = self._in_order()
        whole = as_header(combined((sent.crc, sent.size) for sent in parts))
        digests = [sent.md5 for sent in parts if sent.md5]
        etag = multipart_etag(digests) if len(digests) == len(parts) else None
        composite = f"{as_header(of_parts(sent.crc for sent in parts))}-{len(parts)}"
        return Sent(self.size, whole, etag, composite)

    def complete(self, condition: Mapping[str, object]) -> WriteResponse:
        """Make the object out of the parts; `condition` may hold `IfNoneMatch`. Raises AppError."""
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
        return self.answered(fields)

    def answered(self, fields: Mapping[str, Any]) -> WriteResponse:
        """Read the answer to a completion; where it names no ETag, HeadObject tells it.

        So the object can be proved. Empty where nobody may look. Raises AppError where the upload
        is still open, or nothing is there.
        """
        if read_etag(fields):
            return replace(read_answer(fields), upload_id=self.upload_id)
        if self.is_open():
            raise unreadable("CompleteMultipartUpload")
        named: Any = {"Bucket": self.bucket, "Key": self.key}
        if version := named_version(fields.get("VersionId")):
            named["VersionId"] = version
        try:
            with translated(bucket=self.bucket, key=self.key):
                seen: Any = self.client.head_object(**named)
        except AppError as error:
            if error.code == "403":
                return read_answer(fields)
            raise (
                unreadable("CompleteMultipartUpload") if error.code == "404" else error
            ) from error
        return read_answer({**fields, "ETag": seen.get("ETag")})

    def listed_etag(self, part: Part) -> str:
        """Return the ETag of a part as ListParts shows it; empty where it does not."""
        with translated(bucket=self.bucket, key=self.key):
            answer: Any = self.client.list_parts(
                **self._names, PartNumberMarker=part.number - 1, MaxParts=1
            )
        for found in answer.get("Parts", ()):
            if (found.get("PartNumber"), found.get("Size")) == (part.number, part.size):
                return str(found.get("ETag") or "")
        return ""

    def is_open(self) -> bool | None:
        """Whether the parts are still waiting (ListParts), so that there is no object of them.

        False: the upload was completed or aborted (NoSuchUpload). None: nobody says.
        """
        try:
            self.client.list_parts(**self._names)
        except ClientError as error:
            return False if error.response["Error"]["Code"] in _GONE else None
        except BotoCoreError:
            return None
        return True

    def abort(self) -> bool:
        """Make the upload and its parts disappear; return whether they surely have.

        A part on its way may still land after an abort (AbortMultipartUpload), so ListParts
        has the last word. A server that cannot be reached keeps the upload; nothing can be done.
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


def abort_completed(client: S3Client, location: Location, answer: WriteResponse) -> None:
    """Abort the upload of an answer that said it is completed, where there is no object; blocks.

    Its parts may still be waiting. Does nothing where the object was to be stored in one request.
    """
    if answer.upload_id:
        named = location.bucket, location.key, answer.upload_id
        MultipartUpload.left(client, *named).abort()
