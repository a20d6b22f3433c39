"""What the cells of a folder's table say."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages import status as say
from s3enc_gui.gui.messages.locale import moment_text, size_text
from s3enc_gui.gui.models.arranging import Column
from s3enc_gui.gui.models.object_row import ObjectRow, shown_name


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `encryption` is the name of its row's encryption, where that is the column."""

    row: ObjectRow
    column: Column
    place: Location
    encryption: str

    @property
    def text(self) -> str:
        """What is seen."""
        listed = self.row.listed
        if self.column is Column.NAME:
            return shown_name(self.row.name)
        if listed is None:
            return ""
        match self.column:
            case Column.SIZE:
                return "" if listed.is_delete_marker else size_text(listed.size)
            case Column.MODIFIED:
                return moment_text(listed.modified)
            case Column.ENCRYPTION:
                return self.encryption
            case Column.CLASS:
                return "" if listed.is_delete_marker else listed.storage_class
        return listed.version_id or ""

    @property
    def spoken(self) -> str:
        """What a screen reader says: what colours and signs tell besides."""
        if self.column is Column.NAME and self.row.is_folder:
            return _tr("Folder {}").format(self.text)
        return self.tip if self.column is Column.VERSION else self.text

    @property
    def tip(self) -> str:
        """What is said where the mouse stays."""
        row, listed = self.row, self.row.listed
        if self.column is Column.NAME:
            return self.place.uri
        if listed is not None and self.column is Column.VERSION:
            told = _tr("{} (the current version)") if listed.is_latest else "{}"
            return told.format(listed.version_id)
        if listed is not None and not row.is_marker:
            if self.column is Column.ENCRYPTION:
                return say.look_tip(self.encryption, row.looked, cached=row.cached)
            if self.column is Column.SIZE:
                return _tr("{:,} bytes").format(listed.size)
        return self.text


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


def as_text(tip: str) -> str:
    """Keep Qt from taking a name for markup."""
    return f'<p style="white-space: pre-wrap">{escape(tip)}</p>' if "<" in tip else tip


def _tr(text: str) -> str:
    return QCoreApplication.translate("ObjectsModel", text)
