"""Links with a signature (presigned URLs)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.location import Location
from s3enc_gui.domain.presigned_url import SigningIdentity
from s3enc_gui.s3.errors.translation import translated

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_QUERY = "-query"  # how botocore ends the name of a signature that goes into an address


def presigned(client: S3Client, location: Location, version_id: str | None, seconds: int) -> str:
    """Return an address that GetObject answers to for so many seconds. Raises AppError.

    Asks no server, but for credentials that are to be renewed. By itself botocore would sign by
    Version 2 in the older Regions, which KMS objects refuse, and address s3.amazonaws.com, which
    knows a new bucket of another Region only hours later.
    """
    events: Any = client.meta.events
    events.register_first("choose-signer.s3", _version_4, unique_id="s3enc-link-v4")
    events.register_first(
        "before-parameter-build.s3.GetObject", _regional, unique_id="s3enc-link-region"
    )
    named = {"Bucket": location.bucket, "Key": location.key}
    if version_id:
        named["VersionId"] = version_id
    with translated(bucket=location.bucket, key=location.key):
        url: str = client.generate_presigned_url("get_object", Params=named, ExpiresIn=seconds)
        return url


def signer(client: S3Client) -> SigningIdentity:
    """Return whose credentials sign, as far as they tell. Raises AppError."""
    credentials: Any = client._request_signer._credentials  # type: ignore[attr-defined] # noqa: SLF001 - no public way
    if credentials is None:
        return SigningIdentity()
    with translated():
        temporary = bool(credentials.get_frozen_credentials().token)
    until = getattr(credentials, "_expiry_time", None)
    return SigningIdentity(temporary, until if isinstance(until, datetime) else None)


def _version_4(signature_version: object, **_: object) -> str | None:
    """Return Version 4 as S3 has it for an address that is to be signed some other way.

    Multi-Region access points and directory buckets have signatures of their own.
    """
    asked = signature_version if isinstance(signature_version, str) else ""
    if not asked.endswith(_QUERY) or asked.startswith(("v4a", "v4-s3express")):
        return None
    return f"s3v4{_QUERY}"


def _regional(context: dict[str, Any], **_: object) -> None:
    if context.get("is_presign_request"):
        context["use_global_endpoint"] = False
