"""Downloads: other bytes, ranges, lengths."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from tests.servers.hostile import CRC, Answer, Hostile, Request
from tests.servers.hostile.faults.building_blocks import Work, edited
from tests.servers.hostile.faults.registry import fault


def _bodies(s3: Hostile, change: Callable[[bytes], bytes], *, told: bool = True) -> None:
    """Change the bytes that are sent; `told`: with a matching checksum."""

    def edit(request: Request, answer: Answer) -> None:
        answer.body = change(answer.body)
        if not told:
            answer.drop(CRC, "x-amz-checksum-type")

    edited(s3, "GetObject", edit)


@fault("get-is-short-unchecked", "GetObject sends the first half, without a checksum")
def get_is_short_unchecked(s3: Hostile) -> None:
    _bodies(s3, lambda body: body[: len(body) // 2], told=False)


@fault("get-is-long", "GetObject sends more bytes than the object has")
def get_is_long(s3: Hostile) -> None:
    _bodies(s3, lambda body: body + b"more", told=False)


@fault("get-is-empty", "GetObject sends nothing, with 200")
def get_is_empty(s3: Hostile) -> None:
    _bodies(s3, lambda body: b"", told=False)


@fault("get-has-other-bytes", "GetObject changes one byte")
def get_has_other_bytes(s3: Hostile) -> None:
    _bodies(s3, lambda body: body[:-1] + b"?")


# Without a HEAD before GET, and without ETags that are MD5s, this can't be detected.
@fault(
    "get-has-other-bytes-unchecked",
    "GetObject changes one byte, without a checksum",
    ("download folder",),
)
def get_has_other_bytes_unchecked(s3: Hostile) -> None:
    _bodies(s3, lambda body: body[:-1] + b"?", told=False)


@fault("get-is-compressed", "GetObject sends a body that a proxy compressed")
def get_is_compressed(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.body = gzip.compress(answer.body)
        answer.headers["Content-Encoding"] = "gzip"

    edited(s3, "GetObject", edit)


@fault("get-of-another", "GetObject sends another object, with its headers")
def get_of_another(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        request.key = "theirs.txt"
        request.headers.pop("if-match", None)
        return work()

    s3.change("GetObject", wrap)


@fault("ranges-shifted", "GetObject sends a range of the right length from offset 0")
def ranges_shifted(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        if answer.status == 206:
            data = s3.buckets[request.bucket].objects[request.key].data
            answer.body = data[: len(answer.body)]

    edited(s3, "GetObject", edit)


@fault("range-told-otherwise", "Content-Range has another range than the body")
def range_told_otherwise(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        if answer.status == 206:
            answer.headers["Content-Range"] = "bytes 0-9/10"

    edited(s3, "GetObject", edit)


@fault("range-without-content-range", "206 comes without Content-Range")
def range_without_content_range(s3: Hostile) -> None:
    edited(s3, "GetObject", lambda _, answer: answer.drop("Content-Range"))


@fault("ranges-end-early", "Every range lacks its last bytes, with a length that fits")
def ranges_end_early(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        if answer.status == 206:
            answer.body = answer.body[:-10]

    edited(s3, "GetObject", edit)


def _replaced(s3: Hostile, *, ignores_conditions: bool) -> None:
    """Another client overwrites the object after its first range was read."""
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


@fault(
    "changed-between-ranges",
    "Each object is overwritten after its first bytes were read",
)
def changed_between_ranges(s3: Hostile) -> None:
    _replaced(s3, ignores_conditions=False)


@fault("changed-between-ranges-unseen", "The same, and If-Match is ignored")
def changed_between_ranges_unseen(s3: Hostile) -> None:
    _replaced(s3, ignores_conditions=True)


@fault("chunked", "All bodies come in chunks, without a length")
def chunked(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.framing = "chunked"

    for operation in ("GetObject", "ListObjectsV2", "PutObject", "CopyObject", "GetObjectTagging"):
        edited(s3, operation, edit)


@fault("until-close", "All bodies come without a length, until the connection is closed")
def until_close(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.framing = "close"

    for operation in ("GetObject", "ListObjectsV2", "PutObject", "CopyObject", "GetObjectTagging"):
        edited(s3, operation, edit)


@fault("length-missing-in-head", "HeadObject returns no length")
def length_missing_in_head(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.drop("Content-Length")
        answer.framing = "close"

    edited(s3, "HeadObject", edit)


@fault("list-tells-other-sizes", "ListObjectsV2 returns wrong sizes")
def list_tells_other_sizes(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.body = answer.body.replace(b"<Size>", b"<Size>1")

    edited(s3, "ListObjectsV2", edit)


@fault("list-tells-other-etags", "ListObjectsV2 returns wrong ETags")
def list_tells_other_etags(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.body = answer.body.replace(b"<ETag>&quot;", b"<ETag>&quot;ff")

    edited(s3, "ListObjectsV2", edit)
