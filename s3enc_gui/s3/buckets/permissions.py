"""What decides who may upload: the bucket's policy, owner, Object Ownership, Block Public Access.

Every function blocks, and raises AppError where the server doesn't return the setting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.s3.errors.translation import translated, unreadable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NO_OWNERSHIP = "OwnershipControlsNotFoundError"
_NO_BLOCK = "NoSuchPublicAccessBlockConfiguration"
NO_POLICY = "NoSuchBucketPolicy"
_OTHER_OWNER = ("403", "AccessDenied")


def bucket_policy(client: S3Client, bucket: str) -> BucketPolicy:
    """Return the bucket policy (GetBucketPolicy); without statements if there is none."""
    with translated(bucket=bucket):
        try:
            response: Any = client.get_bucket_policy(Bucket=bucket)
        except ClientError as error:
            if _code(error) == NO_POLICY:
                return BucketPolicy()
            raise
    return BucketPolicy.parse(str(response.get("Policy") or ""))


def object_ownership(client: S3Client, bucket: str) -> str:
    """Return `ObjectOwnership` (GetBucketOwnershipControls); empty if it was never set.

    Buckets from before April 2023 may have none: ACLs are enabled there (S3 User Guide, controlling
    ownership of objects).
    """
    with translated(bucket=bucket):
        try:
            response: Any = client.get_bucket_ownership_controls(Bucket=bucket)
        except ClientError as error:
            if _code(error) == _NO_OWNERSHIP:
                return ""
            raise
    rules: Any = response.get("OwnershipControls", {}).get("Rules") or []
    if len(rules) != 1 or not rules[0].get("ObjectOwnership"):
        raise unreadable("GetBucketOwnershipControls")
    return str(rules[0]["ObjectOwnership"])


def blocks_public_acls(client: S3Client, bucket: str) -> bool:
    """Return whether the bucket refuses public ACLs (GetPublicAccessBlock).

    The account may refuse them, too, which this operation doesn't report.
    """
    with translated(bucket=bucket):
        try:
            response: Any = client.get_public_access_block(Bucket=bucket)
        except ClientError as error:
            if _code(error) == _NO_BLOCK:
                return False
            raise
    configuration = response.get("PublicAccessBlockConfiguration") or {}
    if "BlockPublicAcls" not in configuration:
        raise unreadable("GetPublicAccessBlock")
    return bool(configuration["BlockPublicAcls"])


def belongs_to(client: S3Client, bucket: str, account: str) -> bool:
    """Return whether a bucket belongs to an account (HeadBucket with ExpectedBucketOwner).

    The response is 403 if it doesn't (S3 User Guide, verifying bucket ownership), but also to a
    caller without s3:ListBucket: then HeadBucket without the condition tells them apart.
    """
    with translated(bucket=bucket):
        try:
            client.head_bucket(Bucket=bucket, ExpectedBucketOwner=account)
        except ClientError as error:
            if _code(error) not in _OTHER_OWNER:
                raise
            client.head_bucket(Bucket=bucket)  # raises where HeadBucket isn't allowed at all
            return False
    return True


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
