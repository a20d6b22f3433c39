"""What is known of a bucket; each setting is a value, or why it couldn't be read."""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.guard.rules import Guard
from s3enc_gui.domain.preflight.facts import Reading


@dataclass(frozen=True, slots=True)
class Owner:
    """The canonical user ID, as GetBucketAcl has it; `own`: it is the caller's account."""

    id: str
    name: str = ""
    own: bool | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """Whether objects are versioned, and whether deleting a version needs an MFA code."""

    state: Versioning
    mfa_delete: bool = False


@dataclass(frozen=True, slots=True)
class ObjectLock:
    """`mode`, `days` and `years` are those of new objects by default; empty: none."""

    enabled: bool
    mode: str = ""
    days: int = 0
    years: int = 0


@dataclass(frozen=True, slots=True)
class PublicAccess:
    """The four settings of Block Public Access of the bucket; the account has its own."""

    block_acls: bool = False
    ignore_acls: bool = False
    block_policy: bool = False
    restrict: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of replication or lifecycle: those that are enabled, of all; `targets`: buckets."""

    enabled: int = 0
    total: int = 0
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicySummary:
    """The number of statements; `guard` None: S3enc's statements were changed by hand."""

    statements: int = 0
    guard: Guard | None = None


@dataclass(frozen=True, slots=True)
class BucketPage:
    """All settings, in the order in which they are read; None: not read yet."""

    bucket: str
    region: Reading[str] = None
    encryption: Reading[BucketEncryption] = None
    policy: Reading[PolicySummary] = None
    versions: Reading[Versions] = None
    object_lock: Reading[ObjectLock] = None
    ownership: Reading[str] = None
    public_access: Reading[PublicAccess] = None
    owner: Reading[Owner] = None
    created: Reading[datetime] = None
    replication: Reading[Rules] = None
    lifecycle: Reading[Rules] = None
    inventories: Reading[tuple[str, ...]] = None


def page_document(page: BucketPage) -> dict[str, object]:
    """Return the settings as JSON values; an AppError stays one."""
    return {one.name: _plain(getattr(page, one.name)) for one in fields(page)}


def _plain(value: object) -> object:
    if isinstance(value, PolicySummary):
        rules = [rule.value for rule in value.guard.ordered] if value.guard else None
        key = value.guard.key if value.guard else None
        return {"statements": value.statements, "rules": rules, "key": key}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(found) for name, found in asdict(value).items()}
    return value
