"""Who may do what without signing in, and who pays."""

from __future__ import annotations

from tests.servers.hostile import Answer, Hostile, Request, bare, refusal
from tests.servers.hostile.faults.building_blocks import Work
from tests.servers.hostile.faults.registry import fault

READS = ("HeadObject", "GetObject", "ListObjectsV2", "ListObjectVersions", "ListObjects")
PAID = (
    *READS,
    "PutObject",
    "CreateMultipartUpload",
    "UploadPart",
    "CompleteMultipartUpload",
    "AbortMultipartUpload",
    "ListParts",
    "ListMultipartUploads",
    "CopyObject",
    "UploadPartCopy",
    "DeleteObject",
    "DeleteObjects",
    "GetObjectTagging",
    "PutObjectTagging",
)  # the operations that have a parameter RequestPayer (botocore's model of S3)
OF_OWNERS = ("HeadBucket", "GetBucketLocation", "GetBucketEncryption", "GetBucketVersioning")


def _denied(request: Request) -> Answer:
    return bare(403) if request.method == "HEAD" else refusal(403, "AccessDenied", "Access Denied")


def _deny_owners_operations(s3: Hostile) -> None:
    for operation in OF_OWNERS:
        s3.change(operation, lambda request, _: _denied(request))


# An object may exist although it can't be read, so that a file of its name is left alone.
@fault(
    "requester-pays",
    "Requests that don't offer to pay are refused: a Requester Pays bucket",
    ("download file",),
)
def requester_pays(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        offers = {**request.query, **request.headers}.get("x-amz-request-payer")
        signed = "authorization" in request.headers or "X-Amz-Signature" in request.query
        if offers != "requester" or not signed:
            return _denied(request)
        answer = work()
        answer.headers["x-amz-request-charged"] = "requester"
        return answer

    for operation in PAID:
        s3.change(operation, wrap)
    _deny_owners_operations(s3)


@fault("public-to-read", "Without a signature, objects can be listed and read, and nothing else")
def public_to_read(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        return work() if "authorization" in request.headers else _denied(request)

    for operation in {*PAID, *OF_OWNERS, "ListBuckets"} - {*READS}:
        s3.change(operation, wrap)


USER = "arn:aws:iam::111122223333:user/ann"
KEY = "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def _long_form(action: str, resource: str, reason: str) -> Answer:
    """AWS's message since 2024 (S3 User Guide, troubleshoot access denied errors)."""
    return refusal(
        403,
        "AccessDenied",
        f'User: {USER} is not authorized to perform: {action} on resource: "{resource}" {reason}',
    )


@fault("policy-denies-writes", "A Deny of the bucket policy refuses writes, as AWS words it")
def policy_denies_writes(s3: Hostile) -> None:
    reason = "with an explicit deny in a resource-based policy"
    for operation in ("PutObject", "CreateMultipartUpload", "CopyObject"):

        def deny(request: Request, _: Work) -> Answer:
            resource = f"arn:aws:s3:::{request.bucket}/{request.key}"
            return _long_form("s3:PutObject", resource, reason)

        s3.change(operation, deny)


@fault("parts-need-decrypt", "kms:Decrypt is missing for parts, as AWS words it")
def parts_need_decrypt(s3: Hostile) -> None:
    reason = "because no identity-based policy allows the kms:Decrypt action"
    for operation in ("UploadPart", "UploadPartCopy"):
        s3.always(operation, _long_form("kms:Decrypt", KEY, reason))
