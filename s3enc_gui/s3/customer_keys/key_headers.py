"""Adds a customer-provided key (SSE-C) to all requests of a client that can have one.

S3 API Reference: PutObject, CreateMultipartUpload, UploadPart, CompleteMultipartUpload, ListParts,
HeadObject, GetObject, GetObjectAttributes, CopyObject and UploadPartCopy; the last two send it for
the source, too. The key is sent only over TLS, or to this computer: whoever sees it in transit can
read the objects (S3 User Guide, Using SSE-C).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from s3enc_gui.domain.connection import is_loopback
from s3enc_gui.domain.customer_keys.customer_key import ALGORITHM, CustomerKey
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PREFIXES = ("SSECustomer", "CopySourceSSECustomer")


def send_customer_key(client: S3Client, key: CustomerKey) -> None:
    """Add the key to the client's requests from now on. Raises AppError for an http:// endpoint."""
    _check_endpoint(client.meta.endpoint_url)
    # With the MD5, botocore leaves the key as it is, also in operations that it doesn't encode.
    values = {"Algorithm": ALGORITHM, "Key": key.base64, "KeyMD5": key.md5}

    def add(
        params: Mapping[str, object],
        model: Any,  # noqa: ANN401 - untyped
        context: Mapping[str, object],
        **_: object,
    ) -> Mapping[str, object] | None:
        members = model.input_shape.members if model.input_shape else {}
        found = [one for one in _PREFIXES if f"{one}Key" in members]
        if not found or context.get("is_presign_request"):
            return None
        named = {f"{one}{name}": value for one in found for name, value in values.items()}
        return {**params, **named}

    provide: Any = add  # the stubs don't know that it may return parameters
    client.meta.events.register("provide-client-params.s3", provide)


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
        text("Use an https:// endpoint, or another encryption."),
        code="CustomerKeyInTheClear",
    )
