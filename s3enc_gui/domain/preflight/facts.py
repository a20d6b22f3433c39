"""What was read before an upload: the caller, the bucket's settings, and KMS keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TypeAlias, TypeVar

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import (
    KeyDescription,
    KeyForm,
    Usability,
    parse_key_reference,
)
from s3enc_gui.domain.policy.document import BucketPolicy

T = TypeVar("T")

Reading: TypeAlias = "T | AppError | None"
"""A value, or why it couldn't be read; None: it isn't read yet."""

KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id"

OWNER_ENFORCED = "BucketOwnerEnforced"  # ACLs are disabled (PutBucketOwnershipControls)
ACLS_ENABLED = frozenset({"ObjectWriter", "BucketOwnerPreferred", ""})  # "": the former default
_MOST_KEYS = 5  # of a policy that are looked up


@dataclass(frozen=True, slots=True)
class BucketSettings:
    """The settings of a bucket that decide about uploads.

    `ownership` is `ObjectOwnership`, empty if it was never set. `secure`: requests are sent over
    TLS.
    """

    policy: Reading[BucketPolicy] = None
    ownership: Reading[str] = None
    blocks_public_acls: Reading[bool] = None
    versioning: Reading[Versioning] = None
    secure: bool = True


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What KMS reports of a key; `problem` is why S3 can't use it."""

    usability: Usability
    description: KeyDescription | None = None
    problem: AppError | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read; `region` is empty if the server doesn't report it.

    `own_account`: the bucket belongs to the caller's account. `keys` are by the names with which
    KMS was asked.
    """

    caller: Reading[Identity] = None
    region: Reading[str] = None
    default: Reading[BucketEncryption] = None
    own_account: Reading[bool] = None
    settings: BucketSettings = field(default_factory=BucketSettings)
    keys: Mapping[str, KnownKey] = field(default_factory=dict)

    @property
    def identity(self) -> Identity | None:
        """The caller, if known."""
        return self.caller if isinstance(self.caller, Identity) else None

    @property
    def policy(self) -> BucketPolicy | None:
        """The bucket's policy, if it could be read."""
        return self.settings.policy if isinstance(self.settings.policy, BucketPolicy) else None

    @property
    def default_encryption(self) -> BucketEncryption | None:
        """The bucket's default encryption, if it could be read."""
        return self.default if isinstance(self.default, BucketEncryption) else None

    def customer_keys(self) -> frozenset[str]:
        """Return the ARNs that certainly aren't those of AWS managed keys."""
        found = (key.description for key in self.keys.values() if key.description)
        return frozenset(one.arn for one in found if one.manager == "CUSTOMER")


def keys_to_look_up(
    policy: Reading[BucketPolicy], default: Reading[BucketEncryption]
) -> tuple[str, ...]:
    """Return the keys that the policy and the default encryption name, as DescribeKey takes them.

    Not `alias/aws/s3`, which DescribeKey would create, nor names that AWS KMS can't have.
    """
    names = list(policy_keys(policy)) if isinstance(policy, BucketPolicy) else []
    if isinstance(default, BucketEncryption) and default.key:
        names.insert(0, default.key)
    return tuple(dict.fromkeys(name for name in names if can_be_described(name)))


def policy_keys(policy: BucketPolicy) -> Iterator[str]:
    """Yield the first few key ARNs in the conditions of a policy, without patterns."""
    found = (
        value
        for condition in policy.conditions()
        if condition.key == KEY_ID and condition.operator != "Null"
        for value in condition.values
    )
    arns = [value for value in found if is_key_arn(value)]
    yield from list(dict.fromkeys(arns))[:_MOST_KEYS]


def is_key_arn(name: str) -> bool:
    """Whether a key is specified by its ARN, which S3 sees as it is."""
    try:
        return parse_key_reference(name).form is KeyForm.KEY_ARN
    except AppError:
        return False


def can_be_described(name: str) -> bool:
    """Whether KMS may be asked for a key; for `alias/aws/s3`, DescribeKey would create it."""
    try:
        reference = parse_key_reference(name)
    except AppError:
        return False
    return reference.form is not KeyForm.NAME and not reference.is_aws_s3
