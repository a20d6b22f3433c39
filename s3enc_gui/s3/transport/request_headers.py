"""Headers of requests: control characters, and values that aren't ASCII.

A line end in a value would begin another header (RFC 9110, 5.5). Keys and options that are pasted
may end with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.s3.errors.messages.error_message import printable

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from mypy_boto3_s3 import S3Client

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # a tab is allowed

_WITH_METADATA = (
    "PutObject",
    "CreateMultipartUpload",
)  # of copies in parts: they send their source's

_NAMES: dict[str, AnyText] = {
    "authorization": text("The access key ID"),
    "x-amz-security-token": text("The session token"),
}


def header_lines(headers: Iterable[tuple[str, str]]) -> str:
    """Return headers as they are sent. Raises AppError for a control character in one."""
    lines = [f"{name}: {value}" for name, value in headers]
    if not "".join(lines).isprintable():  # quick: this runs for every request
        check_headers(headers)
    return "\r\n".join(lines)


def check_headers(headers: Iterable[tuple[str, str]]) -> None:
    """Raise AppError for a control character in a header; the value isn't quoted."""
    for name, value in headers:
        if _CONTROL.search(name) or _CONTROL.search(value):
            raise AppError(
                text("A value can't be sent"),
                text(
                    "{name} contains a line break or another control character.",
                    name=_NAMES.get(name.lower())
                    or text("The header {name}", name=printable(name)),
                ),
                text("Check the credentials and the options, and enter the value again."),
                code="InvalidHeader",
            )


def check_headers_of(client: BaseClient) -> None:
    """Check every request of a botocore client after it is signed: its calls raise AppError."""
    client.meta.events.register_last("request-created", _check_request)


def _check_request(request: Any, **_: object) -> None:  # noqa: ANN401 - AWSRequest is untyped
    check_headers((name, _text(value)) for name, value in request.headers.items())


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def send_headers_as_utf8(client: S3Client) -> None:
    """Make a client send header values as UTF-8, which is what botocore signs.

    botocore rejects such metadata, and Python's HTTP client sends Latin-1: the signature is wrong.
    """
    from botocore.handlers import validate_ascii_metadata  # slow to import, as boto3 is

    events = client.meta.events
    for operation in _WITH_METADATA:
        events.unregister(f"before-parameter-build.s3.{operation}", validate_ascii_metadata)
    events.register_last("before-send.s3", _as_utf8)


def _as_utf8(request: Any, **_: object) -> None:  # noqa: ANN401 - AWSPreparedRequest is untyped
    for name, value in list(request.headers.items()):
        if isinstance(value, str) and not value.isascii():
            del request.headers[name]
            request.headers[name] = value.encode()
