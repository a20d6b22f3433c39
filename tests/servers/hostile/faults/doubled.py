"""Requests that arrive twice, and answers that contradict what was done."""

from __future__ import annotations

from collections.abc import Iterable

from tests.servers.hostile.answers import Answer, refusal
from tests.servers.hostile.faults.building_blocks import Work, processed_but
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import OPERATIONS, Hostile, Wrap

PUTS = ("PutObject", "UploadPart")


def _first(_: Request, work: Work) -> Answer:
    answer = work()
    work()
    return answer


def _second(_: Request, work: Work) -> Answer:
    work()
    return work()


def _change(s3: Hostile, operations: Iterable[str], wrap: Wrap) -> None:
    for one in operations:
        s3.change(one, wrap)


@fault("every-request-twice-first-answer", "Every request comes twice; the first is answered")
def every_request_twice_first(s3: Hostile) -> None:
    _change(s3, OPERATIONS, _first)


@fault("every-request-twice-second-answer", "Every request comes twice; the second is answered")
def every_request_twice_second(s3: Hostile) -> None:
    _change(s3, OPERATIONS, _second)


@fault("puts-twice-first-answer", "PutObject and UploadPart come twice; the first is answered")
def puts_twice_first(s3: Hostile) -> None:
    _change(s3, PUTS, _first)


@fault("puts-twice-second-answer", "PutObject and UploadPart come twice; the second is answered")
def puts_twice_second(s3: Hostile) -> None:
    _change(s3, PUTS, _second)


@fault("completes-twice-second-answer", "A completion comes twice; the second is answered")
def completes_twice(s3: Hostile) -> None:
    s3.change("CompleteMultipartUpload", _second)


@fault("creates-twice-first-answer", "CreateMultipartUpload comes twice; the first is answered")
def creates_twice_first(s3: Hostile) -> None:
    s3.change("CreateMultipartUpload", _first)


@fault("creates-twice-second-answer", "CreateMultipartUpload comes twice; the second is answered")
def creates_twice_second(s3: Hostile) -> None:
    s3.change("CreateMultipartUpload", _second)


@fault("copies-twice-second-answer", "CopyObject comes twice; the second is answered")
def copies_twice(s3: Hostile) -> None:
    s3.change("CopyObject", _second)


@fault("completion-is-obeyed-and-denied", "Complete succeeds, and is answered NoSuchUpload")
def completion_denied(s3: Hostile) -> None:
    processed_but(s3, "CompleteMultipartUpload", refusal(404, "NoSuchUpload"))


@fault("completion-is-obeyed-and-refused", "Complete succeeds, and is answered 412")
def completion_refused(s3: Hostile) -> None:
    processed_but(s3, "CompleteMultipartUpload", refusal(412, "PreconditionFailed"))


@fault("completion-loses-the-upload", "Complete creates no object, and removes the parts")
def completion_loses(s3: Hostile) -> None:
    def lose(request: Request, _: Work) -> Answer:
        s3.uploads.pop(request.query["uploadId"], None)
        return refusal(404, "NoSuchUpload")

    s3.change("CompleteMultipartUpload", lose)


@fault("put-is-refused-for-nothing", "PutObject is answered 412 although the object doesn't exist")
def put_refused_for_nothing(s3: Hostile) -> None:
    s3.always("PutObject", refusal(412, "PreconditionFailed"))


@fault("somebody-is-always-quicker", "Another client creates the object just before PutObject")
def somebody_is_quicker(s3: Hostile) -> None:
    def quicker(request: Request, work: Work) -> Answer:
        if request.headers.get("if-none-match"):
            s3.put(request.key, b"theirs", bucket=request.bucket)
        return work()

    s3.change("PutObject", quicker)
