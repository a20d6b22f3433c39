"""Whether an answer comes from S3 at all.

Sign-in pages of networks, console ports and parked domains answer every request, many with 200. No
single header tells them apart: servers leave request ids, types and dates out. What is found here
is no answer, like a lost connection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError

if TYPE_CHECKING:
    from botocore.client import BaseClient

_OBJECTS = frozenset({"GetObject", "HeadObject"})  # their answers have the type of the object
_STORING = frozenset({"PutObject", "UploadPart"})
# Their answers of 200 are XML: one that is empty was lost on the way, and no list without entries.
_LISTS = frozenset(
    {
        "GetObjectTagging",
        "ListMultipartUploads",
        "ListObjectVersions",
        "ListObjectsV2",
        "ListParts",
    }
)
_OF_S3 = ("x-amz-", "x-goog-", "x-guploader-")
_PAGES = ("text/html", "application/xhtml")
_FOREIGN = (*_PAGES, "application/json")
_USUAL = ("application/xml", "text/xml", "application/octet-stream", "binary/octet-stream")
# Statuses that proxies and load balancers in front of S3 give in pages of their own.
_OF_PROXIES = frozenset({408, 411, 413, 414, 429, 431})
_SIGN_IN = 511  # Network Authentication Required (RFC 6585): only networks say so

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|script|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_BEGINNING = 1024  # bytes of a body that are looked at


class NotS3(BotoCoreError):
    """Something else answered."""

    fmt = "{operation} was answered with HTTP {status}, {type}"


class ResponseOrigin:
    """The rule for the answers of one connection; several threads may ask.

    It learns whether the server gives its answers request ids: one that does gives them always.
    """

    def __init__(self) -> None:
        self._gives_ids = False

    def check(
        self, operation: str, status: int, headers: Mapping[str, str], body: bytes = b""
    ) -> None:
        """Raise NotS3 unless S3 may have answered an operation of S3 so.

        Header names in lower case; `body` empty where it is an object's.
        """
        has_id = (
            "x-amz-request-id" in headers
            or "x-amzn-requestid" in headers
            or "x-amz-id-2" in headers
        )
        self._gives_ids = self._gives_ids or has_id
        kind = headers.get("content-type", "").lower()
        stored = operation in _OBJECTS and status < 300
        if stored and "etag" in headers and not kind.startswith(_PAGES):
            return
        signed = has_id or _has_header_of_s3(headers)
        if stored:
            is_s3 = self._is_object(signed, kind, headers)
        elif operation in _LISTS and status < 300 and not body[:_BEGINNING].strip():
            is_s3 = False
        elif status in _OF_PROXIES or (status >= 500 and status != _SIGN_IN):
            return
        elif signed:
            is_s3 = not (kind.startswith(_PAGES) and is_page(body))
        else:
            is_s3 = self._is_plain(operation, status, kind, headers, body)
        if not is_s3:
            raise NotS3(operation=operation, status=status, type=kind or "without a type")

    def _is_object(self, signed: bool, kind: str, headers: Mapping[str, str]) -> bool:
        """Whether these are the headers of an object: S3's always have an ETag."""
        if not signed and self._gives_ids and kind.startswith(_PAGES):
            return False
        return "etag" in headers or (signed and "last-modified" in headers)

    def _is_plain(
        self, operation: str, status: int, kind: str, headers: Mapping[str, str], body: bytes
    ) -> bool:
        """Whether S3 may have answered so, without any header of S3."""
        if status == _SIGN_IN or is_page(body):
            return False
        # What failed stands in it, and nobody looks again.
        if operation == "DeleteObjects" and status < 300 and not body.strip():
            return False
        if 300 <= status < 400:
            return b"<Error" in body[:_BEGINNING]
        if body[:_BEGINNING].lstrip().startswith(b"<"):  # XML, whatever it is called
            return True
        if status >= 400 and self._gives_ids:
            return not kind or kind.startswith(_USUAL)
        if operation in _STORING and status < 300 and "etag" in headers:
            return True
        return not kind.startswith(_FOREIGN)

    def watch(self, client: BaseClient) -> None:
        """Check all answers to a client before botocore reads them: NotS3 is raised by its calls.

        KMS and STS answer in JSON and XML; of theirs it is only seen whether they are pages.
        """
        service = client.meta.service_model.service_id.hyphenize()
        check = self._check_answer if service == "s3" else _check_page
        # By `*` it comes before botocore's search for an error in an answer of 200, which takes
        # whatever is no XML for a crash of the server.
        client.meta.events.register_first("before-parse.*", check)

    def _check_answer(
        self,
        operation_model: Any,  # noqa: ANN401 - untyped
        response_dict: dict[str, Any],
        **_: object,
    ) -> None:
        status, body = response_dict["status_code"], response_dict["body"]
        headers = {name.lower(): value for name, value in response_dict["headers"].items()}
        try:
            known = body if isinstance(body, bytes) else b""
            self.check(operation_model.name, status, headers, known)
        except NotS3:
            if not isinstance(body, bytes):
                body.close()
            raise


def _check_page(
    operation_model: Any,  # noqa: ANN401 - untyped
    response_dict: dict[str, Any],
    **_: object,
) -> None:
    status, body = response_dict["status_code"], response_dict["body"]
    moved = 300 <= status < 400 and not body
    if status == _SIGN_IN or moved or (status < 500 and is_page(body)):
        kind = response_dict["headers"].get("content-type", "without a type")
        raise NotS3(operation=operation_model.name, status=status, type=kind)


def is_page(body: bytes) -> bool:
    """Whether it is an HTML document."""
    return bool(body) and _PAGE.match(body[:_BEGINNING]) is not None


def _has_header_of_s3(headers: Mapping[str, str]) -> bool:
    """Whether a header is one of S3, or such as only a server that speaks S3 gives.

    `x-request-id` alone is of any web server, and CloudFront is before any. Google's answers to PUT
    and DELETE are `text/html`, without a body.
    """
    return any(
        (name.startswith(_OF_S3) and not name.startswith("x-amz-cf-"))
        or (name.endswith("-request-id") and name != "x-request-id")
        for name in headers
    )
