"""What is told of an object below the rows on its encryption: its key, its metadata, its state."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from s3enc_gui.domain.encryption.object_details import KEY_NOT_FOUND, ObjectDetails, ObjectLock
from s3enc_gui.wording.labels import NOT_KNOWN, NOTHING, format_moment

CANNOT_LOOK = "cannot look"
NONE = "none"

KEY_LABELS = ("Key state", "Key manager", "Key account", "Key Region", "Key description")
METADATA = "Metadata"
TAGS = "Tags"
OBJECT_LABELS = (
    "Content type",
    "Cache-Control",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Expires",
    "Website redirect",
    "Parts",
    "Object Lock",
    "Legal hold",
    "Replication",
    "Archive status",
    "Restore",
    "Lifecycle expiration",
)

# The words of the API for what is nowhere else (HeadObject, userguide).
_MANAGERS = {"AWS": "AWS managed key", "CUSTOMER": "Customer managed key"}
_LOCK_MODES = {"GOVERNANCE": "Governance", "COMPLIANCE": "Compliance"}
_REPLICATION = {
    "COMPLETE": "completed",
    "COMPLETED": "completed",
    "PENDING": "pending",
    "FAILED": "failed",
    "REPLICA": "this is a replica",
}
_KEY_STATES = {
    "PendingDeletion": "Pending deletion",
    "PendingReplicaDeletion": "Pending deletion, as its replicas are",
    "PendingImport": "Pending import: it has no key material",
    KEY_NOT_FOUND: "KMS knows no such key",
}
_ARCHIVE = {"ARCHIVE_ACCESS": "Archive Access", "DEEP_ARCHIVE_ACCESS": "Deep Archive Access"}
_ARCHIVES = frozenset({"GLACIER", "DEEP_ARCHIVE"})  # classes that are restored before they are read


def more_rows(details: ObjectDetails) -> list[tuple[str, str]]:
    """Return (label, value) of all that has something to say, in order."""
    rows = (
        *key_rows(details),
        (METADATA, metadata_text(details)),
        (TAGS, tags_text(details)),
        *object_rows(details),
    )
    return [(label, value) for label, value in rows if value not in (NOTHING, NONE)]


def key_rows(details: ObjectDetails) -> list[tuple[str, str]]:
    """Return (label, value) of the KMS key, all `–` where there is none."""
    if not details.uses_kms:
        return [(label, NOTHING) for label in KEY_LABELS]
    key = details.key
    unseen = CANNOT_LOOK if details.status.key else NOT_KNOWN
    if key is None:
        told = (unseen, unseen)
    else:
        told = (_key_state(details), _MANAGERS.get(key.manager, key.manager) or NOTHING)
    account, region = details.key_account or NOTHING, details.key_region or NOTHING
    values = (*told, account, region, (key.description if key else "") or NOTHING)
    return list(zip(KEY_LABELS, values, strict=True))


def _key_state(details: ObjectDetails) -> str:
    key = details.key
    if key is None or not key.state:
        return NOT_KNOWN
    words = _KEY_STATES.get(key.state, key.state)
    return f"{words}, {format_moment(key.deletion_date)}" if key.deletion_date else words


def metadata_text(details: ObjectDetails) -> str:
    """Return the user metadata, a line `name = value` each; `none`, or why nobody can say."""
    if details.size < 0:  # HEAD was refused
        return CANNOT_LOOK
    left_out = details.metadata_left_out
    more = [f"({left_out} more that HTTP headers cannot carry)"] if left_out else []
    return "\n".join([*_lines(details.metadata), *more]) or NONE


def tags_text(details: ObjectDetails) -> str:
    """Return the tags, a line `name = value` each; `none`, or why nobody can say."""
    if details.tags is not None:
        return "\n".join(_lines(details.tags)) or NONE
    if details.tags_refused:
        return f"{CANNOT_LOOK} ({details.tags_refused})"
    return f"{details.tag_count}, not read" if details.tag_count else NOTHING


def _lines(pairs: Mapping[str, str]) -> list[str]:
    return [f"{name} = {value}" for name, value in sorted(pairs.items())]


def object_rows(details: ObjectDetails) -> list[tuple[str, str]]:
    """Return (label, value) of what is neither encryption nor metadata; `–` where S3 is silent."""
    content = details.content
    values = (
        details.content_type,
        content.cache_control,
        content.disposition,
        content.encoding,
        content.language,
        content.expires,
        content.redirect,
        _parts(details.parts),
        lock_text(details.lock),
        details.lock.legal_hold.lower(),
        _REPLICATION.get(details.replication, details.replication),
        _ARCHIVE.get(details.archive_status, details.archive_status),
        restore_text(details),
        _moment_in(details.expiration) or details.expiration,
    )
    return [(label, value or NOTHING) for label, value in zip(OBJECT_LABELS, values, strict=True)]


def _parts(count: int | None) -> str:
    if count is None:
        return ""
    return f"{count:,} part{'' if count == 1 else 's'}"


def lock_text(lock: ObjectLock) -> str:
    """Say how long the object is kept from being deleted, and how strictly."""
    if not lock.mode:
        return ""
    mode = _LOCK_MODES.get(lock.mode, lock.mode)
    return f"{mode}, until {format_moment(lock.retain_until)}" if lock.retain_until else mode


def restore_text(details: ObjectDetails) -> str:
    """Say of an archived object whether it can be read (`x-amz-restore`, RestoreObject)."""
    said = details.restore
    if 'ongoing-request="true"' in said:
        return "in progress"
    if until := _moment_in(said):
        return f"restored until {until}"
    if not said and (details.storage_class in _ARCHIVES or details.archive_status):
        return "needed before it can be read"
    return said


def _moment_in(header: str) -> str:
    """Return the `expiry-date` in `x-amz-restore` or `x-amz-expiration`, empty without one."""
    text = header.partition('expiry-date="')[2].partition('"')[0]
    try:
        return format_moment(parsedate_to_datetime(text)) if text else ""
    except ValueError:
        return ""
