"""Invalid XML, and unexpected characters and elements."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.servers.hostile import Answer, Hostile, Request
from tests.servers.hostile.faults.building_blocks import Work, edited
from tests.servers.hostile.faults.registry import fault

ODD_UPLOADS = (
    "<Upload><Key>no-id</Key><Initiated>2020-01-01T00:00:00.000Z</Initiated></Upload>"
    "<Upload><UploadId>no-key</UploadId></Upload>"
    "<Upload/>"
)
LISTS = ("ListObjectsV2", "ListObjectVersions", "ListMultipartUploads")


def body_edited(s3: Hostile, operation: str, edit: Callable[[Request, bytes], bytes]) -> None:
    """Change the bodies of successful answers."""

    def change(request: Request, answer: Answer) -> None:
        answer.body = edit(request, answer.body)

    edited(s3, operation, change)


def raw(request: Request, body: bytes) -> bytes:
    """Don't escape control characters."""
    del request
    for code in (*range(1, 32), 0xFFFE, 0xFFFF):
        body = body.replace(f"&#x{code:X};".encode(), chr(code).encode())
    return body


def without_encoding(s3: Hostile, operation: str, *, announced: bool = False) -> None:
    """Ignore encoding-type; `announced`: but return it."""

    def wrap(request: Request, work: Work) -> Answer:
        wanted = request.query.pop("encoding-type", None)
        answer = work()
        if wanted and announced:
            end = f"<EncodingType>{wanted}</EncodingType></{_root(answer.body)}>"
            answer.body = answer.body.rpartition(b"</")[0] + end.encode()
        return answer

    s3.change(operation, wrap)


def _root(body: bytes) -> str:
    return body.rpartition(b"</")[2].rstrip(b">\n").decode()


@fault("create-answer-is-no-xml", "CreateMultipartUpload answers with half a document, without id")
def create_answer_is_no_xml(s3: Hostile) -> None:
    body_edited(s3, "CreateMultipartUpload", lambda _, body: body.partition(b"<UploadId>")[0])


@fault(
    "create-answer-is-cut-behind-the-id",
    "CreateMultipartUpload omits all after the upload ID",
)
def create_answer_is_cut(s3: Hostile) -> None:
    end = b"</UploadId>"
    body_edited(s3, "CreateMultipartUpload", lambda _, body: body.partition(end)[0] + end)


@fault("create-answer-names-key-raw", "Answers about uploads hold control characters as they are")
def create_answer_names_key_raw(s3: Hostile) -> None:
    def more(request: Request, body: bytes) -> bytes:
        return raw(request, body).replace(b"<UploadId>", b"<Odd>\x07</Odd><UploadId>")

    for operation in ("CreateMultipartUpload", "ListParts", "CompleteMultipartUpload"):
        body_edited(s3, operation, more)


@fault("parts-list-has-odd-entry", "ListParts has parts without a number, and odd dates")
def parts_list_has_odd_entry(s3: Hostile) -> None:
    def more(_: Request, body: bytes) -> bytes:
        odd = b"<Part><Size>few</Size></Part><Part/><Part><LastModified>today</LastModified></Part>"
        head, found, tail = body.rpartition(b"<Part>")
        return head + odd + found + tail if found else body

    body_edited(s3, "ListParts", more)


@fault("complete-answer-is-no-xml", "CompleteMultipartUpload answers with half a document")
def complete_answer_is_no_xml(s3: Hostile) -> None:
    body_edited(s3, "CompleteMultipartUpload", lambda _, body: body[: len(body) // 2])


@fault("errors-name-key-raw", "Errors hold the key, with control characters as they are")
def errors_name_key_raw(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        if answer.status >= 400 and answer.body:
            names = f"<Key>{escape(request.key)}\x07</Key><Code>".encode()
            answer.body = answer.body.replace(b"<Code>", names, 1)
        return answer

    for operation in ("GetObject", "PutObject", "CompleteMultipartUpload", "ListParts"):
        s3.change(operation, wrap)


@fault("uploads-list-has-odd-entry", "ListMultipartUploads has entries that name no upload")
def uploads_list_has_odd_entry(s3: Hostile) -> None:
    def more(_: Request, body: bytes) -> bytes:
        head, found, tail = body.partition(b"<Upload>")
        if not found:
            head, found, tail = body.rpartition(b"</ListMultipartUploadsResult>")
        odd = b"<MaxUploads>many</MaxUploads>" + ODD_UPLOADS.encode()
        return head + odd + found + tail.replace(b"<Initiated>2", b"<Initiated>on day 2")

    body_edited(s3, "ListMultipartUploads", more)


@fault("uploads-list-raw-control-characters", "ListMultipartUploads encodes nothing")
def uploads_list_raw(s3: Hostile) -> None:
    without_encoding(s3, "ListMultipartUploads")
    body_edited(s3, "ListMultipartUploads", raw)


@fault(
    "uploads-list-only-says-that-it-encodes",
    "ListMultipartUploads returns url, encodes nothing",
)
def uploads_list_only_says(s3: Hostile) -> None:
    without_encoding(s3, "ListMultipartUploads", announced=True)


@fault("lists-with-raw-control-characters", "All lists encode nothing, control characters neither")
def lists_raw(s3: Hostile) -> None:
    for operation in LISTS:
        without_encoding(s3, operation)
        body_edited(s3, operation, raw)
