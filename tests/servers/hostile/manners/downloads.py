"""Bytes on their way down."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from tests.servers.hostile import CRC, Answer, Hostile, Request
from tests.servers.hostile.manners.registry import manner
from tests.servers.hostile.manners.ways import Work, edited


def _bodies(s3: Hostile, change: Callable[[bytes], bytes], *, told: bool = True) -> None:
    """Change the bytes that are sent; `told`: with their checksum."""

    def edit(request: Request, answer: Answer) -> None:
        answer.body = change(answer.body)
        if not told:
            answer.drop(CRC, "x-amz-checksum-type")

    edited(s3, "GetObject", edit)


@manner("get-is-short-unchecked", "GetObject sends the first half, and tells no checksum")
def get_is_short_unchecked(s3: Hostile) -> None:
    _bodies(s3, lambda body: body[: len(body) // 2], told=False)


@manner("get-is-long", "GetObject sends more than there is")
def get_is_long(s3: Hostile) -> None:
    _bodies(s3, lambda body: body + b"more", told=False)


@manner("get-is-empty", "GetObject sends nothing, with 200")
def get_is_empty(s3: Hostile) -> None:
    _bodies(s3, lambda body: b"", told=False)


@manner("get-has-other-bytes", "GetObject changes one byte")
def get_has_other_bytes(s3: Hostile) -> None:
    _bodies(s3, lambda body: body[:-1] + b"?")


# Where nobody looks before the GET, and ETags are not known to be MD5s, nothing contradicts it.
@manner(
    "get-has-other-bytes-unchecked",
    "GetObject changes one byte, and tells no checksum",
    ("download folder",),
)
def get_has_other_bytes_unchecked(s3: Hostile) -> None:
    _bodies(s3, lambda body: body[:-1] + b"?", told=False)


@manner("get-is-compressed", "GetObject sends what a proxy has compressed")
def get_is_compressed(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.body = gzip.compress(answer.body)
        answer.headers["Content-Encoding"] = "gzip"

    edited(s3, "GetObject", edit)


@manner("get-of-another", "GetObject sends another object, with all that belongs to it")
def get_of_another(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        request.key = "theirs.txt"
        request.headers.pop("if-match", None)
        return work()

    s3.change("GetObject", wrap)


@manner("ranges-shifted", "GetObject sends a range of the right length from the beginning")
def ranges_shifted(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        if answer.status == 206:
            data = s3.buckets[request.bucket].objects[request.key].data
            answer.body = data[: len(answer.body)]

    edited(s3, "GetObject", edit)


@manner("range-told-otherwise", "Content-Range tells another range than was sent")
def range_told_otherwise(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        if answer.status == 206:
            answer.headers["Content-Range"] = "bytes 0-9/10"

    edited(s3, "GetObject", edit)


@manner("range-without-content-range", "206 comes without Content-Range")
def range_without_content_range(s3: Hostile) -> None:
    edited(s3, "GetObject", lambda _, answer: answer.drop("Content-Range"))


@manner("ranges-end-early", "Every range lacks its last bytes, with a length that fits")
def ranges_end_early(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        if answer.status == 206:
            answer.body = answer.body[:-10]

    edited(s3, "GetObject", edit)


def _replaced(s3: Hostile, *, ignores_conditions: bool) -> None:
    """Somebody writes the object anew after the first range of it."""
    done: set[str] = set()

    def wrap(request: Request, work: Work) -> Answer:
        if ignores_conditions:
            request.headers.pop("if-match", None)
        answer = work()
        stored = s3.buckets[request.bucket].objects.get(request.key)
        if stored and request.key not in done:
            done.add(request.key)
            s3.put(request.key, bytes(byte ^ 1 for byte in stored.data), bucket=request.bucket)
        return answer

    s3.change("GetObject", wrap)


@manner("changed-between-ranges", "Somebody replaces each object once its first bytes were read")
def changed_between_ranges(s3: Hostile) -> None:
    _replaced(s3, ignores_conditions=False)


@manner("changed-between-ranges-unseen", "The same, and If-Match is passed over")
def changed_between_ranges_unseen(s3: Hostile) -> None:
    _replaced(s3, ignores_conditions=True)


@manner("chunked", "All bodies come in chunks, without a length")
def chunked(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.framing = "chunked"

    for operation in ("GetObject", "ListObjectsV2", "PutObject", "CopyObject", "GetObjectTagging"):
        edited(s3, operation, edit)


@manner("until-close", "All bodies come without a length, until the connection is closed")
def until_close(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.framing = "close"

    for operation in ("GetObject", "ListObjectsV2", "PutObject", "CopyObject", "GetObjectTagging"):
        edited(s3, operation, edit)


@manner("length-missing-in-head", "HeadObject tells no length", ("inspect",))
def length_missing_in_head(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.drop("Content-Length")
        answer.framing = "close"

    edited(s3, "HeadObject", edit)


@manner("list-tells-other-sizes", "ListObjectsV2 tells sizes that objects do not have")
def list_tells_other_sizes(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.body = answer.body.replace(b"<Size>", b"<Size>1")

    edited(s3, "ListObjectsV2", edit)


@manner("list-tells-other-etags", "ListObjectsV2 tells ETags that objects do not have")
def list_tells_other_etags(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.body = answer.body.replace(b"<ETag>&quot;", b"<ETag>&quot;ff")

    edited(s3, "ListObjectsV2", edit)
