"""Operations on objects: put, head, get, tags, delete."""

from __future__ import annotations

import re
from urllib.parse import unquote
from xml.etree import ElementTree

from tests.servers.hostile.answers import Answer, bare, refusal, tags, xml
from tests.servers.hostile.customer_keys import SOURCE, refuses_reading, refuses_storing
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile, operation
from tests.servers.hostile.stored import CHECKSUM, VERSION, Stored

FAILED = "At least one of the pre-conditions you specified did not hold"


def condition_failed(s3: Hostile, request: Request) -> Answer | None:
    """Refuse a conditional write if the condition isn't met."""
    present = s3.buckets[request.bucket].objects.get(request.key)
    if request.headers.get("if-none-match") and present is not None:
        return refusal(412, "PreconditionFailed", FAILED)
    wanted = request.headers.get("if-match")
    if wanted and present is None:
        return refusal(404, "NoSuchKey", "The specified key does not exist.")
    if wanted and present and not same(wanted, present.etag):
        return refusal(412, "PreconditionFailed", FAILED)
    return None


def same(wanted: str, etag: str) -> bool:
    """Whether an ETag matches a condition."""
    return wanted == "*" or wanted.strip('"') == etag.strip('"')


def find(s3: Hostile, request: Request) -> Stored | Answer:
    """Return a version of an object, by default the latest, or an error."""
    key, version = request.key, request.query.get("versionId", "")
    versions = s3.buckets[request.bucket].versions.get(key, [])
    found = [one for one in versions if not version or one.version == version]
    if not found:
        code = "NoSuchVersion" if version and versions else "NoSuchKey"
        return refusal(404, code, "The specified key or version does not exist.")
    if found[-1].marker:
        answer = (
            refusal(405, "MethodNotAllowed", "The specified method is not allowed.")
            if version
            else refusal(404, "NoSuchKey", "The specified key does not exist.")
        )
        answer.headers |= {"x-amz-delete-marker": "true", VERSION: found[-1].version}
        return answer
    return found[-1]


@operation("PutObject")
def put_object(s3: Hostile, request: Request) -> Answer:
    """PutObject."""
    refused = refuses_storing(request) or condition_failed(s3, request)
    if refused:
        return refused
    kept, bucket = request.kept, request.bucket
    stored = s3.put(request.key, request.body, kept, tags=request.tags, bucket=bucket)
    return Answer(headers=stored.told)


@operation("HeadObject")
def head_object(s3: Hostile, request: Request) -> Answer:
    """HeadObject."""
    if s3.denied_versions and "versionId" in request.query:
        return bare(403)
    answer = get_object(s3, request)
    if answer.status < 300:
        answer.headers["Content-Length"] = str(len(answer.body))
    answer.body = b""
    return answer


@operation("GetObject")
def get_object(s3: Hostile, request: Request) -> Answer:
    """GetObject: the object, a range or a part."""
    found = find(s3, request)
    if isinstance(found, Answer):
        return found
    if refused := refuses_reading(found.headers, request):
        return refused
    wanted, unwanted = request.headers.get("if-match"), request.headers.get("if-none-match")
    if wanted and not same(wanted, found.etag):
        return refusal(412, "PreconditionFailed", FAILED)
    if unwanted and same(unwanted, found.etag):
        return bare(304)
    answer = Answer(headers=found.shown, body=found.data)
    span = span_of(request, found)
    if isinstance(span, Answer):
        return span
    if request.headers.get("x-amz-checksum-mode", "").upper() != "ENABLED" or span:
        answer.headers = {k: v for k, v in answer.headers.items() if not k.startswith(CHECKSUM)}
    if span:
        first, last = span
        answer.status, answer.body = 206, found.data[first : last + 1]
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{len(found.data)}"
        if "partNumber" in request.query and found.parts:
            answer.headers["x-amz-mp-parts-count"] = str(len(found.parts))
    return answer


def span_of(request: Request, stored: Stored) -> tuple[int, int] | Answer | None:
    """The first and last byte of a range or part; None: the whole object."""
    size = len(stored.data)
    if "partNumber" in request.query:
        number, parts = int(request.query["partNumber"]), stored.parts or (size,)
        if number > len(parts):
            return refusal(416, "InvalidPartNumber", "The requested partnumber is not satisfiable")
        first = sum(parts[: number - 1])
        return (first, first + parts[number - 1] - 1) if size else None
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("range", ""))
    if not asked or asked[0] == "bytes=-":
        return None
    if not asked[1]:
        first, last = max(0, size - int(asked[2])), size - 1
    else:
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
    if first >= size:
        return refusal(416, "InvalidRange", "The requested range is not satisfiable")
    return first, last


@operation("GetObjectTagging")
def get_object_tagging(s3: Hostile, request: Request) -> Answer:
    """GetObjectTagging."""
    found = find(s3, request)
    if isinstance(found, Answer):
        return found
    pairs = "".join(f"<Tag>{tags(Key=k, Value=v)}</Tag>" for k, v in found.tags.items())
    return xml("Tagging", f"<TagSet>{pairs}</TagSet>")


@operation("PutObjectTagging")
def put_object_tagging(s3: Hostile, request: Request) -> Answer:
    """PutObjectTagging."""
    found = find(s3, request)
    if isinstance(found, Answer):
        return found
    pairs = [[str(field.text or "") for field in tag] for tag in _elements(request.body, "Tag")]
    found.tags = {pair[0]: pair[1] for pair in pairs}
    return Answer()


@operation("DeleteObject")
def delete_object(s3: Hostile, request: Request) -> Answer:
    """Delete, or add a delete marker."""
    refused = condition_failed(s3, request) if "if-match" in request.headers else None
    if refused:
        return refused
    return Answer(204, headers=delete(s3, request, request.key, request.query.get("versionId", "")))


def delete(s3: Hostile, request: Request, key: str, version: str) -> dict[str, str]:
    """Delete a key or version; succeeds if it doesn't exist."""
    bucket = s3.buckets[request.bucket]
    versions = bucket.versions.get(key, [])
    if version:
        gone = [one for one in versions if one.version == version]
        bucket.versions[key] = [one for one in versions if one.version != version]
        if not bucket.versions[key]:
            del bucket.versions[key]
        marker = {"x-amz-delete-marker": "true"} if gone and gone[-1].marker else {}
        return {VERSION: version, **marker}
    if bucket.keeps_versions:
        bucket.add(key, Stored(b"", {}, marker=True))
        return {VERSION: bucket.versions[key][-1].version, "x-amz-delete-marker": "true"}
    bucket.versions.pop(key, None)
    return {}


@operation("DeleteObjects")
def delete_objects(s3: Hostile, request: Request) -> Answer:
    """Delete many; with Quiet the answer has errors only, of which there are none."""
    told = ""
    for one in _elements(request.body, "Object"):
        fields = {field.tag.rpartition("}")[2]: str(field.text or "") for field in one}
        key, version = fields["Key"], fields.get("VersionId", "")
        headers = delete(s3, request, key, version)
        more = tags(VersionId=version) if version else ""
        if headers.get("x-amz-delete-marker"):
            more += tags(DeleteMarker="true", DeleteMarkerVersionId=headers[VERSION])
        told += f"<Deleted>{tags(Key=key)}{more}</Deleted>"
    quiet = any(one.text == "true" for one in _elements(request.body, "Quiet"))
    return xml("DeleteResult", "" if quiet else told)


def _elements(body: bytes, name: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(body)  # noqa: S314 - sent by the program under test
    return [one for one in root.iter() if one.tag.rpartition("}")[2] == name]


def source_of(s3: Hostile, request: Request) -> Stored | Answer:
    """Return the object of x-amz-copy-source, and check its conditions."""
    path, _, version = request.headers["x-amz-copy-source"].partition("?versionId=")
    bucket, _, key = unquote(path).removeprefix("/").partition("/")
    asked = Request("GET", key, {"versionId": version} if version else {}, {}, bucket=bucket)
    found = find(s3, asked)
    wanted = request.headers.get("x-amz-copy-source-if-match")
    if isinstance(found, Stored) and wanted and not same(wanted, found.etag):
        return refusal(412, "PreconditionFailed", FAILED)
    if isinstance(found, Stored) and (refused := refuses_reading(found.headers, request, SOURCE)):
        return refused
    return found
