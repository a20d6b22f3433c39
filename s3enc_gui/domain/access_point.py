"""Access points: their names, and which kinds aren't supported (S3 User Guide, access points).

Requests for objects accept an access point in place of a bucket. Requests for the bucket itself
(Region, default encryption, versioning) don't.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.partitions import is_aws_host, partition_of, without_domain
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.regex import regex

_ARN = regex(
    r"(arn:aws[a-z-]*:s3:(?:"
    r"[a-z0-9-]+:[0-9]{12}:accesspoint[/:][a-z0-9-]+"
    r"|:[0-9]{12}:accesspoint[/:][a-z0-9]+\.mrap"  # Multi-Region Access Point: no Region, an alias
    r"))(?:/(.*))?",
    re.DOTALL,
)
_OBJECT = "object/"  # between access point and key in the ARN of an object
# The second is for access points of directory buckets.
_ALIAS_ENDS = ("-s3alias", "--xa-s3")
_HOST = regex(
    r"([a-z0-9-]+)-([0-9]{12})\.s3-accesspoint(?:-fips)?(?:\.dualstack)?\.([a-z0-9-]+)"
)  # followed by the domain of the partition

_USE_BUCKET = text("Use a bucket name, or an access point of a bucket in a Region.")
_OUTPOST = (text("S3enc doesn't support S3 on Outposts."), _USE_BUCKET)
_LAMBDA = (
    text("S3enc doesn't support S3 Object Lambda, which transforms objects when they are read."),
    text("Use its supporting access point, or the bucket."),
)
_SERVICES: Mapping[str, tuple[AnyText, AnyText]] = {
    "s3-outposts": _OUTPOST,
    "s3-object-lambda": _LAMBDA,
    "s3express": (
        text("This is the ARN of a directory bucket (S3 Express One Zone)."),
        text("Use the bucket name, which ends with --x-s3."),
    ),
    "kms": (text("This is a KMS key. Choose it where you choose the encryption."), _USE_BUCKET),
}
_REFUSED_ENDS: Mapping[str, tuple[AnyText, AnyText]] = {
    "--op-s3": _OUTPOST,
    "--ol-s3": _LAMBDA,
    ".mrap": (
        text("This is the alias of a Multi-Region Access Point. S3enc requires its ARN."),
        text("Use arn:aws:s3::ACCOUNT:accesspoint/ALIAS. The alias ends with .mrap."),
    ),
}
_REFUSED_HOSTS: Mapping[str, tuple[AnyText, AnyText]] = {
    ".s3-outposts.": _OUTPOST,
    ".s3-object-lambda.": _LAMBDA,
    ".accesspoint.s3-global.": (
        text("This is the host name of a Multi-Region Access Point. S3enc requires its ARN."),
        _REFUSED_ENDS[".mrap"][1],
    ),
    ".s3-accesspoint.": (
        text("S3enc doesn't recognize the access point in this address."),
        _USE_BUCKET,
    ),
    ".s3-control.": (
        text("This is the host name of the S3 Control API, not of an object."),
        _USE_BUCKET,
    ),
}


def is_access_point(bucket: str) -> bool:
    """Whether a bucket is given as the ARN or the alias of an access point."""
    return bucket.startswith("arn:") or bucket.endswith(_ALIAS_ENDS)


def is_multi_region(bucket: str) -> bool:
    """Whether it is the ARN of a Multi-Region Access Point, which contains no Region."""
    return bucket.startswith("arn:") and bucket.split(":")[3:4] == [""]


def split_arn(arn: str, *, exact: bool) -> tuple[str, str] | None:
    """Return access point and key of an ARN; None if it isn't that of an access point.

    `…:accesspoint/NAME/object/KEY` is the ARN of an object, as in policies and CopySource. With
    `exact` (after `s3://`, as in the AWS CLI) everything that follows is the key.
    """
    match = _ARN.fullmatch(arn) or _ARN.fullmatch(arn.rstrip())
    if match is None:
        return None
    key = match[2] or ""
    return match[1], key if exact else key.removeprefix(_OBJECT)


def object_arn(access_point: str, key: str) -> str:
    """Return the ARN of an object at an access point; without a key, that of the access point."""
    return f"{access_point}/{_OBJECT}{key}" if key else access_point


def of_host(host: str) -> str | None:
    """Return the ARN of the access point in a host name of AWS."""
    match = _HOST.fullmatch(without_domain(host) or "")
    if match is None:
        return None
    name, account, region = match[1], match[2], match[3]
    return f"arn:{partition_of(region)}:s3:{region}:{account}:accesspoint/{name}"


def wrong_arn(arn: str) -> AppError:
    """Return the error for an ARN that is neither of a bucket nor of an access point."""
    service = arn.split(":")[2] if arn.count(":") >= 5 else ""
    if service in _SERVICES:
        return _refused(arn, *_SERVICES[service])
    if service and service != "s3":
        other = text("This ARN belongs to the service “{service}”, not to S3.", service=service)
        return _refused(arn, other, _USE_BUCKET)
    return _refused(arn, text("This isn't the ARN of a bucket or an access point."), _USE_BUCKET)


def check_alias(bucket: str) -> None:
    """Raise AppError if a bucket name is the alias of an unsupported access point."""
    for end, texts in _REFUSED_ENDS.items():
        if bucket.endswith(end):
            raise _refused(bucket, *texts)


def check_host(host: str, address: str) -> None:
    """Raise AppError if the host of an address is that of an unsupported service."""
    for piece, texts in _REFUSED_HOSTS.items():
        if piece in host and is_aws_host(host):
            raise _refused(address, *texts)


def _refused(name: str, detail: AnyText, hint: AnyText) -> AppError:
    title = text("“{name}” isn't a bucket name", name=name)
    return AppError(title, detail, hint, code="InvalidBucketName")
