"""Row of a folder: an object, a version of one, or a prefix."""

from __future__ import annotations

from collections.abc import Sequence

from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_kind import ObjectStatus
from s3enc_gui.domain.listing import ListedObject

RowName = str | tuple[str, str]
"""Identifies a row in its folder: prefix or key; with a version ID if versions are shown."""

# Keys may contain anything: control characters and bidirectional overrides get visible symbols.
_SYMBOLS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_SYMBOLS |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029), 0xFFFD)


def shown_name(name: str) -> str:
    """Return a name that can be shown in one line."""
    return name if name.isprintable() else name.translate(_SYMBOLS)


class ObjectRow:
    """A row; `listed` is None for a folder.

    `position` is its row number in the view, -1 if a filter hides it. `status` is its encryption
    status (None: not read yet), `group` its encryption type; `cached`: the status comes from the
    status cache. `requested`: S3 has been asked for the status since the row was listed.
    """

    __slots__ = ("cached", "group", "key", "listed", "name", "position", "requested", "status")

    def __init__(self, key: str, name: str, listed: ListedObject | None = None) -> None:
        self.key, self.name, self.listed = key, name, listed
        self.position = -1
        self.status: ObjectStatus | None = None
        self.group: Group | None = None
        self.cached = self.requested = False

    @property
    def is_folder(self) -> bool:
        """Whether it is a prefix."""
        return self.listed is None

    @property
    def is_marker(self) -> bool:
        """Whether it is a delete marker, without size and encryption."""
        return self.listed is not None and self.listed.is_delete_marker

    @property
    def id(self) -> RowName:
        """Its identity in the folder."""
        version = self.listed.version_id if self.listed else None
        return self.key if version is None else (self.key, version)

    def copy_status(self, old: ObjectRow) -> None:
        """Take the status of a row that was listed before, if the object is unchanged."""
        if self.listed is not None and self.listed == old.listed:
            self.status, self.group, self.cached = old.status, old.group, old.cached


def can_restore(rows: Sequence[ObjectRow]) -> bool:
    """Whether rows are older versions and current delete markers, one of each object at most."""
    keys = {row.key for row in rows}
    return bool(rows) and len(keys) == len(rows) and all(map(_is_restorable, rows))


def _is_restorable(row: ObjectRow) -> bool:
    listed = row.listed
    return listed is not None and listed.is_delete_marker == listed.is_latest
