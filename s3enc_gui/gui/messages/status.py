"""The encryption status of an object in lists: text, icon and age."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from s3enc_gui.domain.encryption.groups import Group, Keys, unusable_key_state
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.gui.messages.locale import time_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.i18n import _
from s3enc_gui.wording.audits.audit_labels import group_name
from s3enc_gui.wording.labels import capitalized

CHECKING = StateIcon("waiting", "muted")
UNUSABLE_KEY = StateIcon("warning", "warning")
STATUS_SIGNS: Mapping[StatusKind, StateIcon] = {
    StatusKind.SSE_S3: StateIcon("lock", "accent"),
    StatusKind.SSE_KMS: StateIcon("key", "ok"),
    StatusKind.SSE_KMS_AWS: StateIcon("key", "accent"),
    StatusKind.DSSE_KMS: StateIcon("double-lock", "ok"),
    StatusKind.SSE_C: StateIcon("person", "accent"),
    StatusKind.CLIENT_SIDE: StateIcon("sealed", "ok"),
    StatusKind.NONE: StateIcon("unlocked", "error"),
    StatusKind.NOT_REPORTED: StateIcon("question", "muted"),
    StatusKind.OTHER: StateIcon("lock", "muted"),
    StatusKind.DENIED: StateIcon("forbidden", "warning"),
    StatusKind.UNKNOWN: StateIcon("question", "warning"),
    StatusKind.GONE: StateIcon("cancelled", "muted"),
}
_RECENT = timedelta(minutes=10)  # no age is shown for less


def group_text(group: Group | None, keys: Keys) -> str:
    """Return an encryption type with its KMS key; None: not checked yet."""
    if group is None:
        return _("Checking…")
    return capitalized(group_name(group, keys))


def share_text(group: Group | None, keys: Keys) -> str:
    """Return the same for counted objects; None: those that aren't checked yet."""
    return _("Not checked yet") if group is None else group_text(group, keys)


def warns(group: Group | None, keys: Keys) -> bool:
    """Whether objects of an encryption type are in danger: S3 can't decrypt with their key now."""
    return group is not None and bool(unusable_key_state(group, keys))


def group_sign(group: Group | None, keys: Keys) -> StateIcon:
    """Return the icon of an encryption type: a warning if its key can't be used.

    None: not checked yet.
    """
    if group is None:
        return CHECKING
    return UNUSABLE_KEY if warns(group, keys) else STATUS_SIGNS[group.kind]


def age_text(known: ObjectStatus, now: datetime | None = None) -> str:
    """Return the age of a status, empty up to ten minutes."""
    age = (now or datetime.now(UTC)) - known.at
    if age < _RECENT:
        return ""
    if age < timedelta(hours=1):
        return _("{count} min ago").format(count=round(age.total_seconds() / 60))
    if age < timedelta(days=1):
        return _("{count} h ago").format(count=int(age.total_seconds() // 3600))
    return _("{count} d ago").format(count=age.days)


def status_tip(label: str, known: ObjectStatus | None, *, cached: bool) -> str:
    """Return a status with its time; `cached`: read from this computer's status cache."""
    if known is None:
        return _("Not checked yet.")
    when = time_text(known.at)
    if not cached:
        return _("{status}\nReported by S3 at {time}.").format(status=label, time=when)
    message = _(
        "{status}\nReported by S3 at {time}, saved on this computer. Refresh to check again."
    )
    return message.format(status=label, time=when)


def marker_text() -> str:
    """Return what is shown instead of a delete marker's encryption."""
    return _("Delete marker")
