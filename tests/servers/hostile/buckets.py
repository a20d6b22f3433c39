"""Bucket settings, and unsupported requests."""

from __future__ import annotations

import re

from tests.servers.hostile.answers import Answer, refusal, tags, xml
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile, operation
from tests.servers.hostile.stored import ENCRYPTION, KEY
from tests.servers.server import REGION


@operation("ListBuckets")
def list_buckets(s3: Hostile, request: Request) -> Answer:
    """The buckets that were used."""
    when = "2026-03-01T12:00:00.000Z"
    named = (tags(Name=name, CreationDate=when) for name in sorted(s3.buckets))
    inside = "".join(f"<Bucket>{one}</Bucket>" for one in named)
    return xml("ListAllMyBucketsResult", f"<Buckets>{inside}</Buckets>")


@operation("HeadBucket")
def head_bucket(s3: Hostile, request: Request) -> Answer:
    """Every bucket exists."""
    return Answer(headers={"x-amz-bucket-region": REGION, "Content-Type": "application/xml"})


@operation("GetBucketLocation")
def get_bucket_location(s3: Hostile, request: Request) -> Answer:
    """us-east-1, which is an empty text."""
    return xml("LocationConstraint", "")


@operation("GetBucketVersioning")
def get_bucket_versioning(s3: Hostile, request: Request) -> Answer:
    """No status: versioning was never enabled."""
    kept = s3.buckets[request.bucket].keeps_versions
    return xml("VersioningConfiguration", tags(Status="Enabled") if kept else "")


@operation("GetBucketEncryption")
def get_bucket_encryption(s3: Hostile, request: Request) -> Answer:
    """The default encryption; as it was written, if it was."""
    if written := s3.buckets[request.bucket].configuration:
        return Answer(200, {"Content-Type": "application/xml"}, written.encode())
    default = s3.buckets[request.bucket].default
    if not default:
        return refusal(404, "ServerSideEncryptionConfigurationNotFoundError")
    told = tags(SSEAlgorithm=default[ENCRYPTION])
    if KEY in default:
        told += tags(KMSMasterKeyID=default[KEY])
    by = f"<ApplyServerSideEncryptionByDefault>{told}</ApplyServerSideEncryptionByDefault>"
    bucket_key = default.get(f"{ENCRYPTION}-bucket-key-enabled", "false")
    rule = f"<Rule>{by}{tags(BucketKeyEnabled=bucket_key)}</Rule>"
    return xml("ServerSideEncryptionConfiguration", rule)


@operation("GetBucketPolicy")
def get_bucket_policy(s3: Hostile, request: Request) -> Answer:
    """The policy, in JSON."""
    policy = s3.buckets[request.bucket].policy
    if not policy:
        return refusal(404, "NoSuchBucketPolicy")
    return Answer(200, {"Content-Type": "application/json"}, policy.encode())


@operation("PutBucketPolicy")
def put_bucket_policy(s3: Hostile, request: Request) -> Answer:
    """Keep the policy as it is."""
    s3.buckets[request.bucket].policy = request.body.decode()
    return Answer(204)


@operation("DeleteBucketPolicy")
def delete_bucket_policy(s3: Hostile, request: Request) -> Answer:
    """No policy."""
    s3.buckets[request.bucket].policy = ""
    return Answer(204)


@operation("PutBucketEncryption")
def put_bucket_encryption(s3: Hostile, request: Request) -> Answer:
    """Keep the configuration as it is, with elements that nobody knows."""
    bucket = s3.buckets[request.bucket]
    bucket.configuration = request.body.decode()
    default = dict(re.findall(r"<(SSEAlgorithm|KMSMasterKeyID)>([^<]*)<", bucket.configuration))
    bucket.default = {ENCRYPTION: default["SSEAlgorithm"]}
    if key := default.get("KMSMasterKeyID"):
        bucket.default[KEY] = key
    return Answer()


@operation("DeleteBucketEncryption")
def delete_bucket_encryption(s3: Hostile, request: Request) -> Answer:
    """SSE-S3."""
    bucket = s3.buckets[request.bucket]
    bucket.configuration, bucket.default = "", {ENCRYPTION: "AES256"}
    return Answer(204)


@operation("GetBucketOwnershipControls")
def get_bucket_ownership_controls(s3: Hostile, request: Request) -> Answer:
    """ACLs are disabled."""
    rule = f"<Rule>{tags(ObjectOwnership='BucketOwnerEnforced')}</Rule>"
    return xml("OwnershipControls", rule)


@operation("GetPublicAccessBlock")
def get_public_access_block(s3: Hostile, request: Request) -> Answer:
    """Public ACLs are refused."""
    names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return xml("PublicAccessBlockConfiguration", tags(**dict.fromkeys(names, "true")))


@operation("Kms")
def kms(s3: Hostile, request: Request) -> Answer:
    """Not supported."""
    return refusal(400, "MethodNotAllowed", "This is no KMS.")


@operation("Other")
def other(s3: Hostile, request: Request) -> Answer:
    """Not supported."""
    return refusal(501, "NotImplemented", "Not here.")
