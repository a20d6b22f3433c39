"""Adds customer-provided keys (SSE-C) to all requests of a client that can have them.

S3 API Reference: PutObject, CreateMultipartUpload, UploadPart, CompleteMultipartUpload, ListParts,
HeadObject, GetObject, GetObjectAttributes, CopyObject and UploadPartCopy; the last two have headers
of their own for the key of the source. A key is sent only over TLS, or to this computer: whoever
sees it in transit can read the objects (S3 User Guide, Using SSE-C).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from s3enc_gui.domain.connection import is_loopback
from s3enc_gui.domain.customer_keys.customer_key import ALGORITHM, CustomerKey
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

WITHOUT_KEYS: ContextVar[bool] = ContextVar("WITHOUT_KEYS", default=False)
"""Set: this thread's requests have no key, whatever the client's are."""

_TARGET, _SOURCE = "SSECustomer", "CopySourceSSECustomer"


def send_customer_keys(
    client: S3Client, key: CustomerKey | None, source_key: CustomerKey | None = None
) -> None:
    """Add keys to the client's requests from now on: for the object, and for the source of copies.

    Raises AppError for an http:// endpoint.
    """
    keys = {_TARGET: key, _SOURCE: source_key}
    sent = {prefix: _values(prefix, one) for prefix, one in keys.items() if one}
    if not sent:
        return
    _check_endpoint(client.meta.endpoint_url)

    def add(
        params: Mapping[str, object],
        model: Any,  # noqa: ANN401 - untyped
        context: Mapping[str, object],
        **_: object,
    ) -> Mapping[str, object] | None:
        members = model.input_shape.members if model.input_shape else {}
        if context.get("is_presign_request") or WITHOUT_KEYS.get():
            return None
        found = [values for prefix, values in sent.items() if f"{prefix}Key" in members]
        return {**params, **{name: one for values in found for name, one in values.items()}}

    provide: Any = add  # the stubs don't know that it may return parameters
    client.meta.events.register("provide-client-params.s3", provide)


def _values(prefix: str, key: CustomerKey) -> dict[str, str]:
    # With the MD5, botocore leaves the key as it is, also in operations that it doesn't encode.
    values = {"Algorithm": ALGORITHM, "Key": key.base64, "KeyMD5": key.md5}
    return {f"{prefix}{name}": value for name, value in values.items()}


def _check_endpoint(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" or is_loopback(parts.hostname or ""):
        return
    raise AppError(
        text("A customer-provided key (SSE-C) is only sent over https://"),
        text(
            "The connection to {host} isn't encrypted: anybody on the way could read the key.",
            host=parts.hostname or "",
        ),
        text("Use an address that starts with https://, or another encryption."),
        code="CustomerKeyInTheClear",
    )
