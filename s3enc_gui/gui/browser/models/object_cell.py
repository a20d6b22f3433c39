"""Content of the cells of a folder's table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon

from s3enc_gui.domain.encryption.groups import Keys
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.names.unicode_forms import TWIN
from s3enc_gui.gui import colors
from s3enc_gui.gui.browser.models.folder_rows import FolderRows
from s3enc_gui.gui.browser.models.object_row import ObjectRow, shown_name
from s3enc_gui.gui.browser.models.row_sorting import Column
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages import status as status_texts
from s3enc_gui.gui.messages.locale import short_time, size_text
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.rows_model import RIGHT
from s3enc_gui.i18n import _, ngettext

_Role = Qt.ItemDataRole
_UNDER = "    ↳ "  # before the name of an older version, which is listed below the current one


def cell_data(row: ObjectRow, column: Column, role: int, rows: FolderRows, bucket: str) -> Any:  # noqa: ANN401
    """Return a cell's data for a role; `rows` are all of the folder."""
    keys = rows.keys
    match role:
        case _Role.DisplayRole:
            return text_of(row, column, keys)
        case _Role.DecorationRole:
            return decoration(row, column, keys)
        case _Role.TextAlignmentRole:
            return RIGHT if column is Column.SIZE else None
        case _Role.ForegroundRole:
            return QColor(colors.current().muted) if _is_muted(row, column) else None
        case _Role.ToolTipRole:
            return tip_of(row, column, rows, Location(bucket, row.key))
        case _Role.AccessibleTextRole:
            return accessible_text_of(row, column, rows)
        case roles.OBJECT:
            return row
    return None


def encryption_of(row: ObjectRow, keys: Keys) -> str:
    """Return a row's encryption."""
    if row.is_folder:
        return ""
    return status_texts.marker_text() if row.is_marker else status_texts.group_text(row.group, keys)


def text_of(row: ObjectRow, column: Column, keys: Keys) -> str:
    """Return the text of a cell; with the age of a cached status."""
    listed = row.listed
    if column is Column.NAME:
        name = shown_name(row.name)
        return name if listed is None or listed.is_latest else f"{_UNDER}{name}"
    if listed is None:
        return ""
    match column:
        case Column.SIZE:
            return "" if listed.is_delete_marker else size_text(listed.size)
        case Column.MODIFIED:
            return short_time(listed.modified)
        case Column.ENCRYPTION:
            age = status_texts.age_text(row.status) if row.cached and row.status else ""
            encryption = encryption_of(row, keys)
            return f"{encryption} · {age}" if age else encryption
        case Column.CLASS:
            return "" if listed.is_delete_marker else listed.storage_class
    if listed.version_id and listed.is_latest:
        return _("current: {version}").format(version=listed.version_id)
    return listed.version_id or ""


def accessible_text_of(row: ObjectRow, column: Column, rows: FolderRows) -> str:
    """Return the text for screen readers; includes what icons, colors and tool tips show."""
    if column is Column.VERSION and row.listed:
        return _version(row.listed)
    text = text_of(row, column, rows.keys).removeprefix(_UNDER)
    if column is not Column.NAME:
        return text
    if row.is_folder:
        text = _("Folder {name}").format(name=text)
    if row.listed and not row.listed.is_latest:
        text = _("Older version of {name}").format(name=text)
    return f"{text}. {TWIN}" if rows.has_twin(row) else text


def tip_of(row: ObjectRow, column: Column, rows: FolderRows, location: Location) -> str:
    """Return a cell's tool tip."""
    keys = rows.keys
    tip = text_of(row, column, keys)
    listed = row.listed
    if column is Column.NAME:
        tip = f"{location.uri}\n{TWIN}" if rows.has_twin(row) else location.uri
    elif listed is not None and column is Column.VERSION:
        tip = _version(listed)
    elif listed is not None and not row.is_marker:
        if column is Column.ENCRYPTION:
            tip = status_texts.status_tip(encryption_of(row, keys), row.status, cached=row.cached)
        elif column is Column.SIZE:
            tip = _exact_size(listed.size)
    return plain_tip(tip)


def _exact_size(size: int) -> str:
    if size < 0:
        return size_text(size)
    return ngettext("{count:,} byte", "{count:,} bytes", size).format(count=size)


def _is_muted(row: ObjectRow, column: Column) -> bool:
    """Whether to mute a cell: older versions, cached and unknown statuses."""
    if row.listed is None:
        return False
    return not row.listed.is_latest or (
        column is Column.ENCRYPTION and (row.status is None or row.cached)
    )


def _version(listed: ListedObject) -> str:
    version = listed.version_id or ""
    return _("{version} (current version)").format(version=version) if listed.is_latest else version


def decoration(row: ObjectRow, column: Column, keys: Keys) -> QIcon | None:
    """Return a cell's icon."""
    if column is Column.NAME:
        if row.is_folder:
            return icon("folder", "accent")
        return icon("trash", "muted") if row.is_marker else icon("file", "muted")
    if column is Column.ENCRYPTION and row.listed and not row.is_marker:
        sign = status_texts.group_sign(row.group, keys)
        return icon(sign.icon, sign.tone)
    return None
