"""Errors about a KMS key that a server reports with the code of another error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from s3enc_gui.s3.errors.messages.error_message import ErrorMessage
from s3enc_gui.s3.errors.messages.kms import (
    ABOUT_KEY,
    CALLER_OR_KEY,
    KEY_OR_CALLER,
    NOT_NAMED,
    NOT_RETRIEVED,
)
from s3enc_gui.s3.errors.response_marks import ACCEPTED

KEY_NOT_FOUND = "KMS.NotFoundException"
"""The code that Amazon S3 has for a KMS key that doesn't exist."""

_UNKNOWN_CALLER = "InvalidAccessKeyId"
_MISLEADING = frozenset({_UNKNOWN_CALLER, "NoSuchKey"})  # Ceph's for a key that it can't get
_ENCRYPTING = frozenset({"PutObject", "CreateMultipartUpload", "CopyObject"})


def has_misleading_code(code: str, found: ErrorMessage) -> bool:
    """Whether a message about a KMS key came with a code that callers take for another error."""
    return found in ABOUT_KEY and code in _MISLEADING


def code_in_headers(response: Mapping[str, Any]) -> str:
    """Return the code of MinIO's key manager, which a response without a body has in a header."""
    code = str(_headers(response).get("x-minio-error-code", ""))
    return code if code.startswith("kms:") else ""


def unknown_caller(
    code: str,
    message: str,
    operation: str,
    subject: Mapping[str, str],
    response: Mapping[str, Any],
) -> ErrorMessage | None:
    """Return the message for an unknown access key that may be an unknown KMS key.

    Ceph had one code for both. None for any other error, and from Amazon S3.
    """
    uses_key = "key_name" in subject or subject.get("sse", "").startswith("aws:kms")
    if code != _UNKNOWN_CALLER or operation not in _ENCRYPTING or not uses_key:
        return None
    lowered = message.lower()
    if NOT_RETRIEVED in lowered or NOT_NAMED in lowered:
        return None  # the message is exact
    accepted: bool | None = response.get("ResponseMetadata", {}).get(ACCEPTED)
    if accepted is None:
        return None
    return KEY_OR_CALLER if accepted else CALLER_OR_KEY


def _headers(response: Mapping[str, Any]) -> Mapping[str, str]:
    headers: Mapping[str, str] = response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    return headers
