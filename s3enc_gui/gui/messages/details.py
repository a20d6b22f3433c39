"""What the Encryption details say beside their 14 rows, and of several objects at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.audits.audit import NamedKey
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.selection_summary import SelectionSummary
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.messages.encryption import status_remark
from s3enc_gui.gui.messages.locale import count_text, moment_text, size_text, time_text
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.gui.messages.status import CHECKING, age_text, group_sign
from s3enc_gui.wording import labels, object_details
from s3enc_gui.wording.audit_labels import group_name
from s3enc_gui.wording.key_warnings import key_trouble
from s3enc_gui.wording.labels import NOTHING, named_key_text

PENDING = "…"
"""What stands where S3 has been asked and has not answered yet."""

SEVERAL_LABELS = (
    "Server-side encryption",
    "Not looked at yet",
    "KMS key",
    "Storage class",
    "Size",
    "Last modified",
    "Delete markers",
)
"""The rows on several objects, in order."""

# What only S3 can tell, and has to be waited for.
_AWAITED = ("ETag", "Checksum", "Version ID", "Link")
_OF_STATUS = ("Server-side encryption", "KMS key", "KMS key ARN", "Bucket key", "Stored as")
_KEY = StateIcon("key", "muted")
_WARNING = StateIcon("warning", "warning")
Counted = tuple[StateIcon | None, str]
"""A line of what several objects have: how it looks, and the words."""


def label_text(label: str) -> str:
    """Return the name of a row or a sub-heading as it is shown."""
    return QCoreApplication.translate("Details", label)


def object_remark(details: ObjectDetails) -> tuple[AppError, str] | None:
    """Return what is to be said loudly of an object, for a banner; or None.

    A key that cannot decrypt it comes first: there is still time to do something about it.
    """
    trouble = key_trouble(details)
    return (trouble, "error") if trouble else status_remark(details.status)


def further_rows(details: ObjectDetails) -> dict[str, str]:
    """Return what is to be said below the 14 rows, by its name: of key and object only what there
    is, of metadata and tags also that there are none.
    """
    rows = dict(object_details.key_rows(details))
    rows.update(object_details.object_rows(details))
    told = {name: value for name, value in rows.items() if value != NOTHING}
    told[object_details.METADATA] = object_details.metadata_text(details)
    tags = object_details.tags_text(details)
    if tags != NOTHING:
        told[object_details.TAGS] = tags
    return told


def pending_rows(
    location: Location,
    size: int,
    modified: datetime | None,
    storage_class: str,
    looked: ObjectStatus | None,
    key: NamedKey | None,
) -> dict[str, str]:
    """Return the 14 rows with what a listing and an earlier look tell, `…` for what is awaited."""
    is_aws_s3 = looked is not None and looked.kind is StatusKind.SSE_KMS_AWS
    status = looked.status if looked else None
    details = ObjectDetails(
        location,
        status or EncryptionStatus(),
        size,
        storage_class=storage_class,
        last_modified=modified,
        key_arn=key.arn if key else None,
        key_aliases=key.aliases if key else (),
        key_is_aws_s3=is_aws_s3 or (key is not None and key.is_aws_s3),
    )
    awaited = _AWAITED if status else (*_OF_STATUS, *_AWAITED)
    return dict(labels.details_rows(details)) | dict.fromkeys(awaited, PENDING)


def asking_text(looked: ObjectStatus | None) -> str:
    """Return what stands beside the sign that S3 is being asked; and how old is what is shown."""
    age = age_text(looked) if looked else ""
    return _tr("Asking S3… Shown is what it said {}.").format(age) if age else _tr("Asking S3…")


def failure(error: AppError, looked: ObjectStatus | None) -> AppError:
    """Return why S3 told nothing new, with how old is what is shown instead."""
    if looked is None or looked.status is None:
        return error
    told = _tr("Below is what S3 said {}.").format(time_text(looked.at))
    return AppError(error.title, error.detail, f"{error.hint} {told}".strip(), error.code)


def several_title(summary: SelectionSummary) -> str:
    """Return how many objects there are, and their size together: `12 objects, 3.4 MB`."""
    objects = _tr("1 object") if summary.objects == 1 else _tr("{} objects")
    return f"{objects.format(count_text(summary.objects))}, {size_text(summary.bytes)}"


def several_rows(summary: SelectionSummary) -> dict[str, list[Counted]]:
    """Return the lines of each row that has something to say, by its name.

    What all have is one line, `all SSE-S3`; else the counts, the largest first.
    """
    groups = [
        (
            group_sign(group_count.group),
            group_name(group_count.group, summary.keys),
            group_count.objects,
        )
        for group_count in summary.encryption.group_counts
    ]
    keys = [(_KEY, _key_text(summary, key), count) for key, count in summary.kms_keys.items()]
    classes = sorted(summary.storage_classes.items(), key=lambda one: (-one[1], one[0]))
    stored = [(None, name, count) for name, count in classes]
    told: dict[str, list[Counted]] = {
        "Server-side encryption": _counted(groups, summary.objects),
        "Not looked at yet": [(CHECKING, count_text(summary.not_looked))],
        "KMS key": _counted(keys, summary.objects) if any(summary.kms_keys) else [],
        "Storage class": _counted(stored, summary.objects),
        "Size": [(None, size_text(summary.bytes))],
        "Last modified": [(None, _between(summary.oldest, summary.newest))],
        "Delete markers": [(_WARNING, count_text(summary.delete_markers))],
    }
    if not summary.not_looked:
        del told["Not looked at yet"]
    if not summary.delete_markers:
        del told["Delete markers"]
    return {label: told[label] for label in SEVERAL_LABELS if told.get(label)}


def _counted(entries: Iterable[tuple[StateIcon | None, str, int]], objects: int) -> list[Counted]:
    """Return a line each; one that all objects are of says so."""
    return [
        (
            sign,
            _tr("all {}").format(text) if count == objects else f"{count_text(count)} {text}",
        )
        for sign, text, count in entries
    ]


def _key_text(summary: SelectionSummary, key: str | None) -> str:
    if key is None:
        return _tr("without a KMS key")
    told = summary.keys.get(key)
    if told is None:
        return named_key_text(key, (), is_aws_s3=None)
    return named_key_text(key, told.aliases, is_aws_s3=told.is_aws_s3)


def _between(oldest: datetime | None, newest: datetime | None) -> str:
    if oldest == newest:
        return moment_text(oldest)
    return _tr("{} to {}").format(moment_text(oldest), moment_text(newest))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Details", text)
