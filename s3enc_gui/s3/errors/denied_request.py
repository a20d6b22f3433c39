"""Denials as values: which permissions a denied request lacks, or needs, on which ARNs.

Sources: Service Authorization Reference (actions, resources), S3 User Guide (required permissions
for S3 API operations, SSE-KMS and multipart uploads), IAM User Guide (Resource: wildcards).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.log.secret_masking import without_secrets
from s3enc_gui.domain.partitions import partition_of
from s3enc_gui.regex import regex
from s3enc_gui.s3.errors.access_denied import MISSING_OR_DENIED, LongForm, parse
from s3enc_gui.s3.errors.messages.denied import ACTIONS, CIPHERTEXT, OF_VERSION
from s3enc_gui.s3.errors.messages.error_message import printable
from s3enc_gui.s3.errors.not_supported import SEPARATOR
from s3enc_gui.s3.errors.response_marks import REQUESTED

_WRITES = frozenset({"PutObject", "CreateMultipartUpload"})
_PARTS = frozenset({"UploadPart", "CompleteMultipartUpload"})
_COPIES = frozenset({"CopyObject", "UploadPartCopy"})
# Actions on a bucket, whose resource has no key.
_OF_BUCKET = regex(
    r"s3:(?:ListBucket\w*|(?:Get|Put)(?:Bucket|Encryption|Inventory|Lifecycle|Replication|Metrics|"
    r"Accelerate|Analytics|Account)\w*|CreateBucket|DeleteBucket\w*)"
)
_WITHOUT_RESOURCE = frozenset(
    {"s3:ListAllMyBuckets", "kms:ListAliases", "kms:ListKeys", "sts:GetCallerIdentity"}
)
_DIRECTORY_BUCKET = "--x-s3"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a request went: for ARNs. Region and account are `*` where they aren't known."""

    partition: str
    region: str
    account: str


def denial_of(
    operation: str, message: str, subject: Mapping[str, str], metadata: Mapping[str, Any]
) -> Denial | None:
    """Return a denied request as a value; None if no permission is known that it needs.

    `subject` is that of `translated`, `metadata` the response's ResponseMetadata.
    """
    long_form = parse(message)
    headers: Mapping[str, str] = metadata.get("HTTPHeaders", {})
    requested: Mapping[str, str] = metadata.get(REQUESTED, {})
    caller = long_form.user or requested.get("caller", "")
    region = headers.get("x-amz-bucket-region") or requested.get("region", "")
    place = _place(long_form, caller, region)
    if CIPHERTEXT in message.lower():
        permissions: tuple[Permission, ...] = (
            Permission("kms:Decrypt", _resource("kms:Decrypt", subject, place)),
        )
    elif long_form.action:
        permissions = tuple(_named_permissions(long_form, subject, place))
    else:
        permissions = tuple(dict.fromkeys(_needed_permissions(operation, subject, place)))
    if not permissions:
        return None
    # KMS: "… no resource-based policies allow access, or a resource-based policy explicitly denies
    # access": the key policy in any case.
    of_key = bool(long_form.action) and MISSING_OR_DENIED in message.lower()
    return Denial(
        operation,
        permissions,
        without_secrets(printable(message)),
        is_named=bool(long_form.action),
        caller=caller,
        policy="resource-based" if of_key else long_form.kind,
        is_explicit=long_form.explicit,
        encryption=subject.get("sse", ""),
        kms_key=subject.get("key_name", ""),
        request_id=str(metadata.get("RequestId") or headers.get("x-amz-request-id", "")),
        host_id=str(metadata.get("HostId") or headers.get("x-amz-id-2", "")),
        date=headers.get("date", ""),
    )


def _place(long_form: LongForm, caller: str, region: str) -> _Place:
    for arn in (long_form.resource, caller):
        fields = arn.split(":")
        if len(fields) > 5 and fields[0] == "arn":
            partition = fields[1]
            break
    else:
        partition = partition_of(region)
    owner = caller.split(":")
    account = owner[4] if len(owner) > 5 else ""
    return _Place(partition, region or "*", account or "*")


def _named_permissions(
    denied: LongForm, subject: Mapping[str, str], place: _Place
) -> Iterator[Permission]:
    action, resource = denied.action, denied.resource.strip()
    if action in _WITHOUT_RESOURCE:
        resource = "*"
    elif not resource:
        resource = _resource(action, subject, place)
    yield Permission(action, _folder(resource) if action.startswith("s3:") else resource)
    if action.startswith("kms:GenerateDataKey"):
        yield Permission("kms:Decrypt", resource)  # large files are sent in parts


def _needed_permissions(
    operation: str, subject: Mapping[str, str], place: _Place
) -> Iterator[Permission]:
    """Yield what an operation needs, where the response doesn't say what is missing."""
    if subject.get("bucket", "").endswith(_DIRECTORY_BUCKET):
        bucket = subject["bucket"]
        yield Permission(
            "s3express:CreateSession",
            f"arn:{place.partition}:s3express:{place.region}:{place.account}:bucket/{bucket}",
        )
        return
    needed = list(_actions(operation, subject))
    for action in needed:
        if action.startswith("kms:"):
            yield Permission(action, _resource(action, subject, place))
        elif operation in _COPIES and action.startswith("s3:Get"):
            names = {"bucket": subject["source_bucket"], "key": subject["source_key"]}
            yield Permission(action, _folder(_resource(action, names, place)))
        else:
            yield Permission(action, _folder(_resource(action, subject, place)))


def _actions(operation: str, subject: Mapping[str, str]) -> Iterator[str]:
    kms = subject.get("sse", "").startswith("aws:kms")
    options = subject.get("options", "").split(SEPARATOR)
    if operation in _COPIES and "source_bucket" in subject:
        yield "s3:GetObject"
        if operation == "CopyObject":
            yield "s3:GetObjectTagging"
    if operation in _WRITES | _PARTS | _COPIES:
        yield "s3:PutObject"
        if "Tagging" in options or operation == "CopyObject":
            yield "s3:PutObjectTagging"
        if "ACL" in options:
            yield "s3:PutObjectAcl"
        if kms:
            yield "kms:GenerateDataKey"
        if kms or operation in _PARTS:
            yield "kms:Decrypt"
    elif operation == "ListParts":
        yield "s3:ListMultipartUploadParts"
        yield "kms:Decrypt"
    elif operation in ACTIONS:
        action = ACTIONS[operation][0]
        yield OF_VERSION.get(action, action) if subject.get("version") else action


def _resource(action: str, subject: Mapping[str, str], place: _Place) -> str:
    """Return the ARN of what an action is for; `*` or empty as in Permission.

    An unknown key of an object is left out: `arn:aws:s3:::bucket/`.
    """
    if action in _WITHOUT_RESOURCE:
        return "*"
    if action.startswith("kms:"):
        return _key(subject.get("key_name", ""), place)
    bucket, key = subject.get("bucket", ""), subject.get("key", "")
    if not bucket or not action.startswith("s3:"):
        return ""
    is_access_point = bucket.startswith("arn:")
    arn = bucket if is_access_point else f"arn:{place.partition}:s3:::{bucket}"
    if _OF_BUCKET.fullmatch(action):
        return arn
    return f"{arn}/{'object/' if is_access_point else ''}{key}"


def _key(name: str, place: _Place) -> str:
    """Return a key's ARN or an alias's; for the key that S3 chooses, that of all keys."""
    if name.startswith("arn:") and not name.endswith("aws/s3"):
        return name
    start = f"arn:{place.partition}:kms:{place.region}:{place.account}:"
    if not name or name.endswith("aws/s3"):
        return f"{start}key/*"
    return f"{start}{name}" if name.startswith("alias/") else f"{start}key/{name}"


def _folder(resource: str) -> str:
    """Return the ARN of the folder of an object: others in it need the same permission.

    Characters that have a meaning in Resource are escaped.
    """
    start = re.match(r"arn:[a-z-]+:s3:(?:::[^/]+/|[^/]*/[^/]+/object/)", resource)
    if start is None:
        return resource
    folder, slash, _ = resource[start.end() :].rpartition("/")
    literal = re.sub(r"[*?$]", lambda found: f"${{{found[0]}}}", folder)
    return f"{start[0]}{literal}{slash}*"
