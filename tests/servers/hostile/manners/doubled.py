"""Lines and proxies that send a request twice, and answers that hide what was done."""

from __future__ import annotations

from collections.abc import Iterable

from tests.servers.hostile.answers import Answer, refusal
from tests.servers.hostile.manners.registry import manner
from tests.servers.hostile.manners.ways import Work, unheard
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


@manner("every-request-twice-first-answer", "Every request comes twice; the first is answered")
def every_request_twice_first(s3: Hostile) -> None:
    _change(s3, OPERATIONS, _first)


@manner("every-request-twice-second-answer", "Every request comes twice; the second is answered")
def every_request_twice_second(s3: Hostile) -> None:
    _change(s3, OPERATIONS, _second)


@manner("puts-twice-first-answer", "PutObject and UploadPart come twice; the first is answered")
def puts_twice_first(s3: Hostile) -> None:
    _change(s3, PUTS, _first)


@manner("puts-twice-second-answer", "PutObject and UploadPart come twice; the second is answered")
def puts_twice_second(s3: Hostile) -> None:
    _change(s3, PUTS, _second)


@manner("completes-twice-second-answer", "A completion comes twice; the second is answered")
def completes_twice(s3: Hostile) -> None:
    s3.change("CompleteMultipartUpload", _second)


@manner("creates-twice-first-answer", "CreateMultipartUpload comes twice; the first is answered")
def creates_twice_first(s3: Hostile) -> None:
    s3.change("CreateMultipartUpload", _first)


@manner("creates-twice-second-answer", "CreateMultipartUpload comes twice; the second is answered")
def creates_twice_second(s3: Hostile) -> None:
    s3.change("CreateMultipartUpload", _second)


@manner("copies-twice-second-answer", "CopyObject comes twice; the second is answered")
def copies_twice(s3: Hostile) -> None:
    s3.change("CopyObject", _second)


@manner("completion-is-obeyed-and-denied", "A completion is obeyed and answered NoSuchUpload")
def completion_denied(s3: Hostile) -> None:
    unheard(s3, "CompleteMultipartUpload", refusal(404, "NoSuchUpload"))


@manner("completion-is-obeyed-and-refused", "A completion is obeyed and answered 412")
def completion_refused(s3: Hostile) -> None:
    unheard(s3, "CompleteMultipartUpload", refusal(412, "PreconditionFailed"))


@manner("completion-loses-the-upload", "A completion makes no object, and the parts are gone")
def completion_loses(s3: Hostile) -> None:
    def lose(request: Request, _: Work) -> Answer:
        s3.uploads.pop(request.query["uploadId"], None)
        return refusal(404, "NoSuchUpload")

    s3.change("CompleteMultipartUpload", lose)


@manner("put-is-refused-for-nothing", "PutObject is answered 412 though there is no such object")
def put_refused_for_nothing(s3: Hostile) -> None:
    s3.always("PutObject", refusal(412, "PreconditionFailed"))


@manner("somebody-is-always-quicker", "PutObject finds the name taken by somebody a moment before")
def somebody_is_quicker(s3: Hostile) -> None:
    def quicker(request: Request, work: Work) -> Answer:
        if request.headers.get("if-none-match"):
            s3.put(request.key, b"theirs", bucket=request.bucket)
        return work()

    s3.change("PutObject", quicker)
