"""Buckets: which there are, where they live, how they encrypt by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from s3enc_gui.domain.access_point import NO_DEFAULT as NO_DEFAULT_THERE
from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.errors.translation import UNPARSED, translated, unreadable
from s3enc_gui.s3.session.endpoints import is_amazon

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

REGION_HEADER = "x-amz-bucket-region"

# Servers without default encryption say so with this code; Amazon no longer does since 2023.
NO_DEFAULT = "ServerSideEncryptionConfigurationNotFoundError"


def bucket_names(client: S3Client) -> list[str]:
    """List the caller's buckets (ListBuckets), to the last page."""
    with translated():
        pages: Any = client.get_paginator("list_buckets").paginate()
        return [bucket["Name"] for page in pages for bucket in page.get("Buckets", [])]


def bucket_region(client: S3Client, bucket: str) -> str | None:
    """Return a bucket's Region, None where the server does not say.

    HeadBucket names it even in a refusal (301, 403). Raises AppError where there is no bucket.
    """
    if bucket.startswith("arn:"):
        return bucket.split(":")[3] or None
    with translated(bucket=bucket):
        try:
            answer: Any = client.head_bucket(Bucket=bucket)
        except ClientError as error:
            region = _header(error.response)
            if region is None and error.response["Error"]["Code"] in ("404", "NoSuchBucket"):
                raise
            return region
    said = answer.get("BucketRegion") or _header(answer)
    return said or (None if is_access_point(bucket) else _location(client, bucket))


def reach(client: S3Client, bucket: str) -> None:
    """Ask the server something that every server answers, with words (GetBucketLocation).

    Of access points, which do not know that (with an ARN botocore would not even send it), a list.
    Raises AppError, also where the answer is a refusal.
    """
    with translated(bucket=bucket):
        if is_access_point(bucket):
            client.list_objects_v2(Bucket=bucket, MaxKeys=1)
        else:
            client.get_bucket_location(Bucket=bucket)


def _header(answer: Any) -> str | None:  # noqa: ANN401 - botocore's answers are untyped
    headers: dict[str, str] = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    return headers.get(REGION_HEADER)


def _location(client: S3Client, bucket: str) -> str | None:
    """Ask GetBucketLocation: None stands for us-east-1 and EU for eu-west-1."""
    try:
        place: str | None = client.get_bucket_location(Bucket=bucket).get("LocationConstraint")
    except (ClientError, BotoCoreError, *UNPARSED):
        return None
    return {None: "us-east-1", "": "us-east-1", "EU": "eu-west-1"}.get(place, place)


def default_encryption(client: S3Client, bucket: str) -> BucketEncryption:
    """Read the bucket's default encryption (GetBucketEncryption).

    A server that does not encrypt by itself says that there is none. Amazon always encrypts, also
    where it names no rule, as just after DeleteBucketEncryption: SSE-S3. Raises AppError where it
    may not be read, or is not one rule with an algorithm (PutBucketEncryption takes no other);
    access points have no such operation, and are not asked.
    """
    if is_access_point(bucket):
        raise AppError(
            "The bucket’s default encryption is not known",
            f"{NO_DEFAULT_THERE.capitalize()}; what S3 stored is shown all the same.",
            "Choose the encryption yourself: then it can be verified.",
            code="AccessPoint",
        )
    with translated(bucket=bucket):
        try:
            answer: Any = client.get_bucket_encryption(Bucket=bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] == NO_DEFAULT:
                return BucketEncryption()
            raise
    rules: Any = answer.get("ServerSideEncryptionConfiguration", {}).get("Rules") or []
    if not rules and is_amazon(client.meta.endpoint_url):
        return BucketEncryption("AES256")
    rule: Any = rules[0] if len(rules) == 1 else {}
    default = rule.get("ApplyServerSideEncryptionByDefault") or {}
    if not default.get("SSEAlgorithm"):
        raise unreadable("GetBucketEncryption")
    return BucketEncryption(
        algorithm=default["SSEAlgorithm"],
        key=default.get("KMSMasterKeyID") or None,
        bucket_key=bool(rule.get("BucketKeyEnabled")),
    )
