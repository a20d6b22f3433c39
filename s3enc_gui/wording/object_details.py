"""Rows on an object's KMS key, metadata, tags and state, shown below those on its encryption."""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.client_side.envelope import without_envelope
from s3enc_gui.domain.copies.object_lock import duration_text
from s3enc_gui.domain.copies.request import ARCHIVES
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.object_details import (
    KEY_NOT_FOUND,
    Annotation,
    KeyFacts,
    KeyLastUse,
    ObjectDetails,
    ObjectLock,
)
from s3enc_gui.domain.error_codes import DENIED, KMS_DENIED, UNKNOWN_OPERATION
from s3enc_gui.domain.headers.metadata import decoded
from s3enc_gui.domain.keys.key_names import is_plain
from s3enc_gui.domain.times import http_time
from s3enc_gui.i18n import N_, _, ngettext, translate
from s3enc_gui.wording.client_side.rows import client_side_rows
from s3enc_gui.wording.customer_keys.key_text import customer_key_text
from s3enc_gui.wording.formats import NOT_KNOWN, NOTHING, format_moment, format_size
from s3enc_gui.wording.glossary.terms import Term

CANNOT_LOOK = N_("access denied")
NONE = N_("none")

KEY_LABELS = (
    N_("Key state"),
    N_("Key manager"),
    N_("Key account"),
    N_("Key Region"),
    N_("Key description"),
    N_("Key last used"),
    N_("Encryption context"),
)
CUSTOMER_KEY = N_("Customer-provided key")
METADATA = N_("Metadata")
TAGS = N_("Tags")
OBJECT_LABELS = (
    N_("Content type"),
    N_("Cache-Control"),
    N_("Content-Disposition"),
    N_("Content-Encoding"),
    N_("Content-Language"),
    N_("Expires"),
    N_("Website redirect"),
    N_("Parts"),
    N_("Object Lock"),
    N_("Legal hold"),
    N_("Event hold"),
    N_("Replication"),
    N_("Archive status"),
    N_("Restore"),
    N_("Lifecycle expiration"),
    N_("Annotations"),
)
"""Labels of rows are translated where they are shown."""
TERMS = {
    "KMS key": Term.KMS,
    "KMS key ARN": Term.ARN,
    "Bucket key": Term.BUCKET_KEY,
    "Encryption context": Term.CONTEXT,
    "ETag": Term.ETAG,
    "Checksum": Term.CHECKSUM,
    "Version ID": Term.VERSION,
    "Storage class": Term.STORAGE_CLASS,
    "Key Region": Term.REGION,
}
"""What explains the word of a row."""

# Values of the API (HeadObject, DescribeKey).
_MANAGERS = {"AWS": N_("AWS managed key"), "CUSTOMER": N_("Customer managed key")}
_LOCK_MODES = {"GOVERNANCE": N_("Governance"), "COMPLIANCE": N_("Compliance")}
_HOLDS = {"ON": N_("on"), "OFF": N_("off")}
_REPLICATION = {
    "COMPLETE": N_("completed"),
    "COMPLETED": N_("completed"),
    "PENDING": N_("pending"),
    "FAILED": N_("failed"),
    "REPLICA": N_("this is a replica"),
}
_KEY_STATES = {
    "Enabled": N_("Enabled"),
    "Disabled": N_("Disabled"),
    "PendingDeletion": N_("Pending deletion"),
    "PendingReplicaDeletion": N_("Pending replica deletion"),
    "PendingImport": N_("Pending import: no key material"),
    KEY_NOT_FOUND: N_("Not found in AWS KMS"),
}
_ARCHIVE = {
    "ARCHIVE_ACCESS": N_("Archive Access"),
    "DEEP_ARCHIVE_ACCESS": N_("Deep Archive Access"),
}


def more_rows(details: ObjectDetails) -> list[tuple[str, str]]:
    """Return the (label, value) rows that have a value, in order."""
    rows = (
        *key_rows(details),
        (CUSTOMER_KEY, customer_key_text(details.status.customer_key) or NOTHING),
        *client_side_rows(details),
        (METADATA, metadata_text(details)),
        (TAGS, tags_text(details)),
        *object_rows(details),
    )
    return [(label, value) for label, value in rows if value not in (NOTHING, translate(NONE))]


def key_rows(details: ObjectDetails) -> list[tuple[str, str]]:
    """Return the (label, value) rows of the KMS key, all `–` if there is none."""
    if not details.uses_kms:
        return [(label, NOTHING) for label in KEY_LABELS]
    key = details.key
    if key is None:
        is_of_kms = details.status.key is not None and not is_plain(details.status.key)
        state = manager = translate(CANNOT_LOOK if is_of_kms else NOT_KNOWN)
    else:
        state, manager = _key_state(key), _label(_MANAGERS, key.manager) or NOTHING
    account, region = details.key_account or NOTHING, details.key_region or NOTHING
    description = (key.description if key else "") or NOTHING
    values = (state, manager, account, region, description, last_use_text(key))
    context = context_text(details.context)
    return list(zip(KEY_LABELS, (*values, context), strict=True))


def context_text(context: ContextPairs | None) -> str:
    """Return an encryption context, one `name = value` per line; `–`: it isn't known, or empty."""
    return "\n".join(_lines(dict(context or ()))) or NOTHING


def last_use_text(key: KeyFacts | None) -> str:
    """Return when AWS KMS has last seen the key used, with its warning; `–` if it wasn't asked."""
    if key is None or (key.last_use is None and not key.last_use_refused):
        return NOTHING
    if key.last_use is None:
        if key.last_use_refused in KMS_DENIED:
            return _("not readable: requires kms:GetKeyLastUsage")
        return _("not readable ({code})").format(code=key.last_use_refused)
    return f"{_last_use(key.last_use)}\n{translate(_NO_PROOF)}"


_NO_PROOF = N_(
    "This doesn't prove that the key isn't needed. Before you delete a key, disable it, and look"
    " for errors in CloudTrail."
)  # as AWS warns (KMS API Reference, GetKeyLastUsage)


def _last_use(use: KeyLastUse) -> str:
    if use.at is not None:
        return _("{date}, {operation}").format(
            date=format_moment(use.at), operation=use.operation or translate(NOT_KNOWN)
        )
    if use.is_complete:
        return _("never since it was created, {date}").format(date=format_moment(use.created))
    since = format_moment(use.tracked_since)
    return _("not since {date}; earlier uses aren't recorded").format(date=since)


def _key_state(key: KeyFacts) -> str:
    if not key.state:
        return translate(NOT_KNOWN)
    state = _label(_KEY_STATES, key.state)
    if key.deletion_date is None:
        return state
    return _("{state}, {date}").format(state=state, date=format_moment(key.deletion_date))


def _label(labels: Mapping[str, str], value: str) -> str:
    """Return the label of a value of the API; an unknown value stands for itself."""
    return translate(labels.get(value, value))


def metadata_text(details: ObjectDetails) -> str:
    """Return the user metadata, one `name = value` per line; `none`, or why it isn't known."""
    if details.status.customer_algorithm and details.size < 0:  # HeadObject was refused
        return translate(CANNOT_LOOK)
    shown = without_envelope(details.decoded_metadata)  # which has rows of its own
    lines, left_out = _lines(shown), details.metadata_left_out
    if left_out:
        more = _("({count} more that HTTP headers can't carry)")
        lines.append(more.format(count=left_out))
    return "\n".join(lines) or translate(NONE)


def tags_text(details: ObjectDetails) -> str:
    """Return the tags, one `name = value` per line; `none`, or why they aren't known."""
    if details.tags is not None:
        return "\n".join(_lines(details.tags)) or translate(NONE)
    if details.tags_refused:
        return _("not readable ({code})").format(code=details.tags_refused)
    return _("{count}, not read").format(count=details.tag_count) if details.tag_count else NOTHING


def _lines(pairs: Mapping[str, str]) -> list[str]:
    return [f"{name} = {value}" for name, value in sorted(pairs.items())]


def object_rows(details: ObjectDetails) -> list[tuple[str, str]]:
    """Return the (label, value) rows of all other properties; `–` if S3 doesn't report one."""
    content = details.content
    values = (
        details.content_type,
        *map(decoded, (content.cache_control, content.disposition, content.encoding)),
        *map(decoded, (content.language, content.expires, content.redirect)),
        _parts(details.parts),
        lock_text(details.lock),
        _label(_HOLDS, details.lock.legal_hold),
        event_hold_text(details.lock),
        _label(_REPLICATION, details.replication),
        _label(_ARCHIVE, details.archive_status),
        restore_text(details),
        _expiry_date(details.expiration) or details.expiration,
        annotations_text(details),
    )
    return [(label, value or NOTHING) for label, value in zip(OBJECT_LABELS, values, strict=True)]


def annotations_text(details: ObjectDetails) -> str:
    """Return the annotations, one `name (size)` per line; `none`, or why they aren't known.

    Empty if S3 wasn't asked.
    """
    if details.annotations is not None:
        named = sorted(details.annotations, key=lambda one: one.name)
        return "\n".join(map(_annotation, named)) or translate(NONE)
    code = details.annotations_refused
    if code in DENIED:
        return _("not readable: requires s3:ListObjectAnnotations")
    if code in UNKNOWN_OPERATION:
        return _("this server doesn't have them")
    return _("not readable ({code})").format(code=code) if code else ""


def _annotation(annotation: Annotation) -> str:
    size = format_size(annotation.size) if annotation.size >= 0 else translate(NOT_KNOWN)
    return _("{name} ({size})").format(name=annotation.name, size=size)


def _parts(count: int | None) -> str:
    if count is None:
        return ""
    return ngettext("{count:,} part", "{count:,} parts", count).format(count=count)


def lock_text(lock: ObjectLock) -> str:
    """Return the Object Lock mode and the time until which it retains the object."""
    if not lock.mode:
        return ""
    mode = _label(_LOCK_MODES, lock.mode)
    if lock.retain_until is None:
        return mode
    return _("{mode}, until {date}").format(mode=mode, date=format_moment(lock.retain_until))


def event_hold_text(lock: ObjectLock) -> str:
    """Return whether an event hold is on, and how long the object is retained after its end."""
    state = _label(_HOLDS, lock.event_hold)
    duration = str(duration_text(lock))
    if not duration:
        return state
    return _("{state}; retained for {duration} after its end").format(
        state=state, duration=duration
    )


def restore_text(details: ObjectDetails) -> str:
    """Return whether an archived object can be read (`x-amz-restore` in RestoreObject)."""
    header = details.restore
    if 'ongoing-request="true"' in header:
        return _("in progress")
    if until := _expiry_date(header):
        return _("restored until {date}").format(date=until)
    if not header and (details.storage_class in ARCHIVES or details.archive_status):
        return _("required before the object can be read")
    return header


def _expiry_date(header: str) -> str:
    """Return the `expiry-date` of `x-amz-restore` or `x-amz-expiration`; empty without one."""
    date = header.partition('expiry-date="')[2].partition('"')[0]
    found = http_time(date)
    return format_moment(found) if found else ""
