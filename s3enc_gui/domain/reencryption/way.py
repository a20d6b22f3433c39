"""The way in which the encryption of one stored object is changed, or why it can't be."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.copies.request import is_archived
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.object_details import ObjectLock
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.uploads.parts import MAX_PART
from s3enc_gui.domain.uploads.plan import STORAGE_CLASSES

_UPDATABLE = (Encryption.SSE_S3.value, Encryption.SSE_KMS.value)


class Way(StrEnum):
    """How an object gets its new encryption. Values are stored; labels are in `wording`."""

    NOTHING = "nothing to do"
    UPDATE = "in place"  # UpdateObjectEncryption
    COPY = "copy"  # CopyObject onto itself
    PARTS = "copy in parts"  # UploadPartCopy
    CANNOT = "cannot"


class Reason(StrEnum):
    """Why an object's encryption can't be changed. Values are stored; labels are in `wording`."""

    NONE = ""
    ARCHIVED = "archived"
    CHANGED = "changed"
    CUSTOMER_KEY = "customer key"
    DENIED = "denied"
    LOCKED = "locked"
    NOT_REPORTED = "not reported"
    OLD_VERSION = "old version"
    OTHER_KIND = "other kind"
    STORAGE_CLASS = "storage class"
    UNREADABLE = "unreadable"
    UNREQUESTABLE = "unrequestable"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of an object before the change (HeadObject); size in bytes.

    `kind` also tells why the status couldn't be read; `status` is then None.
    """

    kind: StatusKind
    status: EncryptionStatus | None
    size: int = 0
    storage_class: str = "STANDARD"
    archive_status: str = ""
    restore: str = ""
    lock: ObjectLock = field(default_factory=ObjectLock)
    is_latest: bool = True


@dataclass(frozen=True, slots=True)
class Means:
    """What may be used: `update` where UpdateObjectEncryption is known to work and is wanted.

    It isn't used for the keys `copied_to`. `whole` is the largest object that one CopyObject
    copies, in bytes.
    """

    update: bool
    whole: int = MAX_PART
    copied_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """The way, and why an object can't be changed."""

    way: Way
    reason: Reason = Reason.NONE


_UNKNOWN = {
    StatusKind.SSE_C: Reason.CUSTOMER_KEY,
    StatusKind.DENIED: Reason.DENIED,
    StatusKind.NOT_REPORTED: Reason.NOT_REPORTED,
    StatusKind.OTHER: Reason.OTHER_KIND,
    StatusKind.UNKNOWN: Reason.UNREADABLE,
}


def choose(subject: Subject, target: Target | None, means: Means, now: datetime) -> Choice:
    """Return the way for an object; `target` None: what it is to get can't be requested.

    UpdateObjectEncryption: from SSE-S3 or SSE-KMS, to SSE-KMS; any size and version, archived
    objects too, but none under Object Lock (S3 API Reference). A copy becomes the latest version,
    so an older version can't be copied onto itself; an archived object can't be read.
    """
    status = subject.status
    if status is None or (subject.kind in _UNKNOWN and not status.customer_key):
        return Choice(Way.CANNOT, _UNKNOWN.get(subject.kind, Reason.UNREADABLE))
    if target is None:
        return Choice(Way.CANNOT, Reason.UNREQUESTABLE)
    if target.is_met_by(status):
        return Choice(Way.NOTHING)
    locked = is_held(subject.lock, now)
    in_place = means.update and target.key not in means.copied_to
    if in_place and can_update(status, target) and not locked:
        return Choice(Way.UPDATE)
    if not subject.is_latest:
        return Choice(Way.CANNOT, Reason.LOCKED if locked else Reason.OLD_VERSION)
    if is_archived(subject.storage_class, subject.archive_status, subject.restore):
        return Choice(Way.CANNOT, Reason.ARCHIVED)
    if subject.storage_class not in STORAGE_CLASSES:  # a copy would be in another one
        return Choice(Way.CANNOT, Reason.STORAGE_CLASS)
    return Choice(Way.PARTS if subject.size > means.whole else Way.COPY)


def can_update(status: EncryptionStatus, target: Target) -> bool:
    """Whether S3 changes this encryption in place."""
    return target.kind is Encryption.SSE_KMS and status.algorithm in _UPDATABLE


def is_held(lock: ObjectLock, now: datetime) -> bool:
    """Whether Object Lock protects an object now; a retention that is over doesn't."""
    if lock.is_on_hold:
        return True
    return bool(lock.mode) and (lock.retain_until is None or lock.retain_until > now)
