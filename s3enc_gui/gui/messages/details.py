"""Texts of the Encryption details pane: notes, pending rows, several objects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from s3enc_gui.domain.encryption.groups import NamedKey
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.selection_summary import SelectionSummary
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.messages.counts import amount_text
from s3enc_gui.gui.messages.encryption import status_remark
from s3enc_gui.gui.messages.locale import count_text, short_time, size_text, time_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.messages.status import CHECKING, age_text, group_sign
from s3enc_gui.i18n import N_, _, sentences, text, translate
from s3enc_gui.wording import labels, object_details
from s3enc_gui.wording.audits.audit_labels import group_name
from s3enc_gui.wording.client_side.rows import client_side_rows
from s3enc_gui.wording.customer_keys.key_text import customer_key_text
from s3enc_gui.wording.formats import NOTHING
from s3enc_gui.wording.key_warnings import key_warning
from s3enc_gui.wording.labels import named_key_text

PENDING = "…"
"""Value of a row until S3 has responded."""

SEVERAL_LABELS = (
    N_("Server-side encryption"),
    N_("Not checked yet"),
    N_("KMS key"),
    N_("Storage class"),
    N_("Size"),
    N_("Last modified"),
    N_("Delete markers"),
)
"""The rows for several objects, in order; untranslated."""

# Rows that a listing and a cached status don't have.
_AWAITED = ("ETag", "Checksum", "Version ID", "Link")
_OF_STATUS = ("Server-side encryption", "KMS key", "KMS key ARN", "Bucket key", "Stored as")
_KEY = StateIcon("key", "muted")
_WARNING = StateIcon("warning", "warning")
Counted = tuple[StateIcon | None, str]
"""A value that some of several objects have: its icon and text."""


def label_text(label: str) -> str:
    """Return the translated name of a row or a subheading."""
    return translate(label)


def object_remark(details: ObjectDetails) -> tuple[AppError, str] | None:
    """Return a banner's text and tone for an object that needs a note; else None.

    A key that can't decrypt the object comes first: the user may still be able to fix it.
    """
    trouble = key_warning(details)
    return (trouble, "error") if trouble else status_remark(details.status)


def further_rows(details: ObjectDetails) -> dict[str, str]:
    """Return the rows below the 14 main ones by untranslated label.

    Key and object rows without a value are left out; metadata is always there.
    """
    rows = dict(object_details.key_rows(details))
    rows.update(client_side_rows(details))
    rows.update(object_details.object_rows(details))
    shown = {name: value for name, value in rows.items() if value != NOTHING}
    shown[object_details.METADATA] = object_details.metadata_text(details)
    if details.status.customer_key:
        shown[object_details.CUSTOMER_KEY] = customer_key_text(details.status.customer_key)
    tags = object_details.tags_text(details)
    if tags != NOTHING:
        shown[object_details.TAGS] = tags
    return shown


def pending_rows(
    location: Location,
    size: int,
    modified: datetime | None,
    storage_class: str,
    known: ObjectStatus | None,
    key: NamedKey | None,
) -> dict[str, str]:
    """Return the 14 rows from a listing and a cached status, `…` for values that S3 will report."""
    is_aws_s3 = known is not None and known.kind is StatusKind.SSE_KMS_AWS
    status = known.status if known else None
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


def asking_text(known: ObjectStatus | None) -> str:
    """Return the text beside the busy indicator, with the age of the status shown meanwhile."""
    age = age_text(known) if known else ""
    if not age:
        return _("Checking with S3…")
    return _("Checking with S3… Showing what it reported {age}.").format(age=age)


def failure(error: AppError, known: ObjectStatus | None) -> AppError:
    """Return an error with the age of the cached status that is shown instead."""
    if known is None or known.status is None:
        return error
    title, detail, hint = error.texts
    shown = text("Showing what S3 reported at {time}.", time=time_text(known.at))
    return error.rewritten(title, detail, sentences(hint, shown))


def several_title(summary: SelectionSummary) -> str:
    """Return the number of objects and their total size: `12 objects, 3.4 MB`."""
    return amount_text(summary.objects, summary.bytes)


def several_rows(summary: SelectionSummary) -> dict[str, list[Counted]]:
    """Return the values of each row by untranslated label; rows without values are left out.

    A value that all objects have is `all SSE-S3`; else with counts, largest first.
    """
    groups = [
        (
            group_sign(group_count.group, summary.keys),
            group_name(group_count.group, summary.keys),
            group_count.objects,
        )
        for group_count in summary.encryption.group_counts
    ]
    keys = [(_KEY, _key_text(summary, key), count) for key, count in summary.kms_keys.items()]
    classes = sorted(summary.storage_classes.items(), key=lambda one: (-one[1], one[0]))
    stored = [(None, name, count) for name, count in classes]
    rows: dict[str, list[Counted]] = {
        "Server-side encryption": _counted(groups, summary.objects),
        "Not checked yet": [(CHECKING, count_text(summary.unchecked))],
        "KMS key": _counted(keys, summary.objects) if any(summary.kms_keys) else [],
        "Storage class": _counted(stored, summary.objects),
        "Size": [(None, size_text(summary.bytes))],
        "Last modified": [(None, _between(summary.oldest, summary.newest))],
        "Delete markers": [(_WARNING, count_text(summary.delete_markers))],
    }
    if not summary.unchecked:
        del rows["Not checked yet"]
    if not summary.delete_markers:
        del rows["Delete markers"]
    return {label: rows[label] for label in SEVERAL_LABELS if rows.get(label)}


def _counted(entries: Iterable[tuple[StateIcon | None, str, int]], objects: int) -> list[Counted]:
    """Return the values with their counts, or with `all`."""
    return [
        (
            sign,
            _("all {name}").format(name=name)
            if count == objects
            else f"{count_text(count)} {name}",
        )
        for sign, name, count in entries
    ]


def _key_text(summary: SelectionSummary, key: str | None) -> str:
    if key is None:
        return _("without a KMS key")
    named = summary.keys.get(key)
    if named is None:
        return named_key_text(key, (), is_aws_s3=None)
    return named_key_text(key, named.aliases, is_aws_s3=named.is_aws_s3)


def _between(oldest: datetime | None, newest: datetime | None) -> str:
    if oldest == newest:
        return short_time(oldest)
    message = _("{oldest} to {newest}")
    return message.format(oldest=short_time(oldest), newest=short_time(newest))
