"""What is not S3 answers, or an answer is not what was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from tests.servers.hostile.answers import NOT_S3, Answer, refusal
from tests.servers.hostile.manners.registry import manner
from tests.servers.hostile.manners.ways import Work, edited, without
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import OPERATIONS, Hostile

WHILE = 6  # requests that a page answers before S3 is back

# A page as a plain web server sends it: with an ETag and a date, and XML by its syntax.
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
    """Answer these with a page and do nothing."""
    for operation in operations:
        s3.change(operation, lambda request, work: page)


@manner("get-is-a-page", "GetObject is answered by a sign-in page with 200")
def get_is_a_page(s3: Hostile) -> None:
    answers(s3, ["GetObject"], NOT_S3)


@manner("get-is-a-static-page", "GetObject is answered by a page with ETag and date")
def get_is_a_static_page(s3: Hostile) -> None:
    answers(s3, ["GetObject"], STATIC_PAGE)


@manner("look-is-a-static-page", "HEAD and GET are answered by a page with ETag and date")
def look_is_a_static_page(s3: Hostile) -> None:
    answers(s3, ["GetObject", "HeadObject"], STATIC_PAGE)


@manner("missing-is-a-page", "HEAD and GET are answered by a page with 404")
def missing_is_a_page(s3: Hostile) -> None:
    answers(s3, ["GetObject", "HeadObject"], NOT_FOUND_PAGE)


@manner("look-leads-to-a-page", "HEAD and GET are redirected to a page")
def look_leads_to_a_page(s3: Hostile) -> None:
    answers(s3, ["GetObject", "HeadObject"], TO_A_PAGE)


@manner("look-wants-a-sign-in", "HEAD and GET are answered with 511")
def look_wants_a_sign_in(s3: Hostile) -> None:
    answers(s3, ["GetObject", "HeadObject"], SIGN_IN)


@manner("put-is-a-page", "What stores is answered by a page with 200; nothing is stored")
def put_is_a_page(s3: Hostile) -> None:
    answers(s3, ["PutObject", "UploadPart", "CopyObject", "UploadPartCopy"], NOT_S3)


@manner("put-is-obeyed-and-answered-by-a-page", "PutObject stores, a page answers; once")
def put_is_obeyed_and_answered_by_a_page(s3: Hostile) -> None:
    s3.once("PutObject", NOT_S3)


@manner("delete-is-a-page", "What deletes is answered by a page with 200; nothing is deleted")
def delete_is_a_page(s3: Hostile) -> None:
    answers(s3, ["DeleteObject", "DeleteObjects"], NOT_S3)


@manner("list-is-a-page", "Listings are answered by a page that is XML by its syntax")
def list_is_a_page(s3: Hostile) -> None:
    answers(s3, ["ListObjectsV2", "ListObjects", "ListObjectVersions"], STATIC_PAGE)


def page_begins(s3: Hostile, last: int, operation: str = "GetObject", number: int = 3) -> None:
    """Answer so many requests of any kind with a page, from that `number` of an operation on."""
    left = [last]

    def page(request: Request, work: Work) -> Answer:
        with s3.lock:
            begun = s3.asked[operation] >= number and left[0] > 0
            left[0] -= begun
        return NOT_S3 if begun else work()

    for one in OPERATIONS:
        s3.change(one, page)


@manner("page-for-a-while", "From the third GetObject on a page answers six requests of any kind")
def page_for_a_while(s3: Hostile) -> None:
    page_begins(s3, WHILE)


@manner("head-without-marks", "HEAD says 200 and nothing of an object")
def head_without_marks(s3: Hostile) -> None:
    answers(s3, ["HeadObject"], Answer())


@manner("head-without-a-length", "HEAD does not say the size")
def head_without_a_length(s3: Hostile) -> None:
    def unsized(request: Request, work: Work) -> Answer:
        answer = work()
        answer.drop("Content-Length")
        answer.framing = "chunked" if answer.status < 300 else "length"
        return answer

    s3.change("HeadObject", unsized)


@manner("names-are-refused", "HEAD says 400 and GET InvalidArgument, whatever the name")
def names_are_refused(s3: Hostile) -> None:
    answers(s3, ["HeadObject"], Answer(400))
    answers(s3, ["GetObject"], refusal(400, "InvalidArgument", "Object name is not supported."))


@manner("get-is-half", "GetObject sends the first half, with a length that fits it")
def get_is_half(s3: Hostile) -> None:
    def half(_: Request, answer: Answer) -> None:
        answer.body = answer.body[: len(answer.body) // 2]

    edited(s3, "GetObject", half)


@manner("get-is-more", "GetObject sends some bytes more, with a length that fits them")
def get_is_more(s3: Hostile) -> None:
    def more(_: Request, answer: Answer) -> None:
        answer.body += b"more"

    edited(s3, "GetObject", more)


@manner("get-is-nothing", "GetObject sends no byte, with 204")
def get_is_nothing(s3: Hostile) -> None:
    def nothing(_: Request, answer: Answer) -> None:
        answer.status, answer.body = 204, b""

    edited(s3, "GetObject", nothing)


@manner("get-comes-in-chunks", "GetObject sends its body in chunked coding")
def get_comes_in_chunks(s3: Hostile) -> None:
    def chunked(_: Request, answer: Answer) -> None:
        answer.framing = "chunked"

    edited(s3, "GetObject", chunked)


@manner("get-ends-with-the-line", "GetObject tells no length and closes the connection")
def get_ends_with_the_line(s3: Hostile) -> None:
    def until_close(_: Request, answer: Answer) -> None:
        answer.framing = "close"

    edited(s3, "GetObject", until_close)


@manner("get-in-chunks-is-cut", "GetObject cuts its chunked body in the middle")
def get_in_chunks_is_cut(s3: Hostile) -> None:
    def cut(_: Request, answer: Answer) -> None:
        answer.framing, answer.cut_at = "chunked", len(answer.body) // 2

    edited(s3, "GetObject", cut)


@manner("get-without-length-is-cut", "GetObject tells no length and closes in the middle")
def get_without_length_is_cut(s3: Hostile) -> None:
    def cut(_: Request, answer: Answer) -> None:
        answer.framing, answer.cut_at = "close", len(answer.body) // 2

    edited(s3, "GetObject", cut)


@manner("get-has-two-lengths", "GetObject tells a length and sends chunks")
def get_has_two_lengths(s3: Hostile) -> None:
    def both(_: Request, answer: Answer) -> None:
        answer.framing = "chunked"
        answer.headers["Content-Length"] = str(len(answer.body))

    edited(s3, "GetObject", both)


@manner("get-is-another-object", "GetObject sends other bytes under another ETag, always")
def get_is_another_object(s3: Hostile) -> None:
    def other(_: Request, answer: Answer) -> None:
        answer.body = bytes(len(answer.body))
        answer.headers["ETag"] = f'"{"0" * 32}"'

    edited(s3, "GetObject", other)


@manner("get-knows-no-ranges", "GetObject sends the whole object, whatever Range")
def get_knows_no_ranges(s3: Hostile) -> None:
    without(s3, "range", operations=("GetObject",), echo=False)


@manner("get-sends-the-first-range", "GetObject sends as many bytes as Range has, from the first")
def get_sends_the_first_range(s3: Hostile) -> None:
    def first(request: Request, work: Work) -> Answer:
        asked = request.headers.get("range")
        if asked:
            start, _, end = asked.removeprefix("bytes=").partition("-")
            request.headers["range"] = f"bytes=0-{int(end) - int(start)}"
        return work()

    s3.change("GetObject", first)
