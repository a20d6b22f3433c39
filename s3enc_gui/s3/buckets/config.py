"""Buckets: listing them, their Region and their default encryption."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import UNPARSED, translated, unreadable
from s3enc_gui.s3.server.signing_regions import REGION_HEADER

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Code of S3-compatible servers without default encryption. AWS encrypts all objects since 2023.
NO_DEFAULT = "ServerSideEncryptionConfigurationNotFoundError"


def bucket_names(client: S3Client) -> list[str]:
    """Return the names of the caller's buckets (ListBuckets). Raises AppError."""
    with translated():
        pages: Any = client.get_paginator("list_buckets").paginate()
        return [bucket["Name"] for page in pages for bucket in page.get("Buckets", [])]


def bucket_region(client: S3Client, bucket: str) -> str | None:
    """Return what a server reports as a bucket's Region, None where it doesn't.

    On AWS it is the Region for which requests must be signed; other servers may report any word
    (see `signing_regions`). HeadBucket reports it even in an error response (301, 403). Raises
    AppError where the bucket doesn't exist, or is in another Region that isn't named.
    """
    if bucket.startswith("arn:"):
        return bucket.split(":")[3] or None
    amazon = is_amazon(client.meta.endpoint_url)
    with translated(bucket=bucket):
        try:
            response: Any = client.head_bucket(Bucket=bucket)
        except ClientError as error:
            region = _header(error.response)
            code = error.response["Error"]["Code"]
            if region is None and code in ("404", "NoSuchBucket"):
                raise
            if not amazon and code not in DENIED:
                _explain(client, bucket)
            if region is None and _is_redirect(error.response):
                client.head_bucket(Bucket=bucket)  # raises unless the right Region is known now
            return region
    region = response.get("BucketRegion") or _header(response)
    return region or (None if is_access_point(bucket) else _location(client, bucket, amazon=amazon))


def _explain(client: S3Client, bucket: str) -> None:
    """Send a request whose error response has a body, which may name the signature's Region.

    GetBucketLocation won't do: MinIO accepts it with any Region.
    """
    with suppress(ClientError, BotoCoreError, *UNPARSED):
        client.list_objects_v2(Bucket=bucket, MaxKeys=1)


def probe(client: S3Client, bucket: str) -> None:
    """Send a request that every server supports and that has an error body (GetBucketLocation).

    Access points don't support it: a list of one object. Raises AppError for an error response,
    too.
    """
    with translated(bucket=bucket):
        if is_access_point(bucket):
            client.list_objects_v2(Bucket=bucket, MaxKeys=1)
        else:
            client.get_bucket_location(Bucket=bucket)


def _is_redirect(response: Any) -> bool:  # noqa: ANN401 - botocore's responses are untyped
    status: int = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return 300 <= status < 400


def _header(response: Any) -> str | None:  # noqa: ANN401 - botocore's responses are untyped
    headers: dict[str, str] = response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    return headers.get(REGION_HEADER)


def _location(client: S3Client, bucket: str, *, amazon: bool) -> str | None:
    """Return the Region by GetBucketLocation (S3 API Reference: on AWS, null is us-east-1)."""
    try:
        constraint: str | None = client.get_bucket_location(Bucket=bucket).get("LocationConstraint")
    except (ClientError, BotoCoreError, *UNPARSED):
        return None
    if not amazon:
        return constraint or None
    return {None: "us-east-1", "": "us-east-1", "EU": "eu-west-1"}.get(constraint, constraint)


def default_encryption(client: S3Client, bucket: str) -> BucketEncryption:
    """Read the bucket's default encryption (GetBucketEncryption).

    S3-compatible servers may have none. AWS always encrypts: without a rule, as just after
    DeleteBucketEncryption, with SSE-S3. Raises AppError where it can't be read, or isn't one rule
    with an algorithm (PutBucketEncryption accepts no other), and for access points, which don't
    support the operation.
    """
    if is_access_point(bucket):
        raise AppError(
            text("The bucket's default encryption isn't known"),
            text(
                "An access point doesn't report its bucket's default encryption."
                " The encryption of stored objects is still shown."
            ),
            text("Choose an encryption yourself, so that it can be verified."),
            code="AccessPoint",
        )
    with translated(bucket=bucket):
        try:
            response: Any = client.get_bucket_encryption(Bucket=bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] == NO_DEFAULT:
                return BucketEncryption()
            raise
    rules: Any = response.get("ServerSideEncryptionConfiguration", {}).get("Rules") or []
    if not rules and is_amazon(client.meta.endpoint_url):
        return BucketEncryption("AES256")
    rule: Any = rules[0] if len(rules) == 1 else {}
    default = rule.get("ApplyServerSideEncryptionByDefault") or {}
    if not default.get("SSEAlgorithm"):
        raise unreadable("GetBucketEncryption")
    blocked = (rule.get("BlockedEncryptionTypes") or {}).get("EncryptionType") or ()
    return BucketEncryption(
        algorithm=default["SSEAlgorithm"],
        key=default.get("KMSMasterKeyID") or None,
        bucket_key=bool(rule.get("BucketKeyEnabled")),
        blocked=tuple(blocked),
    )
