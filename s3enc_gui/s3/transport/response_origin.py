"""Checks that a response comes from S3.

Sign-in pages of networks, console ports and parked domains respond to every request, many with 200.
No single header identifies S3: servers omit request ids, content types and dates. A response from
elsewhere is treated like a lost connection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError

from s3enc_gui.regex import regex
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.response_marks import ACCEPTED

if TYPE_CHECKING:
    from botocore.client import BaseClient

_OBJECTS = frozenset({"GetObject", "HeadObject"})  # Content-Type is the object's
_STORING = frozenset({"PutObject", "UploadPart"})
# Responses with status 200 are XML: an empty body is no empty list.
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
# Statuses for which proxies and load balancers in front of S3 return their own pages.
_OF_PROXIES = frozenset({408, 411, 413, 414, 429, 431})
_SIGN_IN = 511  # Network Authentication Required (RFC 6585)

_PAGE = regex(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|script|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_BEGINNING = 1024  # bytes of a body that are examined


class NotS3(BotoCoreError):
    """The response isn't from S3."""

    fmt = "{operation} returned HTTP {status}, {type}"


class ResponseOrigin:
    """Checks the responses of one connection. Thread-safe.

    It records whether the server returns request ids: one that does always returns them. It also
    records whether a request has succeeded, and says so in error responses (`mark`).
    """

    def __init__(self) -> None:
        self._returns_ids = False
        self._has_succeeded = False

    def check(
        self, operation: str, status: int, headers: Mapping[str, str], body: bytes = b""
    ) -> None:
        """Raise NotS3 unless the response to an S3 operation may come from S3.

        Header names are in lower case; `body` is empty for an object's.
        """
        has_id = (
            "x-amz-request-id" in headers
            or "x-amzn-requestid" in headers
            or "x-amz-id-2" in headers
        )
        self._returns_ids = self._returns_ids or has_id
        kind = headers.get("content-type", "").lower()
        is_object = operation in _OBJECTS and status < 300
        if is_object and "etag" in headers and not kind.startswith(_PAGES):
            self._has_succeeded = True
            return
        is_marked = has_id or has_s3_header(headers)
        if is_object:
            is_s3 = self._is_object(is_marked, kind, headers)
        elif operation in _LISTS and status < 300 and not body[:_BEGINNING].strip():
            is_s3 = False
        elif status in _OF_PROXIES or (status >= 500 and status != _SIGN_IN):
            return
        elif is_marked:
            is_s3 = not (kind.startswith(_PAGES) and is_page(body))
        else:
            is_s3 = self._may_be_s3(operation, status, kind, headers, body)
        if not is_s3:
            raise NotS3(operation=operation, status=status, type=kind or "without a type")
        self._has_succeeded = self._has_succeeded or status < 300

    def mark(self, parsed: Any) -> None:  # noqa: ANN401 - untyped
        """Say in a parsed error response whether the credentials have been accepted."""
        parsed.setdefault("ResponseMetadata", {})[ACCEPTED] = self._has_succeeded

    def _is_object(self, is_marked: bool, kind: str, headers: Mapping[str, str]) -> bool:
        """Whether these are the headers of an object: on S3 they always include an ETag."""
        if not is_marked and self._returns_ids and kind.startswith(_PAGES):
            return False
        return "etag" in headers or (is_marked and "last-modified" in headers)

    def _may_be_s3(
        self, operation: str, status: int, kind: str, headers: Mapping[str, str], body: bytes
    ) -> bool:
        """Whether a response without any S3 header may come from S3."""
        if status == _SIGN_IN or is_page(body):
            return False
        # The body lists the failures.
        if operation == "DeleteObjects" and status < 300 and not body.strip():
            return False
        if 300 <= status < 400:
            return b"<Error" in body[:_BEGINNING]
        if body[:_BEGINNING].lstrip().startswith(b"<"):  # XML, whatever its type
            return True
        if status >= 400 and self._returns_ids:
            return not kind or kind.startswith(_USUAL)
        if operation in _STORING and status < 300 and "etag" in headers:
            return True
        return not kind.startswith(_FOREIGN)

    def watch(self, client: BaseClient) -> None:
        """Check all responses to a client before botocore parses them: its calls raise NotS3.

        Responses of KMS and STS are only checked for HTML.
        """
        service = client.meta.service_model.service_id.hyphenize()
        check = self._check_response if service == "s3" else _check_page
        # Registered for `*`, it runs before botocore's handler that searches a response with status
        # 200 for an error, and treats anything but XML as a server error.
        client.meta.events.register_first("before-parse.*", check)
        if service == "s3" and not is_amazon(client.meta.endpoint_url):
            client.meta.events.register("after-call.s3", self._mark_response)

    def _mark_response(self, http_response: Any, parsed: Any, **_: object) -> None:  # noqa: ANN401 - untyped
        if http_response.status_code >= 300:
            self.mark(parsed)

    def _check_response(
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


def has_s3_header(headers: Mapping[str, str]) -> bool:
    """Whether a header is one that only S3 or an S3-compatible server returns.

    Any web server may return `x-request-id`, and CloudFront's headers don't count. Google's
    responses to PUT and DELETE are `text/html` without a body.
    """
    return any(
        (name.startswith(_OF_S3) and not name.startswith("x-amz-cf-"))
        or (name.endswith("-request-id") and name != "x-request-id")
        for name in headers
    )
