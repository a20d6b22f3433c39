"""Requests of a botocore client to a server that knows Content-MD5 only.

Operations such as DeleteObjects require a checksum (S3 API Reference). botocore sends a CRC32 for
them, also with `when_required`, and never Content-MD5, which older servers demand.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import md5
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_SDK_HEADER = "x-amz-sdk-checksum-algorithm"


def send_md5_only(client: S3Client) -> None:
    """Make a client send Content-MD5 where it would send another checksum."""
    client.meta.events.register_last("before-call.s3", _replace, unique_id="s3enc-md5")


def _replace(params: dict[str, Any], **_: object) -> None:
    """Change a request before botocore computes the checksum of its body."""
    checksum = params["context"].get("checksum", {})
    if checksum.pop("request_algorithm", None) is None:
        return
    for name in [name for name in params["headers"] if name.lower() == _SDK_HEADER]:
        del params["headers"][name]
    body = params["body"]
    if isinstance(body, str):
        body = body.encode()
    if isinstance(body, bytes | bytearray):
        digest = md5(body, usedforsecurity=False).digest()
        params["headers"]["Content-MD5"] = b64encode(digest).decode()
