"""Headers of requests: signed, in UTF-8, without control characters.

A line end in a value would begin another header (RFC 9110, 5.5); keys and options that are pasted
may end with one. Values that aren't ASCII come from copies of objects on some servers.
"""

from __future__ import annotations

from collections.abc import Iterable
from time import time
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.regex import regex
from s3enc_gui.s3.errors.messages.error_message import printable
from s3enc_gui.s3.transport.signing import AccessKeys, RequestSigner

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from mypy_boto3_s3 import S3Client

    from s3enc_gui.s3.transport.request_template import FilledRequest

_CONTROL = regex(r"[\x00-\x08\x0a-\x1f\x7f]")  # a tab is allowed
_WITH_METADATA = ("PutObject", "CreateMultipartUpload")  # copies in parts send their source's

_NAMES: dict[str, AnyText] = {
    "authorization": text("The access key ID"),
    "x-amz-security-token": text("The session token"),
}


class RequestHeads:
    """Writes the heads of requests; without keys they aren't signed.

    This runs for every request: headers of templates are checked with the template, keys once.
    """

    def __init__(self) -> None:
        self._signers: dict[tuple[str, str], RequestSigner] = {}
        self._checked_keys: AccessKeys | None = None

    def write(
        self, request: FilledRequest, region: str, keys: AccessKeys | None, payload: str
    ) -> bytes:
        """Return request line and headers; `payload` is the body's SHA-256 or UNSIGNED.

        Raises AppError for a control character in a header.
        """
        template = request.template
        varying = request.headers[len(template.headers) :]
        if not "".join([value for _, value in varying]).isprintable():  # quick
            check_headers(varying)
        added: list[tuple[str, str]] = []
        if keys:
            if keys is not self._checked_keys:
                check_headers(_headers_of(keys))
                self._checked_keys = keys
            signer = self._signer(region, template.service)
            added = signer.signed(
                keys,
                time(),
                template.method,
                request.path,
                request.query,
                request.headers,
                payload,
            )
        target = f"{request.path}?{request.query}" if request.query else request.path
        lines = "".join([f"{name}: {value}\r\n" for name, value in (*request.headers, *added)])
        return f"{template.method} {target} HTTP/1.1\r\n{lines}\r\n".encode()

    def _signer(self, region: str, service: str) -> RequestSigner:
        signer = self._signers.get((region, service))
        if signer is None:
            signer = self._signers[(region, service)] = RequestSigner(region, service)
        return signer


def _headers_of(keys: AccessKeys) -> list[tuple[str, str]]:
    """Return the headers that keys are in."""
    return [("authorization", keys.access_key), ("x-amz-security-token", keys.token or "")]


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
