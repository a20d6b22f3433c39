"""KMS keys: how they are named, and whether S3 can use one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from s3enc_gui.domain.errors import AppError

AWS_S3_ALIAS = "alias/aws/s3"
AWS_ALIAS_PREFIX = "alias/aws/"

# What the managed key says of itself (recorded from KMS).
AWS_S3_DESCRIPTION = "Default key that protects my S3 objects when no other key is defined"


class KeyForm(Enum):
    """The four ways S3 takes a key in `SSEKMSKeyId` (PutObject)."""

    KEY_ARN = "key ARN"
    ALIAS_ARN = "alias ARN"
    KEY_ID = "key id"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class KeyReference:
    """A key as somebody named it. Region and account are known only from ARNs."""

    text: str
    form: KeyForm
    name: str  # the key id, or `alias/…`
    region: str | None = None
    account: str | None = None

    @property
    def is_aws_s3(self) -> bool:
        """Whether this names the AWS managed key for S3 by its alias."""
        return self.name == AWS_S3_ALIAS


_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_KEY_ID = re.compile(rf"(?:{_UUID}|mrk-[0-9a-fA-F]{{32}})")
_ALIAS = re.compile(r"alias/[A-Za-z0-9/_-]{1,250}")
_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):kms:(?P<region>[a-z0-9-]*):(?P<account>[0-9]*):(?P<name>.*)"
)


def parse_key_reference(text: str) -> KeyReference:
    """Read a key ARN, alias ARN, key id or `alias/…`.

    Raises AppError that says what is malformed.
    """
    text = text.strip()
    if text.startswith("arn:"):
        return _parse_arn(text)
    if text.startswith("alias/"):
        _check_alias(text, text)
        return KeyReference(text, KeyForm.ALIAS, text)
    if _KEY_ID.fullmatch(text):
        return KeyReference(text, KeyForm.KEY_ID, text.lower())
    if not text:
        raise _malformed("No key is named", "The field is empty.")
    if re.fullmatch(r"[A-Za-z0-9/_]+", text):
        raise _malformed("This is no KMS key", f"An alias begins with “alias/”: alias/{text}?")
    raise _malformed("This is no KMS key", f"“{text}” is neither an ARN, a key id nor an alias.")


def _parse_arn(text: str) -> KeyReference:
    match = _ARN.fullmatch(text)
    if match is None:
        raise _malformed(
            "This is no KMS key ARN",
            "A key ARN reads arn:aws:kms:REGION:ACCOUNT:key/KEY-ID.",
        )
    region, account, name = match["region"], match["account"], match["name"]
    if not region:
        raise _malformed("The ARN names no Region", f"“{text}” has nothing after “kms:”.")
    if len(account) != 12:
        raise _malformed(
            "The ARN's account number is not 12 digits", f"It reads “{account}” ({len(account)})."
        )
    if name.startswith("alias/"):
        _check_alias(name, text)
        return KeyReference(text, KeyForm.ALIAS_ARN, name, region, account)
    key_id = name.removeprefix("key/")
    if not name.startswith("key/") or not _KEY_ID.fullmatch(key_id):
        raise _malformed(
            "The ARN names no key",
            f"After the account comes key/KEY-ID or alias/NAME, not “{name}”.",
        )
    return KeyReference(text, KeyForm.KEY_ARN, key_id.lower(), region, account)


def _check_alias(alias: str, text: str) -> None:
    if not _ALIAS.fullmatch(alias):
        raise _malformed(
            "This is no alias",
            f"“{text}”: an alias holds letters, digits, “/”, “_” and “-” only, and is not empty.",
        )
    if alias.startswith(AWS_ALIAS_PREFIX) and alias != AWS_S3_ALIAS:
        raise _malformed(
            "This AWS managed key is not for S3",
            f"“{alias}” belongs to another service; of the aws/ keys S3 takes only aws/s3.",
        )


def _malformed(title: str, detail: str) -> AppError:
    return AppError(
        title,
        detail,
        "Give a key ARN, an alias ARN, a key id or alias/NAME.",
        code="MalformedKey",
    )


def check_region(reference: KeyReference, bucket_region: str | None) -> None:
    """Raise AppError where the ARN's Region is not the bucket's: S3 takes no such key."""
    if reference.region and bucket_region and reference.region != bucket_region:
        raise AppError(
            "The key is in another Region than the bucket",
            f"The key is in {reference.region}, the bucket in {bucket_region}.",
            f"Choose a key of {bucket_region}.",
            code="KeyInOtherRegion",
        )


class Usability(Enum):
    """Whether S3 can encrypt with a key, as far as KMS told."""

    USABLE = "usable"
    UNKNOWN = "unknown"
    NOT_ALLOWED_TO_LOOK = "not allowed to look"
    NOT_FOUND = "not found"
    DISABLED = "disabled"
    PENDING_DELETION = "pending deletion"
    NOT_READY = "not ready"
    WRONG_KIND = "wrong kind"
    OTHER_REGION = "other Region"
    OTHER_SERVICE = "other service"

    @property
    def can_be_chosen(self) -> bool:
        """Whether choosing it can work; what is not known is left to S3 to judge."""
        return self in (Usability.USABLE, Usability.UNKNOWN, Usability.NOT_ALLOWED_TO_LOOK)


@dataclass(frozen=True, slots=True)
class KeyAlias:
    """One alias of the caller's account and Region (ListAliases); name begins with `alias/`."""

    name: str
    key_id: str

    @property
    def short_name(self) -> str:
        """The name as people say it: `test_key` for `alias/test_key`."""
        return self.name.removeprefix("alias/")


@dataclass(frozen=True, slots=True)
class KeyDescription:
    """What DescribeKey told of a key (`KeyMetadata`)."""

    arn: str
    key_id: str
    state: str
    usage: str
    spec: str
    manager: str
    description: str = ""
    valid_to: datetime | None = None

    @property
    def region(self) -> str:
        """The Region, taken from the ARN."""
        return self.arn.split(":")[3]

    def usability(self, bucket_region: str | None) -> Usability:
        """Judge by state, usage, spec and Region what S3 would say (UsingKMSEncryption)."""
        if bucket_region and self.region != bucket_region:
            return Usability.OTHER_REGION
        if self.usage != "ENCRYPT_DECRYPT" or self.spec != "SYMMETRIC_DEFAULT":
            return Usability.WRONG_KIND
        return _STATES.get(self.state, Usability.NOT_READY)


_STATES = {
    "Enabled": Usability.USABLE,
    "Disabled": Usability.DISABLED,
    "PendingDeletion": Usability.PENDING_DELETION,
    "PendingReplicaDeletion": Usability.PENDING_DELETION,
}
