"""Reads the settings of a bucket that its page shows.

Every function blocks, and raises AppError where the server doesn't return the setting.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.bucket_page import (
    ObjectLock,
    Owner,
    PolicySummary,
    PublicAccess,
    Rules,
    Versions,
)
from s3enc_gui.domain.guard.policy_text import PolicyText
from s3enc_gui.domain.guard.rules import guard_of
from s3enc_gui.domain.guard.setting_change import Setting
from s3enc_gui.domain.times import known
from s3enc_gui.i18n import text
from s3enc_gui.s3.buckets.bucket_documents import read_document
from s3enc_gui.s3.buckets.versioning import STATES
from s3enc_gui.s3.errors.translation import translated, unreadable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NONE = {
    "get_object_lock_configuration": (
        "ObjectLockConfigurationNotFoundError",
        "NoSuchObjectLockConfiguration",
    ),
    "get_public_access_block": ("NoSuchPublicAccessBlockConfiguration",),
    "get_bucket_replication": ("ReplicationConfigurationNotFoundError",),
    "get_bucket_lifecycle_configuration": ("NoSuchLifecycleConfiguration",),
    "list_bucket_inventory_configurations": ("NoSuchConfiguration",),
}
"""Error codes that mean that a bucket has no such configuration (S3 API Reference)."""

_MOST_PAGES = 10  # of inventory configurations: a bucket has up to 1,000, a page 100


def _answer(client: S3Client, operation: str, bucket: str, **more: str) -> dict[str, Any]:
    """Send a request; empty where the bucket has no such configuration."""
    with translated(bucket=bucket):
        try:
            found: dict[str, Any] = getattr(client, operation)(Bucket=bucket, **more)
        except ClientError as error:
            if error.response["Error"]["Code"] in _NONE.get(operation, ()):
                return {}
            raise
    return found


def read_versions(client: S3Client, bucket: str) -> Versions:
    """Return versioning and MFA delete (GetBucketVersioning)."""
    answer = _answer(client, "get_bucket_versioning", bucket)
    state = STATES.get(answer.get("Status"))
    if state is None:
        raise unreadable("GetBucketVersioning")
    return Versions(state, answer.get("MFADelete") == "Enabled")


def read_object_lock(client: S3Client, bucket: str) -> ObjectLock:
    """Return Object Lock and the default retention (GetObjectLockConfiguration)."""
    answer = _answer(client, "get_object_lock_configuration", bucket)
    configuration = answer.get("ObjectLockConfiguration") or {}
    retention = (configuration.get("Rule") or {}).get("DefaultRetention") or {}
    return ObjectLock(
        configuration.get("ObjectLockEnabled") == "Enabled",
        str(retention.get("Mode") or ""),
        int(retention.get("Days") or 0),
        int(retention.get("Years") or 0),
    )


def read_public_access(client: S3Client, bucket: str) -> PublicAccess:
    """Return the bucket's Block Public Access (GetPublicAccessBlock)."""
    answer = _answer(client, "get_public_access_block", bucket)
    if answer and "PublicAccessBlockConfiguration" not in answer:
        raise unreadable("GetPublicAccessBlock")
    found = answer.get("PublicAccessBlockConfiguration") or {}
    names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return PublicAccess(*(bool(found.get(name)) for name in names))


def read_owner(client: S3Client, bucket: str) -> Owner:
    """Return the owner (GetBucketAcl); AWS returns names only in some older Regions."""
    owner = _answer(client, "get_bucket_acl", bucket).get("Owner") or {}
    if not owner.get("ID"):
        raise AppError(text("The server doesn't report it"), code="NotReported")
    return Owner(str(owner["ID"]), str(owner.get("DisplayName") or ""))


def read_created(client: S3Client, bucket: str) -> datetime:
    """Return when the bucket was created (ListBuckets, which lists the caller's own)."""
    with translated(bucket=bucket):
        pages: Any = client.get_paginator("list_buckets").paginate(Prefix=bucket)
        for page in pages:
            for one in page.get("Buckets", []):
                created = known(one.get("CreationDate")) if one.get("Name") == bucket else None
                if created:
                    return created
    raise AppError(text("The server doesn't report it"), code="NotReported")


def read_replication(client: S3Client, bucket: str) -> Rules:
    """Return the rules of replication and the buckets they copy to (GetBucketReplication)."""
    answer = _answer(client, "get_bucket_replication", bucket)
    rules = (answer.get("ReplicationConfiguration") or {}).get("Rules") or []
    arns = [str((one.get("Destination") or {}).get("Bucket") or "") for one in rules]
    targets = dict.fromkeys(arn.rpartition(":")[2] for arn in arns if arn)
    return Rules(_enabled(rules), len(rules), tuple(targets))


def has_notifications(client: S3Client, bucket: str) -> bool:
    """Return whether the bucket sends event notifications (GetBucketNotificationConfiguration)."""
    answer = _answer(client, "get_bucket_notification_configuration", bucket)
    return any(name.endswith(("Configuration", "Configurations")) for name in answer)


def read_lifecycle(client: S3Client, bucket: str) -> Rules:
    """Return the rules of lifecycle (GetBucketLifecycleConfiguration)."""
    rules = _answer(client, "get_bucket_lifecycle_configuration", bucket).get("Rules") or []
    return Rules(_enabled(rules), len(rules))


def read_inventories(client: S3Client, bucket: str) -> tuple[str, ...]:
    """Return the IDs of the inventory configurations (ListBucketInventoryConfigurations)."""
    operation = "list_bucket_inventory_configurations"
    found: list[str] = []
    more: dict[str, str] = {}
    for _ in range(_MOST_PAGES):
        answer = _answer(client, operation, bucket, **more)
        found += [str(one["Id"]) for one in answer.get("InventoryConfigurationList") or []]
        token = answer.get("NextContinuationToken")
        if not answer.get("IsTruncated") or not token or token == more.get("ContinuationToken"):
            break
        more = {"ContinuationToken": str(token)}
    return tuple(found)


def read_policy_summary(client: S3Client, bucket: str) -> PolicySummary:
    """Return how many statements the policy has, and S3enc's rules in it (GetBucketPolicy)."""
    policy = read_document(client, bucket, Setting.POLICY)
    statements = PolicyText.parse(policy).statements if policy else ()
    return PolicySummary(len(statements), guard_of(statements))


def _enabled(rules: list[dict[str, Any]]) -> int:
    return sum(one.get("Status") == "Enabled" for one in rules)
