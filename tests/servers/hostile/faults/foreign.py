"""Answers that don't come from S3, or don't match the request."""

from __future__ import annotations

from collections.abc import Iterable

from tests.servers.hostile.answers import NOT_S3, Answer, refusal
from tests.servers.hostile.faults.building_blocks import Work, edited, without
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import OPERATIONS, Hostile

WHILE = 6  # requests answered by a page before S3 is back

# A page of a static web server: well-formed XML, with an ETag and a date.
STATIC_PAGE = Answer(
    200,
    {
        "Content-Type": "text/html; charset=utf-8",
        "ETag": '"65f2a0b1-33"',
        "Last-Modified": "Thu, 14 Mar 2026 07:00:00 GMT",
    },
    b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>',
)
NOT_FOUND_PAGE = Answer(404, {"Content-Type": "text/html"}, b"<!DOCTYPE html><h1>Not Found</h1>")
TO_A_PAGE = Answer(302, {"Location": "http://127.0.0.1:1/login"})
SIGN_IN = Answer(511, {"Content-Type": "text/html"}, b"<html>Network sign-in required</html>")


def answers(s3: Hostile, operations: Iterable[str], page: Answer) -> None:
    """Answer these operations with a page."""
    for operation in operations:
        s3.change(operation, lambda request, work: page)


@fault("get-is-a-page", "GetObject is answered by a sign-in page with 200")
def get_is_a_page(s3: Hostile) -> None:
    answers(s3, ["GetObject"], NOT_S3)


@fault("get-is-a-static-page", "GetObject is answered by a page with ETag and date")
def get_is_a_static_page(s3: Hostile) -> None:
    answers(s3, ["GetObject"], STATIC_PAGE)


@fault("look-is-a-static-page", "HEAD and GET are answered by a page with ETag and date")
def look_is_a_static_page(s3: Hostile) -> None:
    answers(s3, ["GetObject", "HeadObject"], STATIC_PAGE)


@fault("missing-is-a-page", "HEAD and GET are answered by a page with 404")
def missing_is_a_page(s3: Hostile) -> None:
    answers(s3, ["GetObject", "HeadObject"], NOT_FOUND_PAGE)


@fault("look-leads-to-a-page", "HEAD and GET are redirected to a page")
def look_leads_to_a_page(s3: Hostile) -> None:
    answers(s3, ["GetObject", "HeadObject"], TO_A_PAGE)


@fault("look-wants-a-sign-in", "HEAD and GET are answered with 511")
def look_wants_a_sign_in(s3: Hostile) -> None:
    answers(s3, ["GetObject", "HeadObject"], SIGN_IN)


@fault("put-is-a-page", "Writes are answered by a page with 200; nothing is stored")
def put_is_a_page(s3: Hostile) -> None:
    answers(s3, ["PutObject", "UploadPart", "CopyObject", "UploadPartCopy"], NOT_S3)


@fault(
    "put-is-obeyed-and-answered-by-a-page",
    "PutObject stores, but is answered by a page; once",
)
def put_is_obeyed_and_answered_by_a_page(s3: Hostile) -> None:
    s3.once("PutObject", NOT_S3)


@fault("delete-is-a-page", "Deletions are answered by a page with 200; nothing is deleted")
def delete_is_a_page(s3: Hostile) -> None:
    answers(s3, ["DeleteObject", "DeleteObjects"], NOT_S3)


@fault("list-is-a-page", "Listings are answered by a page that is XML by its syntax")
def list_is_a_page(s3: Hostile) -> None:
    answers(s3, ["ListObjectsV2", "ListObjects", "ListObjectVersions"], STATIC_PAGE)


def page_begins(s3: Hostile, last: int, operation: str = "GetObject", number: int = 3) -> None:
    """Answer a number of requests with a page, starting with request `number` of an operation."""
    left = [last]

    def page(request: Request, work: Work) -> Answer:
        with s3.lock:
            begun = s3.asked[operation] >= number and left[0] > 0
            left[0] -= begun
        return NOT_S3 if begun else work()

    for one in OPERATIONS:
        s3.change(one, page)


@fault("page-for-a-while", "From the third GetObject on a page answers six requests of any kind")
def page_for_a_while(s3: Hostile) -> None:
    page_begins(s3, WHILE)


@fault("head-without-marks", "HEAD returns 200 without headers of an object")
def head_without_marks(s3: Hostile) -> None:
    answers(s3, ["HeadObject"], Answer())


@fault("head-without-a-length", "HEAD doesn't return the size")
def head_without_a_length(s3: Hostile) -> None:
    def unsized(request: Request, work: Work) -> Answer:
        answer = work()
        answer.drop("Content-Length")
        answer.framing = "chunked" if answer.status < 300 else "length"
        return answer

    s3.change("HeadObject", unsized)


@fault("names-are-refused", "HEAD returns 400 and GET InvalidArgument for every key")
def names_are_refused(s3: Hostile) -> None:
    answers(s3, ["HeadObject"], Answer(400))
    answers(s3, ["GetObject"], refusal(400, "InvalidArgument", "Object name is not supported."))


@fault("get-is-half", "GetObject sends the first half, with a length that fits it")
def get_is_half(s3: Hostile) -> None:
    def half(_: Request, answer: Answer) -> None:
        answer.body = answer.body[: len(answer.body) // 2]

    edited(s3, "GetObject", half)


@fault("get-is-more", "GetObject sends some bytes more, with a length that fits them")
def get_is_more(s3: Hostile) -> None:
    def more(_: Request, answer: Answer) -> None:
        answer.body += b"more"

    edited(s3, "GetObject", more)


@fault("get-is-nothing", "GetObject sends no byte, with 204")
def get_is_nothing(s3: Hostile) -> None:
    def nothing(_: Request, answer: Answer) -> None:
        answer.status, answer.body = 204, b""

    edited(s3, "GetObject", nothing)


@fault("get-comes-in-chunks", "GetObject sends its body in chunked coding")
def get_comes_in_chunks(s3: Hostile) -> None:
    def chunked(_: Request, answer: Answer) -> None:
        answer.framing = "chunked"

    edited(s3, "GetObject", chunked)


@fault("get-ends-with-the-line", "GetObject sends no length and closes the connection")
def get_ends_with_the_line(s3: Hostile) -> None:
    def until_close(_: Request, answer: Answer) -> None:
        answer.framing = "close"

    edited(s3, "GetObject", until_close)


@fault("get-in-chunks-is-cut", "GetObject cuts its chunked body in the middle")
def get_in_chunks_is_cut(s3: Hostile) -> None:
    def cut(_: Request, answer: Answer) -> None:
        answer.framing, answer.cut_at = "chunked", len(answer.body) // 2

    edited(s3, "GetObject", cut)


@fault("get-without-length-is-cut", "GetObject sends no length and closes in the middle")
def get_without_length_is_cut(s3: Hostile) -> None:
    def cut(_: Request, answer: Answer) -> None:
        answer.framing, answer.cut_at = "close", len(answer.body) // 2

    edited(s3, "GetObject", cut)


@fault("get-has-two-lengths", "GetObject sends a length and a chunked body")
def get_has_two_lengths(s3: Hostile) -> None:
    def both(_: Request, answer: Answer) -> None:
        answer.framing = "chunked"
        answer.headers["Content-Length"] = str(len(answer.body))

    edited(s3, "GetObject", both)


@fault("get-is-another-object", "GetObject sends other bytes under another ETag, always")
def get_is_another_object(s3: Hostile) -> None:
    def other(_: Request, answer: Answer) -> None:
        answer.body = bytes(len(answer.body))
        answer.headers["ETag"] = f'"{"0" * 32}"'

    edited(s3, "GetObject", other)


@fault("get-knows-no-ranges", "GetObject ignores Range")
def get_knows_no_ranges(s3: Hostile) -> None:
    without(s3, "range", operations=("GetObject",), echo=False)


@fault("get-sends-the-first-range", "GetObject sends as many bytes as Range has, from the first")
def get_sends_the_first_range(s3: Hostile) -> None:
    def first(request: Request, work: Work) -> Answer:
        asked = request.headers.get("range")
        if asked:
            start, _, end = asked.removeprefix("bytes=").partition("-")
            request.headers["range"] = f"bytes=0-{int(end) - int(start)}"
        return work()

    s3.change("GetObject", first)
