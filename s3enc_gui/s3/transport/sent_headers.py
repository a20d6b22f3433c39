"""Header values that aren't ASCII, as copies of objects on some servers have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_WITH_METADATA = ("PutObject", "CreateMultipartUpload")


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
