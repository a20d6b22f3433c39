"""Multipart uploads."""

from __future__ import annotations

import re
import uuid
from xml.etree import ElementTree

from tests.servers.hostile.answers import Answer, refusal, tags, when, xml
from tests.servers.hostile.customer_keys import refuses_part, refuses_storing
from tests.servers.hostile.listings import page_of, spelled, spelling
from tests.servers.hostile.objects import condition_failed, source_of
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile, operation
from tests.servers.hostile.stored import (
    CHECKSUM,
    CONTEXT,
    CRC,
    ENCRYPTION,
    Part,
    Upload,
    crc64nvme,
)

GONE = ("NoSuchUpload", "The specified upload does not exist.")


def _upload(s3: Hostile, request: Request) -> Upload | Answer:
    upload = s3.uploads.get(request.query["uploadId"])
    is_of = upload is not None and (upload.bucket, upload.key) == (request.bucket, request.key)
    return upload if upload and is_of else refusal(404, *GONE)


def _encryption(upload: Upload) -> dict[str, str]:
    return {name: value for name, value in upload.kept.items() if name.startswith(ENCRYPTION)}


@operation("CreateMultipartUpload")
def create(s3: Hostile, request: Request) -> Answer:
    """CreateMultipartUpload."""
    if refused := refuses_storing(request):
        return refused
    name = uuid.uuid4().hex
    upload = Upload(request.bucket, request.key, request.kept, request.tags)
    s3.uploads[name] = upload
    s3.created += 1
    names = tags(Bucket=request.bucket, Key=request.key, UploadId=name)
    answer = xml("InitiateMultipartUploadResult", names)
    answer.headers |= _encryption(upload)
    algorithm = request.headers.get(f"{CHECKSUM}algorithm")
    if algorithm:
        answer.headers[f"{CHECKSUM}algorithm"] = algorithm
        answer.headers[f"{CHECKSUM}type"] = request.headers.get(f"{CHECKSUM}type", "FULL_OBJECT")
    return answer


@operation("UploadPart")
def upload_part(s3: Hostile, request: Request) -> Answer:
    """UploadPart."""
    upload = _upload(s3, request)
    if isinstance(upload, Answer):
        return upload
    if refused := refuses_part(upload.kept, request):
        return refused
    part = upload.parts[int(request.query["partNumber"])] = Part(request.body)
    echoed = {k: v for k, v in request.headers.items() if k == CRC}
    answer = Answer(headers={"ETag": part.etag, **echoed, **_encryption(upload)})
    answer.drop(CONTEXT)
    return answer


@operation("UploadPartCopy")
def upload_part_copy(s3: Hostile, request: Request) -> Answer:
    """UploadPartCopy."""
    upload, found = _upload(s3, request), source_of(s3, request)
    for refused in (upload, found):
        if isinstance(refused, Answer):
            return refused
    assert isinstance(upload, Upload)
    assert not isinstance(found, Answer)
    if wrong := refuses_part(upload.kept, request):
        return wrong
    data = found.data
    asked = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("x-amz-copy-source-range", ""))
    if asked:
        data = data[int(asked[1]) : int(asked[2]) + 1]
    part = upload.parts[int(request.query["partNumber"])] = Part(data)
    told = tags(LastModified=when(part.modified), ETag=part.etag, ChecksumCRC64NVME=crc64nvme(data))
    return xml("CopyPartResult", told)


@operation("CompleteMultipartUpload")
def complete(s3: Hostile, request: Request) -> Answer:
    """Join the named parts, by number."""
    upload = _upload(s3, request)
    refused = upload if isinstance(upload, Answer) else condition_failed(s3, request)
    if refused:
        return refused
    assert isinstance(upload, Upload)
    if wrong := refuses_part(upload.kept, request):
        return wrong
    pieces = []
    for number, etag in named(request.body):
        part = upload.parts.get(number)
        if part is None or part.etag.strip('"') != etag.strip('"'):
            return refusal(400, "InvalidPart", f"Part {number} could not be found.")
        pieces.append(part.data)
    data = b"".join(pieces)
    said = request.headers.get(CRC)
    if said is not None and said != crc64nvme(data):
        return refusal(400, "BadDigest", "The CRC64NVME you specified did not match.")
    del s3.uploads[request.query["uploadId"]]
    sizes = tuple(len(piece) for piece in pieces)
    bucket, kept = request.bucket, upload.kept
    stored = s3.put(request.key, data, kept, tags=upload.tags, parts=sizes, bucket=bucket)
    told = tags(
        Location=f"http://s3/{bucket}/{request.key}",
        Bucket=bucket,
        Key=request.key,
        ETag=stored.etag,
        ChecksumCRC64NVME=stored.headers[CRC],
        ChecksumType="FULL_OBJECT",
    )
    answer = xml("CompleteMultipartUploadResult", told)
    answer.headers |= {k: v for k, v in stored.told.items() if not k.startswith((CHECKSUM, "ETag"))}
    answer.drop(CONTEXT)
    return answer


def named(body: bytes) -> list[tuple[int, str]]:
    """The part numbers and ETags in a Complete request."""
    root = ElementTree.fromstring(body)  # noqa: S314 - sent by the program under test
    found = []
    for part in root:
        fields = {field.tag.rpartition("}")[2]: str(field.text or "") for field in part}
        if "PartNumber" in fields:
            found.append((int(fields["PartNumber"]), fields.get("ETag", "")))
    return sorted(found)


@operation("AbortMultipartUpload")
def abort(s3: Hostile, request: Request) -> Answer:
    """AbortMultipartUpload."""
    upload = _upload(s3, request)
    if isinstance(upload, Answer):
        return upload
    del s3.uploads[request.query["uploadId"]]
    return Answer(204)


@operation("ListParts")
def list_parts(s3: Hostile, request: Request) -> Answer:
    """ListParts."""
    upload = _upload(s3, request)
    if isinstance(upload, Answer):
        return upload
    after = int(request.query.get("part-number-marker") or 0)
    left = sorted(number for number in upload.parts if number > after)
    shown, more = page_of(s3, request, left, "max-parts")
    listed = ""
    for number in shown:
        part = upload.parts[number]
        told = tags(
            PartNumber=number,
            LastModified=when(part.modified),
            ETag=part.etag,
            Size=len(part.data),
            ChecksumCRC64NVME=crc64nvme(part.data),
        )
        listed += f"<Part>{told}</Part>"
    head = tags(Bucket=request.bucket, Key=request.key, UploadId=request.query["uploadId"])
    head += tags(IsTruncated="true" if more else "false", PartNumberMarker=after)
    if more:
        head += tags(NextPartNumberMarker=shown[-1])
    return xml("ListPartsResult", head + listed)


@operation("ListMultipartUploads")
def list_multipart_uploads(s3: Hostile, request: Request) -> Answer:
    """ListMultipartUploads."""
    query = request.query
    after = query.get("key-marker", ""), query.get("upload-id-marker", "")
    found = sorted(
        (upload.key, name, upload)
        for name, upload in s3.uploads.items()
        if upload.bucket == request.bucket
        and upload.key.startswith(query.get("prefix", ""))
        and (not after[0] or (upload.key, name) > (after if after[1] else (after[0], "\uffff")))
    )
    shown, more = page_of(s3, request, found, "max-uploads")
    listed = ""
    spell = spelling(request)
    for key, name, upload in shown:
        told = f"<Key>{spelled(key, spell)}</Key>" + tags(
            UploadId=name, Initiated=when(upload.initiated)
        )
        listed += f"<Upload>{told}</Upload>"
    head = tags(Bucket=request.bucket, IsTruncated="true" if more else "false")
    if "encoding-type" in query:
        head += tags(EncodingType=query["encoding-type"])
    if more:
        head += f"<NextKeyMarker>{spelled(shown[-1][0], spell)}</NextKeyMarker>"
        head += tags(NextUploadIdMarker=shown[-1][1])
    return xml("ListMultipartUploadsResult", head + listed)
