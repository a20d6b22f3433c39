"""Faults in keys, access points and answers to copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from posixpath import normpath
from unicodedata import normalize
from urllib.parse import quote, unquote

from tests.servers.hostile.answers import Answer, refusal
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import OPERATIONS, Hostile

_SOURCE = "x-amz-copy-source"


def cleaned(key: str) -> str:
    """The key normalized like a file path: without `//`, `.` and `..`."""
    if not key:
        return key
    path = normpath(f"/{key}").lstrip("/")
    return f"{path}/" if key.endswith("/") and path else path


def _named_by(
    s3: Hostile, spell: Callable[[str], str], operations: Iterable[str] = OPERATIONS
) -> None:
    """Use another key for each request, also for the sources of copies."""

    def respelled(request: Request, work: Callable[[], Answer]) -> Answer:
        request.key = spell(request.key)
        if source := request.headers.get(_SOURCE):
            path, mark, version = source.partition("?versionId=")
            bucket, _, key = unquote(path).lstrip("/").partition("/")
            request.headers[_SOURCE] = quote(f"{bucket}/{spell(key)}") + mark + version
        return work()

    for operation in operations:
        s3.change(operation, respelled)


@fault(
    "names-are-cleaned",
    "`//`, `.` and `..` in names collapse, as in a path of files",
    ("upload small", "upload in parts"),
)
def names_are_cleaned(s3: Hostile) -> None:
    _named_by(s3, cleaned)


@fault("written-names-are-cleaned", "names collapse where objects are stored or deleted only")
def written_names_are_cleaned(s3: Hostile) -> None:
    writing = ("PutObject", "CopyObject", "CreateMultipartUpload", "CompleteMultipartUpload")
    _named_by(s3, cleaned, (*writing, "DeleteObject"))


@fault("names-ignore-unicode-form", "NFC and NFD are one name, as on some disks of macOS")
def names_ignore_unicode_form(s3: Hostile) -> None:
    _named_by(s3, lambda key: normalize("NFC", key))


@fault("names-ignore-case", "`A` and `a` are one name")
def names_ignore_case(s3: Hostile) -> None:
    _named_by(s3, str.lower)


@fault("delete-takes-the-copy-too", "DeleteObject also deletes all objects with the same bytes")
def delete_takes_the_copy_too(s3: Hostile) -> None:
    s3.destroys = True

    def delete(request: Request, work: Callable[[], Answer]) -> Answer:
        objects = s3.buckets[request.bucket].objects
        gone = objects.get(request.key)
        answer = work()
        for key in [key for key, one in objects.items() if gone and one.data == gone.data]:
            del objects[key]
        return answer

    s3.change("DeleteObject", delete)


@fault("access-point-alias", "location, encryption and versioning are refused, as by an alias")
def access_point_alias(s3: Hostile) -> None:
    words = "The specified method is not allowed against this resource."
    for operation in ("GetBucketLocation", "GetBucketEncryption", "GetBucketVersioning"):
        s3.change(operation, lambda _request, _work: refusal(405, "MethodNotAllowed", words))


def _without_etag(s3: Hostile, operation: str) -> None:
    def answered(request: Request, work: Callable[[], Answer]) -> Answer:
        answer = work()
        answer.drop("ETag")
        answer.body = re.sub(rb"<ETag>.*?</ETag>", b"<ETag></ETag>", answer.body)
        return answer

    s3.change(operation, answered)


@fault("complete-names-no-etag", "CompleteMultipartUpload is done, its answer's ETag empty")
def complete_names_no_etag(s3: Hostile) -> None:
    _without_etag(s3, "CompleteMultipartUpload")


@fault("copy-names-no-etag", "CopyObject and UploadPartCopy are done, their answers' ETags empty")
def copy_names_no_etag(s3: Hostile) -> None:
    for operation in ("CopyObject", "UploadPartCopy"):
        _without_etag(s3, operation)


@fault("markers-cannot-be-copied", "CopyObject of a key that ends with `/` is not implemented")
def markers_cannot_be_copied(s3: Hostile) -> None:
    def copy(request: Request, work: Callable[[], Answer]) -> Answer:
        if unquote(request.headers[_SOURCE]).partition("?")[0].endswith("/"):
            return refusal(501, "NotImplemented", "A folder cannot be copied.")
        return work()

    s3.change("CopyObject", copy)
