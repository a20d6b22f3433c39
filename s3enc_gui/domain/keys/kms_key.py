"""KMS keys: the ways to specify one, and whether S3 can use it."""

from __future__ import annotations

import re
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.key_region import is_aws_region
from s3enc_gui.i18n import Text, text
from s3enc_gui.regex import regex

AWS_S3_ALIAS = "alias/aws/s3"
AWS_ALIAS_PREFIX = "alias/aws/"

# The description of aws/s3 (recorded from KMS).
AWS_S3_DESCRIPTION = "Default key that protects my S3 objects when no other key is defined"


class KeyForm(Enum):
    """The four forms that Amazon S3 accepts in `SSEKMSKeyId` (PutObject), and any other name."""

    KEY_ARN = "key ARN"
    ALIAS_ARN = "alias ARN"
    KEY_ID = "key id"
    ALIAS = "alias"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class KeyReference:
    """A key as the user specified it. Only ARNs contain Region and account.

    `problem`: why AWS KMS has no key of this name (KeyForm.NAME); S3-compatible servers may.
    """

    text: str
    form: KeyForm
    name: str  # the key ID, `alias/…`, or a name of any form
    region: str | None = None
    account: str | None = None
    problem: AppError | None = None

    @property
    def is_aws_s3(self) -> bool:
        """Whether this is the alias of the AWS managed key for S3."""
        return self.name == AWS_S3_ALIAS


_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_KEY_ID = regex(rf"(?:{_UUID}|mrk-[0-9a-fA-F]{{32}})")
_ALIAS = regex(r"alias/[A-Za-z0-9/_-]{1,250}")
_ARN = regex(
    r"arn:(?P<partition>aws[a-z-]*):kms:(?P<region>[a-z0-9-]*):(?P<account>[0-9]*):(?P<name>.*)"
)


_MINIO = "arn:aws:kms:"  # MinIO puts it before names of any form, and ignores it in requests


def bare_name(key: str) -> str:
    """Return a name without the prefix that MinIO puts before it."""
    return key.removeprefix(_MINIO) or key


def is_key_id(name: str) -> bool:
    """Whether it is a key ID of AWS KMS; LocalStack's and others' may be of any form."""
    return _KEY_ID.fullmatch(name) is not None


def parse_key_reference(reference: str) -> KeyReference:
    """Parse a key ARN, alias ARN, key ID, `alias/…` or a name of any form (`check_name`).

    Raises AppError if it is empty, or can't be sent in a header.
    """
    reference = reference.strip()
    if not reference:
        raise _malformed(text("No KMS key is specified"), text("The field is empty."))
    if not (reference.isascii() and reference.isprintable()):
        raise _malformed(
            text("This isn't a KMS key"),
            text("“{name}” contains characters that aren't printable ASCII.", name=reference),
        )
    try:
        return _parse_aws(reference)
    except AppError as problem:
        return KeyReference(reference, KeyForm.NAME, bare_name(reference), problem=problem)


def check_name(reference: KeyReference, *, amazon: bool) -> None:
    """Raise AppError if the server can't have a key of this name: AWS KMS has four forms."""
    if amazon and reference.problem:
        raise reference.problem


def _parse_aws(reference: str) -> KeyReference:
    """Parse one of the four forms of AWS KMS. Raises AppError."""
    if reference.startswith("arn:"):
        return _parse_arn(reference)
    if reference.startswith("alias/"):
        _check_alias(reference, reference)
        return KeyReference(reference, KeyForm.ALIAS, reference)
    if _KEY_ID.fullmatch(reference):
        return KeyReference(reference, KeyForm.KEY_ID, reference.lower())
    if re.fullmatch(r"[A-Za-z0-9/_]+", reference):
        raise _malformed(
            text("This isn't a KMS key"),
            text("An alias begins with “alias/”. Did you mean alias/{name}?", name=reference),
        )
    raise _malformed(
        text("This isn't a KMS key"),
        text("“{name}” isn't an ARN, a key ID or an alias.", name=reference),
    )


def _parse_arn(arn: str) -> KeyReference:
    match = _ARN.fullmatch(arn)
    if match is None:
        raise _malformed(
            text("This isn't a KMS key ARN"),
            text("The format of a key ARN is arn:aws:kms:REGION:ACCOUNT:key/KEY-ID."),
        )
    region, account, name = match["region"], match["account"], match["name"]
    if not region:
        raise _malformed(
            text("The ARN contains no Region"), text("“{arn}” has no Region after “kms:”.", arn=arn)
        )
    if len(account) != 12:
        raise _malformed(
            text("The account ID in the ARN doesn't have 12 digits"),
            text("It is “{account}” (digits: {count}).", account=account, count=len(account)),
        )
    if name.startswith("alias/"):
        _check_alias(name, arn)
        return KeyReference(arn, KeyForm.ALIAS_ARN, name, region, account)
    key_id = name.removeprefix("key/")
    if not name.startswith("key/") or not _KEY_ID.fullmatch(key_id):
        raise _malformed(
            text("The ARN contains no KMS key"),
            text("After the account, enter key/KEY-ID or alias/NAME, not “{name}”.", name=name),
        )
    return KeyReference(arn, KeyForm.KEY_ARN, key_id.lower(), region, account)


def _check_alias(alias: str, reference: str) -> None:
    if not _ALIAS.fullmatch(alias):
        raise _malformed(
            text("This isn't a valid alias"),
            text("“{name}”: use letters, digits, “/”, “_” and “-” after “alias/”.", name=reference),
        )
    if alias.startswith(AWS_ALIAS_PREFIX) and alias != AWS_S3_ALIAS:
        raise _malformed(
            text("The AWS managed key isn't for S3"),
            text(
                "“{name}” belongs to another service. Of the AWS managed keys, S3 accepts only"
                " aws/s3.",
                name=alias,
            ),
        )


def _malformed(title: Text, detail: Text) -> AppError:
    hint = text("Enter a key ARN, an alias ARN, a key ID or alias/NAME.")
    return AppError(title, detail, hint, code="MalformedKey")


def check_region(reference: KeyReference, bucket_region: str | None) -> None:
    """Raise AppError if the Region of the ARN isn't that of the bucket, which S3 requires."""
    known = bucket_region and is_aws_region(bucket_region)
    if reference.region and known and reference.region != bucket_region:
        raise AppError(
            text("The key is in a different Region than the bucket"),
            text(
                "The key is in {key_region}, the bucket in {bucket_region}.",
                key_region=reference.region,
                bucket_region=bucket_region,
            ),
            text("Choose a key in {region}.", region=bucket_region),
            code="KeyInOtherRegion",
        )


class Usability(Enum):
    """Whether S3 can encrypt with a key, as far as KMS reports."""

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
        """Whether the user can choose it; for an unknown key, S3 decides."""
        return self in (Usability.USABLE, Usability.UNKNOWN, Usability.NOT_ALLOWED_TO_LOOK)


@dataclass(frozen=True, slots=True)
class KeyAlias:
    """An alias in the caller's account and Region (ListAliases); `name` begins with `alias/`."""

    name: str
    key_id: str

    @property
    def short_name(self) -> str:
        """The name without `alias/`: `test_key`."""
        return self.name.removeprefix("alias/")


@dataclass(frozen=True, slots=True)
class KeyDescription:
    """A key as DescribeKey reports it (`KeyMetadata`)."""

    arn: str
    key_id: str
    state: str
    usage: str
    spec: str
    manager: str
    description: str = ""

    @property
    def region(self) -> str | None:
        """The Region in the ARN; None if a server's ARNs have none."""
        return self._arn_part(3)

    @property
    def account(self) -> str | None:
        """The account in the ARN, likewise."""
        return self._arn_part(4)

    def _arn_part(self, number: int) -> str | None:
        parts = self.arn.split(":")
        return (parts[number] or None) if len(parts) >= 6 else None

    def usability(self, bucket_region: str | None) -> Usability:
        """Return whether S3 can use the key (S3 User Guide, using SSE-KMS)."""
        known = bucket_region and is_aws_region(bucket_region)
        if known and self.region and self.region != bucket_region:
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
