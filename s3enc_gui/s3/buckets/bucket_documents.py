"""Reads and writes a bucket's policy and its default encryption exactly as the server has them.

botocore's parser drops elements of XML that its model lacks. The default encryption is therefore
exchanged as XML, through the events of a client.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.default_encryption import check_configuration
from s3enc_gui.domain.guard.setting_change import Setting
from s3enc_gui.i18n import text
from s3enc_gui.s3.buckets.config import NO_DEFAULT
from s3enc_gui.s3.buckets.permissions import NO_POLICY
from s3enc_gui.s3.errors.translation import translated, unreadable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(slots=True)
class _Exchange:
    """The XML that a request sends instead of botocore's, and that of its response."""

    sent: bytes | None = None
    received: bytes = b""


_exchange: ContextVar[_Exchange | None] = ContextVar("exchange", default=None)
_SEND = "before-call.s3.PutBucketEncryption"
_RECEIVE = "after-call.s3.GetBucketEncryption"


def read_document(client: S3Client, bucket: str, setting: Setting) -> str:
    """Return the document; empty if the bucket has none. Blocks. Raises AppError."""
    if is_access_point(bucket):
        raise AppError(
            text("An access point doesn't report it"),
            hint=text("Use the name of the bucket."),
            code="AccessPoint",
        )
    read = _read_policy if setting is Setting.POLICY else _read_encryption
    with translated(bucket=bucket):
        try:
            return read(client, bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] in (NO_POLICY, NO_DEFAULT):
                return ""
            raise


def write_document(client: S3Client, bucket: str, setting: Setting, document: str) -> None:
    """Write the document; empty: delete it. Blocks. Raises AppError.

    Nothing in S3 makes the request conditional on what is there.
    """
    with translated(bucket=bucket):
        if setting is Setting.POLICY:
            if document:
                client.put_bucket_policy(Bucket=bucket, Policy=document)
            else:
                client.delete_bucket_policy(Bucket=bucket)
        elif document:
            with _exchanging(client, _Exchange(document.encode())):
                unused: Any = {"Rules": []}
                client.put_bucket_encryption(
                    Bucket=bucket, ServerSideEncryptionConfiguration=unused
                )
        else:
            client.delete_bucket_encryption(Bucket=bucket)


def _read_policy(client: S3Client, bucket: str) -> str:
    policy = client.get_bucket_policy(Bucket=bucket).get("Policy")
    if not policy:
        raise unreadable("GetBucketPolicy")
    return str(policy)


def _read_encryption(client: S3Client, bucket: str) -> str:
    with _exchanging(client, _Exchange()) as exchange:
        client.get_bucket_encryption(Bucket=bucket)
    try:
        document = exchange.received.decode()
        check_configuration(document)
    except (UnicodeDecodeError, AppError) as error:
        raise unreadable("GetBucketEncryption") from error
    return document


@contextmanager
def _exchanging(client: S3Client, exchange: _Exchange) -> Iterator[_Exchange]:
    """Let requests on this thread exchange XML; the client may be used by other threads."""
    client.meta.events.register(_SEND, _send, unique_id=_SEND)
    client.meta.events.register(_RECEIVE, _receive, unique_id=_RECEIVE)
    token = _exchange.set(exchange)
    try:
        yield exchange
    finally:
        _exchange.reset(token)


def _send(params: dict[str, Any], **_: object) -> None:
    exchange = _exchange.get()
    if exchange and exchange.sent is not None:
        params["body"] = exchange.sent


def _receive(http_response: Any, **_: object) -> None:  # noqa: ANN401 - untyped
    if exchange := _exchange.get():
        exchange.received = http_response.content
