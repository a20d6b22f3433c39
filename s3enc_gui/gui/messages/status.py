"""How an object is encrypted, as a list shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.audits.audit import Group, Keys
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.gui.messages.locale import time_text
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.wording.audit_labels import group_name

CHECKING = StateIcon("waiting", "muted")
STATUS_SIGNS: Mapping[StatusKind, StateIcon] = {
    StatusKind.SSE_S3: StateIcon("lock", "accent"),
    StatusKind.SSE_KMS: StateIcon("key", "ok"),
    StatusKind.SSE_KMS_AWS: StateIcon("key", "accent"),
    StatusKind.DSSE_KMS: StateIcon("double-lock", "ok"),
    StatusKind.SSE_C: StateIcon("person", "accent"),
    StatusKind.CLIENT_SIDE: StateIcon("sealed", "ok"),
    StatusKind.NONE: StateIcon("unlocked", "error"),
    StatusKind.OTHER: StateIcon("lock", "muted"),
    StatusKind.DENIED: StateIcon("forbidden", "warning"),
    StatusKind.UNKNOWN: StateIcon("question", "warning"),
    StatusKind.GONE: StateIcon("cancelled", "muted"),
}
_FRESH = timedelta(minutes=10)  # what is older says so
_DELETE_MARKER = "Delete marker"


def group_text(group: Group | None, keys: Keys) -> str:
    """Name a kind of encryption, with its KMS key; None: not looked at yet."""
    if group is None:
        return _tr("Checking…")
    words = group_name(group, keys)
    return words if words[:4].isupper() else words[0].upper() + words[1:]


def share_text(group: Group | None, keys: Keys) -> str:
    """Name a kind where objects are counted; None: those that nobody has looked at."""
    return _tr("Not checked yet") if group is None else group_text(group, keys)


def group_sign(group: Group | None) -> StateIcon:
    """Return how a kind of encryption looks; None: not looked at yet."""
    return STATUS_SIGNS[group.kind] if group else CHECKING


def age_text(looked: ObjectStatus, now: datetime | None = None) -> str:
    """Return the age of what is known from an earlier look, nothing while that is fresh."""
    age = (now or datetime.now(UTC)) - looked.at
    if age < _FRESH:
        return ""
    if age < timedelta(hours=1):
        return _tr("{} min ago").format(round(age.total_seconds() / 60))
    if age < timedelta(days=1):
        return _tr("{} h ago").format(int(age.total_seconds() // 3600))
    return _tr("{} d ago").format(age.days)


def look_tip(words: str, looked: ObjectStatus | None, *, cached: bool) -> str:
    """Return all that is to be said of a look at an object."""
    if looked is None:
        return _tr("S3 has not been asked yet.")
    when = time_text(looked.at)
    if cached:
        told = _tr("{}\nSeen {}, kept on this computer. Refresh asks S3 again.")
        return told.format(words, when)
    return _tr("{}\nS3 said so {}.").format(words, when)


def marker_text() -> str:
    """Return what stands in the place of a delete marker's encryption."""
    return _tr(_DELETE_MARKER)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Status", text)
