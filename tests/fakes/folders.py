"""Sample listings and statuses of objects."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind, kind_of
from s3enc_gui.domain.listing import ListedObject, Page

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = "arn:aws:kms:eu-central-1:123456789012:key/0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111"
SSE_S3 = EncryptionStatus("AES256")
SSE_KMS = EncryptionStatus("aws:kms", KEY)


def listed(key: str, size: int = 1, **more) -> ListedObject:
    """An object; its date follows from its size."""
    when = BEGIN + timedelta(minutes=size)
    return ListedObject(key, size, when, f"etag-of-{key}", **more)


def page(*keys: str, sizes: dict[str, int] | None = None) -> Page:
    """A page of a listing; keys that end with `/` are prefixes."""
    sizes = sizes or {}
    prefixes = tuple(key for key in keys if key.endswith("/"))
    objects = tuple(listed(key, sizes.get(key, 1)) for key in keys if not key.endswith("/"))
    return Page(prefixes, objects)


def looked(status: EncryptionStatus | None = SSE_S3, *, at: datetime = BEGIN) -> ObjectStatus:
    """A status as read from S3; None: access denied."""
    if status is None:
        return ObjectStatus(StatusKind.DENIED, None, at, "403")
    return ObjectStatus(kind_of(status), status, at)
