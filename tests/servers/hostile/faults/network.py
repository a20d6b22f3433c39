"""Network faults."""

from __future__ import annotations

from itertools import count

from tests.servers.hostile import CUT, NOT_S3, Answer, Hostile, Request, refusal
from tests.servers.hostile.faults.building_blocks import (
    Turns,
    Work,
    edited,
    in_turns,
    processed_but,
)
from tests.servers.hostile.faults.refusals import EVERYTHING
from tests.servers.hostile.faults.registry import fault

WRITES = ("PutObject", "CompleteMultipartUpload", "CopyObject", "DeleteObject")


@fault("cut-before-the-work", "Every second request is cut off before anything is done")
def cut_before_the_work(s3: Hostile) -> None:
    for operation in EVERYTHING:
        in_turns(s3, operation, CUT)


@fault("cut-after-the-work", "Every second request is done, and its answer cut off")
def cut_after_the_work(s3: Hostile) -> None:
    for operation in EVERYTHING:
        in_turns(s3, operation, CUT, obeys=True)


@fault("writes-are-never-answered", "Writes are processed, but never answered")
def writes_are_never_answered(s3: Hostile) -> None:
    for operation in WRITES:
        processed_but(s3, operation, CUT)


@fault("cut-in-the-uploaded-body", "Uploads are cut off before their body is read")
def cut_in_the_uploaded_body(s3: Hostile) -> None:
    for operation in ("PutObject", "UploadPart"):
        s3.deaf[operation] = CUT


@fault("refuses-early", "Uploads are refused before their body is read")
def refuses_early(s3: Hostile) -> None:
    for operation in ("PutObject", "UploadPart"):
        s3.deaf[operation] = refusal(403, "AccessDenied", "Access Denied")


@fault("agrees-early", "Uploads are answered with 200 before their body is read, and not stored")
def agrees_early(s3: Hostile) -> None:
    etag = {"ETag": '"0123456789abcdef0123456789abcdef"', "x-amz-request-id": "EARLY"}
    for operation in ("PutObject", "UploadPart"):
        s3.deaf[operation] = Answer(200, etag)


def _halved(request: Request, answer: Answer) -> None:
    answer.cut_at = len(answer.body) // 2


@fault("cut-in-the-body", "Every second body of an answer is cut off in its middle")
def cut_in_the_body(s3: Hostile) -> None:
    turns = Turns()

    def cut(request: Request, answer: Answer) -> None:
        if turns.is_odd(request):
            _halved(request, answer)

    for operation in EVERYTHING:
        edited(s3, operation, cut)


@fault("lists-are-cut", "Lists are cut off in their middle, always")
def lists_are_cut(s3: Hostile) -> None:
    edited(s3, "ListObjectsV2", _halved)


@fault("lists-end-early", "Lists are half as long, with a length that fits")
def lists_end_early(s3: Hostile) -> None:
    def halve(request: Request, answer: Answer) -> None:
        answer.body = answer.body[: len(answer.body) // 2]

    edited(s3, "ListObjectsV2", halve)


@fault("objects-are-cut", "Objects are cut off in their middle, always")
def objects_are_cut(s3: Hostile) -> None:
    edited(s3, "GetObject", _halved)


@fault("garbage", "Every second answer is no HTTP")
def garbage(s3: Hostile) -> None:
    for operation in EVERYTHING:
        in_turns(s3, operation, Answer(raw=b"\x15\x03\x03\x00\x02\x02\x46" * 9, close=True))


@fault("head-of-answer-cut", "Every second answer ends in the middle of its headers")
def head_of_answer_cut(s3: Hostile) -> None:
    for operation in EVERYTHING:
        in_turns(s3, operation, Answer(raw=b"HTTP/1.1 200 OK\r\nETag: ", close=True), obeys=True)


def _as_sent(request: Request, answer: Answer) -> bytes:
    headers = {"Content-Length": str(len(answer.body)), **answer.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {answer.status} OK\r\n{lines}\r\n".encode()
    return head if request.method == "HEAD" else head + answer.body


@fault("answered-twice", "Every answer to HeadObject and PutObject comes twice")
def answered_twice(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        return Answer(raw=_as_sent(request, work()) * 2)

    for operation in ("HeadObject", "PutObject"):
        s3.change(operation, wrap)


@fault("continues-first", "Every answer is preceded by an unrequested “100 Continue”")
def continues_first(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        return Answer(raw=b"HTTP/1.1 100 Continue\r\n\r\n" + _as_sent(request, work()))

    for operation in ("HeadObject", "PutObject", "GetObject"):
        s3.change(operation, wrap)


@fault("hangs-up-politely", "Closes the connection after each answer")
def hangs_up_politely(s3: Hostile) -> None:
    def close(request: Request, answer: Answer) -> None:
        answer.close = True
        answer.headers["Connection"] = "close"

    for operation in EVERYTHING:
        edited(s3, operation, close)


@fault("hangs-up-without-a-word", "Closes the connection after each answer, without announcing it")
def hangs_up_without_a_word(s3: Hostile) -> None:
    def close(request: Request, answer: Answer) -> None:
        answer.close = True

    for operation in EVERYTHING:
        edited(s3, operation, close)


@fault("sign-in-page", "A sign-in page answers everything with 200")
def sign_in_page(s3: Hostile) -> None:
    for operation in (*EVERYTHING, "Kms", "Other"):
        s3.always(operation, NOT_S3)


@fault("sign-in-page-in-turns", "A sign-in page answers every second request with 200")
def sign_in_page_in_turns(s3: Hostile) -> None:
    for operation in EVERYTHING:
        in_turns(s3, operation, NOT_S3)


@fault("sign-in-page-in-the-middle", "After five requests a sign-in page answers all")
def sign_in_page_in_the_middle(s3: Hostile) -> None:
    turn = count()

    def wrap(request: Request, work: Work) -> Answer:
        return work() if next(turn) < 5 else NOT_S3

    for operation in EVERYTHING:
        s3.change(operation, wrap)


@fault("sent-to-sign-in", "Everything is sent to a sign-in page (302)")
def sent_to_sign_in(s3: Hostile) -> None:
    there = {"Location": f"{s3.server.endpoint_url}/sign-in", "Content-Type": "text/html"}
    for operation in EVERYTHING:
        s3.always(operation, Answer(302, there))


@fault("proxy-error-page", "A proxy answers every second request with 502 in HTML")
def proxy_error_page(s3: Hostile) -> None:
    page = Answer(502, {"Content-Type": "text/html"}, b"<html><h1>502 Bad Gateway</h1></html>")
    for operation in EVERYTHING:
        in_turns(s3, operation, page)


@fault("proxy-wants-password", "After five requests a proxy answers with 407 in HTML")
def proxy_wants_password(s3: Hostile) -> None:
    turn = count()
    headers = {"Content-Type": "text/html", "Proxy-Authenticate": 'Basic realm="proxy"'}
    page = Answer(407, headers, b"<html><h1>407 Proxy Authentication Required</h1></html>")

    def wrap(request: Request, work: Work) -> Answer:
        return work() if next(turn) < 5 else page

    for operation in EVERYTHING:
        s3.change(operation, wrap)


@fault("empty-200", "Every second request is answered with 200 and nothing, and not done")
def empty_200(s3: Hostile) -> None:
    for operation in EVERYTHING:
        in_turns(s3, operation, Answer())
