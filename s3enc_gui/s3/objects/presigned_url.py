"""Presigned URLs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.location import Location
from s3enc_gui.s3.errors.translation import translated

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

    from s3enc_gui.domain.presigned_url import SigningIdentity

_QUERY = "-query"  # suffix of botocore's signature versions for presigned URLs


def presigned(client: S3Client, location: Location, version_id: str | None, seconds: int) -> str:
    """Return a presigned URL for GetObject, valid for some seconds. Raises AppError.

    Sends no request, except to refresh credentials. By default, botocore uses Signature Version 2
    in older Regions, which SSE-KMS objects reject, and the endpoint s3.amazonaws.com, which
    resolves a new bucket in another Region only after hours.
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
    """Return what is known of the credentials that sign. Raises AppError."""
    from s3enc_gui.domain.presigned_url import SigningIdentity  # uploads don't need it

    credentials: Any = client._request_signer._credentials  # type: ignore[attr-defined] # noqa: SLF001 - no public way
    if credentials is None:
        return SigningIdentity()
    with translated():
        temporary = bool(credentials.get_frozen_credentials().token)
    until = getattr(credentials, "_expiry_time", None)
    return SigningIdentity(temporary, until if isinstance(until, datetime) else None)


def _version_4(signature_version: object, **_: object) -> str | None:
    """Return Signature Version 4 for presigned URLs that would have another version.

    Multi-Region access points (SigV4A) and directory buckets keep theirs; the URLs of anonymous
    connections have none.
    """
    asked = signature_version if isinstance(signature_version, str) else ""
    if not asked.endswith(_QUERY) or asked.startswith(("v4a", "v4-s3express", "none")):
        return None
    return f"s3v4{_QUERY}"


def _regional(context: dict[str, Any], **_: object) -> None:
    if context.get("is_presign_request"):
        context["use_global_endpoint"] = False
