"""Access points: how they are named, and which kinds are not supported (userguide, access-points).

An access point stands for a bucket wherever objects are named; what is asked of a bucket itself
(its Region, default encryption, versions) it does not answer.
"""

from __future__ import annotations

import re

from s3enc_gui.domain.errors import AppError

_ARN = re.compile(
    r"(arn:aws[a-z-]*:s3:(?:"
    r"[a-z0-9-]+:[0-9]{12}:accesspoint[/:][a-z0-9-]+"
    r"|:[0-9]{12}:accesspoint[/:][a-z0-9]+\.mrap"  # a multi-Region one: no Region, and an alias
    r"))(?:/(.*))?",
    re.DOTALL,
)
_OBJECT = "object/"  # between access point and key in the ARN of an object
# The second is that of an access point of a directory bucket.
_ALIAS_ENDS = ("-s3alias", "--xa-s3")
_HOST = re.compile(
    r"([a-z0-9-]+)-([0-9]{12})\.s3-accesspoint(?:-fips)?(?:\.dualstack)?\.([a-z0-9-]+)"
    r"\.amazonaws\.com(\.cn)?"
)
_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}  # by how their Regions begin

_OF_BUCKET = "Use the name of a bucket, or an access point of a bucket in a Region."
_OUTPOST = ("S3enc does not support S3 on Outposts.", _OF_BUCKET)
_LAMBDA = (
    "S3enc does not support S3 Object Lambda, which changes objects as they are read.",
    "Use its supporting access point, or the bucket.",
)
_SERVICES = {
    "s3-outposts": _OUTPOST,
    "s3-object-lambda": _LAMBDA,
    "s3express": (
        "It is the ARN of a directory bucket (S3 Express One Zone).",
        "Use the bucket's name, which ends with --x-s3.",
    ),
    "kms": ("It is a KMS key. You choose the key with the encryption.", _OF_BUCKET),
}
_REFUSED_ENDS = {
    "--op-s3": _OUTPOST,
    "--ol-s3": _LAMBDA,
    ".mrap": (
        "It is the alias of a Multi-Region Access Point. S3enc needs its ARN.",
        "Use arn:aws:s3::ACCOUNT:accesspoint/ALIAS.mrap.",
    ),
}
_REFUSED_HOSTS = {
    ".s3-outposts.": _OUTPOST,
    ".s3-object-lambda.": _LAMBDA,
    ".accesspoint.s3-global.": (
        "It is the host name of a Multi-Region Access Point. S3enc needs its ARN.",
        _REFUSED_ENDS[".mrap"][1],
    ),
    ".s3-accesspoint.": ("The access point in it cannot be read.", _OF_BUCKET),
    ".s3-control.": ("It is the host name of S3's control API, not of an object.", _OF_BUCKET),
}


NO_DEFAULT = "an access point does not tell its bucket's default encryption"


def is_access_point(bucket: str) -> bool:
    """Whether what stands for a bucket is the ARN or the alias of an access point."""
    return bucket.startswith("arn:") or bucket.endswith(_ALIAS_ENDS)


def is_multi_region(bucket: str) -> bool:
    """Whether it is the ARN of a multi-Region access point: it names no Region."""
    return bucket.startswith("arn:") and bucket.split(":")[3:4] == [""]


def split_arn(arn: str, *, exact: bool) -> tuple[str, str] | None:
    """Return access point and key of an ARN; None where it is none of an access point.

    `…:accesspoint/NAME/object/KEY` is the object's ARN, as policies and CopySource have it; `exact`
    (behind `s3://`, as the AWS CLI takes it) all that follows is the key.
    """
    match = _ARN.fullmatch(arn) or _ARN.fullmatch(arn.rstrip())
    if match is None:
        return None
    key = match[2] or ""
    return match[1], key if exact else key.removeprefix(_OBJECT)


def object_arn(access_point: str, key: str) -> str:
    """Return the ARN of an object behind an access point; of the access point without a key."""
    return f"{access_point}/{_OBJECT}{key}" if key else access_point


def of_host(host: str) -> str | None:
    """Return the ARN of the access point that is in the name of a host at Amazon's."""
    match = _HOST.fullmatch(host)
    if match is None:
        return None
    name, account, region = match[1], match[2], match[3]
    partition = next((p for start, p in _PARTITIONS.items() if region.startswith(start)), "aws")
    return f"arn:{partition}:s3:{region}:{account}:accesspoint/{name}"


def wrong_arn(arn: str) -> AppError:
    """Return the words for an ARN that is neither a bucket's nor an access point's."""
    service = arn.split(":")[2] if arn.count(":") >= 5 else ""
    if service in _SERVICES:
        return _refused(arn, *_SERVICES[service])
    if service and service != "s3":
        return _refused(arn, f"It is an ARN of the service “{service}”, not of S3.", _OF_BUCKET)
    return _refused(arn, "The ARN is not one of a bucket or an access point.", _OF_BUCKET)


def check_alias(bucket: str) -> None:
    """Raise AppError where a name in place of a bucket's stands for what is not supported."""
    for end, words in _REFUSED_ENDS.items():
        if bucket.endswith(end):
            raise _refused(bucket, *words)


def check_host(host: str, address: str) -> None:
    """Raise AppError where the host of an address serves what is not supported."""
    for piece, words in _REFUSED_HOSTS.items():
        if piece in host and ".amazonaws.com" in host:
            raise _refused(address, *words)


def _refused(name: str, detail: str, hint: str) -> AppError:
    return AppError(f"“{name}” is not a bucket name", detail, hint, code="InvalidBucketName")
