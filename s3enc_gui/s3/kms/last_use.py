"""Reads when a KMS key was last used (GetKeyLastUsage, AWS KMS 2026)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.encryption.object_details import KEY_NOT_FOUND, KeyLastUse, ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import translated

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


def with_last_use(client: Callable[[], KMSClient], details: ObjectDetails) -> ObjectDetails:
    """Return the details of an object with the last use of its key, or with the error; blocks.

    `client` is called only where AWS KMS has described the key; other servers aren't asked. Raises
    nothing.
    """
    key, arn = details.key, details.key_arn or ""
    if key is None or key.state == KEY_NOT_FOUND or not arn.startswith("arn:"):
        return details
    try:
        kms = client()
        if not is_amazon(kms.meta.endpoint_url):
            return details
        with translated(key_name=arn):
            response: Any = kms.get_key_last_usage(KeyId=arn)
    except AppError as error:
        return replace(details, key=replace(key, last_use_refused=error.code or "Unknown"))
    return replace(details, key=replace(key, last_use=_last_use(response)))


def _last_use(response: dict[str, Any]) -> KeyLastUse:
    last = response.get("KeyLastUsage") or {}
    return KeyLastUse(
        last.get("Timestamp"),
        last.get("Operation") or "",
        response.get("TrackingStartDate"),
        response.get("KeyCreationDate"),
    )
