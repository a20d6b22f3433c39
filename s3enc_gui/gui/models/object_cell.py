"""What the cells of a folder's table say."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages import status as say
from s3enc_gui.gui.messages.locale import moment_text, size_text
from s3enc_gui.gui.models.arranging import Column
from s3enc_gui.gui.models.object_row import ObjectRow, shown_name


def text_of(row: ObjectRow, column: Column, encryption: str) -> str:
    """Return what is seen; `encryption` is the name of the row's, where that is the column."""
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
            return encryption
        case Column.CLASS:
            return "" if listed.is_delete_marker else listed.storage_class
    return listed.version_id or ""


def spoken_of(row: ObjectRow, column: Column, encryption: str) -> str:
    """Return what a screen reader says: what colours and signs tell besides."""
    if column is Column.NAME and row.is_folder:
        return _tr("Folder {}").format(shown_name(row.name))
    if column is Column.VERSION and row.listed:
        return _version(row.listed)
    return text_of(row, column, encryption)


def tip_of(row: ObjectRow, column: Column, encryption: str, place: Location) -> str:
    """Return what is said where the mouse stays; nothing in it is markup."""
    told = text_of(row, column, encryption)
    listed = row.listed
    if column is Column.NAME:
        told = place.uri
    elif listed is not None and column is Column.VERSION:
        told = _version(listed)
    elif listed is not None and not row.is_marker:
        if column is Column.ENCRYPTION:
            told = say.look_tip(encryption, row.looked, cached=row.cached)
        elif column is Column.SIZE:
            told = _tr("{:,} bytes").format(listed.size)
    # Qt takes for markup what looks like it.
    return f'<p style="white-space: pre-wrap">{escape(told)}</p>' if "<" in told else told


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
