"""Which object an error is about: a copy has two, and an object can be a delete marker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage
from s3enc_gui.s3.errors.messages.object_state import DELETED, MARKER

_COPIES = frozenset({"CopyObject", "UploadPartCopy"})
# Codes about an object that must exist, which the target of a copy needn't.
_OF_SOURCE = frozenset(
    {
        "404",
        "NotFound",
        "NoSuchKey",
        "NoSuchVersion",
        "InvalidObjectState",
        "ObjectNotInActiveTierError",
        "405",
        "MethodNotAllowed",
    }
)
_SOURCE_ACTIONS = ("s3:GetObject", "kms:Decrypt")
_SOURCE_TEXTS = (
    "copy source",
    "source of a copy",
    "source object",
    "customer master key",
    "stored using a form of server side encryption",
)
_MISSING = frozenset({"404", "NotFound", "NoSuchKey"})
_NOT_ALLOWED = frozenset({"405", "MethodNotAllowed"})


def meant(
    operation: str, action: str, body: Mapping[str, Any], subject: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the subject of an error, with the source's bucket and key where they are meant.

    `action` is what a denial names, or empty. A server may name bucket and key in the response
    (S3 API Reference, error responses).
    """
    if operation not in _COPIES or "source_key" not in subject:
        return subject
    source = {"bucket": subject["source_bucket"], "key": subject["source_key"]}
    named = {kind: body.get(name) for name, kind in (("BucketName", "bucket"), ("Key", "key"))}
    if any(named.values()):
        names_source, names_target = (
            all(value in (None, "", one.get(kind)) for kind, value in named.items())
            for one in (source, subject)
        )
        if names_source != names_target:
            return {**subject, **source} if names_source else subject
    lowered = str(body.get("Message") or "").lower()
    is_source = (
        body.get("Code") in _OF_SOURCE
        or action.startswith(_SOURCE_ACTIONS)
        or any(part in lowered for part in _SOURCE_TEXTS)
    )
    return {**subject, **source} if is_source else subject


def delete_marker(code: str, response: Mapping[str, Any]) -> ErrorMessage | None:
    """Return the message where the response says that the object is a delete marker, else None.

    The latest version: 404; a version that was named: 405 (S3 User Guide, working with delete
    markers).
    """
    headers: Mapping[str, str] = response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    if headers.get("x-amz-delete-marker", "").lower() != "true":
        return None
    if code in _MISSING:
        return DELETED
    return MARKER if code in _NOT_ALLOWED else None


def is_deleted(error: AppError) -> bool:
    """Whether the server answered that the object, or the version, is a delete marker."""
    cause = error.__cause__
    return isinstance(cause, ClientError) and delete_marker(error.code, cause.response) is not None
