"""Headers of requests: a line end in a value would begin another header (RFC 9110, 5.5).

Keys and options that are pasted may end with one.
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

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # a tab is allowed

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
