"""What the cells of a folder's table say."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QIcon

from s3enc_gui.domain.audits.audit import Keys
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.gui import colors
from s3enc_gui.gui.browser.models.object_row import ObjectRow, shown_name
from s3enc_gui.gui.browser.models.row_sorting import Column
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages import status as say
from s3enc_gui.gui.messages.locale import moment_text, size_text
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.rows_model import RIGHT

_Role = Qt.ItemDataRole


def answer(row: ObjectRow, column: Column, role: int, keys: Keys, bucket: str) -> Any:  # noqa: ANN401
    """Return what a cell has for a role; `keys` is what is known of KMS keys."""
    match role:
        case _Role.DisplayRole:
            return text_of(row, column, keys)
        case _Role.DecorationRole:
            return decoration(row, column)
        case _Role.TextAlignmentRole:
            return RIGHT if column is Column.SIZE else None
        case _Role.ForegroundRole:
            return QColor(colors.current().muted) if _is_quiet(row, column) else None
        case _Role.ToolTipRole:
            return tip_of(row, column, keys, Location(bucket, row.key))
        case _Role.AccessibleTextRole:
            return spoken_of(row, column, keys)
        case roles.OBJECT:
            return row
    return None


def encryption_of(row: ObjectRow, keys: Keys) -> str:
    """Name a row's encryption."""
    if row.is_folder:
        return ""
    return say.marker_text() if row.is_marker else say.group_text(row.group, keys)


def text_of(row: ObjectRow, column: Column, keys: Keys) -> str:
    """Return what is seen; of an earlier look also how old it is."""
    listed = row.listed
    if column is Column.NAME:
        return shown_name(row.name)
    if listed is None:
        return ""
    match column:
        case Column.SIZE:
            return "" if listed.is_delete_marker else size_text(listed.size)
        case Column.MODIFIED:
            return moment_text(listed.modified)
        case Column.ENCRYPTION:
            age = say.age_text(row.looked) if row.cached and row.looked else ""
            named = encryption_of(row, keys)
            return f"{named} · {age}" if age else named
        case Column.CLASS:
            return "" if listed.is_delete_marker else listed.storage_class
    return listed.version_id or ""


def spoken_of(row: ObjectRow, column: Column, keys: Keys) -> str:
    """Return what a screen reader says: what colours and signs tell besides."""
    if column is Column.NAME and row.is_folder:
        return _tr("Folder {}").format(shown_name(row.name))
    if column is Column.VERSION and row.listed:
        return _version(row.listed)
    return text_of(row, column, keys)


def tip_of(row: ObjectRow, column: Column, keys: Keys, place: Location) -> str:
    """Return what is said where the mouse stays; nothing in it is markup."""
    told = text_of(row, column, keys)
    listed = row.listed
    if column is Column.NAME:
        told = place.uri
    elif listed is not None and column is Column.VERSION:
        told = _version(listed)
    elif listed is not None and not row.is_marker:
        if column is Column.ENCRYPTION:
            told = say.look_tip(encryption_of(row, keys), row.looked, cached=row.cached)
        elif column is Column.SIZE:
            told = _tr("{:,} bytes").format(listed.size)
    return plain_tip(told)


def _is_quiet(row: ObjectRow, column: Column) -> bool:
    """Whether it matters less: a version that is not the current one, a look that is not of now."""
    if row.listed is None:
        return False
    return not row.listed.is_latest or (
        column is Column.ENCRYPTION and (row.looked is None or row.cached)
    )


def _version(listed: ListedObject) -> str:
    told = _tr("{} (the current version)") if listed.is_latest else "{}"
    return told.format(listed.version_id)


def decoration(row: ObjectRow, column: Column) -> QIcon | None:
    """Return a cell's icon."""
    if column is Column.NAME:
        if row.is_folder:
            return icon("folder", "accent")
        return icon("trash", "muted") if row.is_marker else icon("file", "muted")
    if column is Column.ENCRYPTION and row.listed and not row.is_marker:
        sign = say.group_sign(row.group)
        return icon(sign.icon, sign.tone)
    return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("ObjectsModel", text)
