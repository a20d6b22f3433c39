"""One row of a folder: an object, a version of one, or a prefix shown as a folder."""

from __future__ import annotations

from s3enc_gui.domain.audits.audit import Group
from s3enc_gui.domain.encryption.status_kind import ObjectStatus
from s3enc_gui.domain.listing import ListedObject

RowName = str | tuple[str, str]
"""What tells rows of a folder apart: a prefix or key, with the version where those are shown."""

# Keys may hold anything: what would break the line, or show letters in another order, gets a sign.
_SIGNS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_SIGNS |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029), 0xFFFD)


def shown_name(name: str) -> str:
    """Return a name as it can stand in a line."""
    return name if name.isprintable() else name.translate(_SIGNS)


class ObjectRow:
    """What is known of one row; `listed` None: it is a folder.

    `at` is its place in the view, -1 where a filter hides it. `group` is the name of its encryption
    (None: not looked at yet), `cached` whether that is from an earlier look, `asked` whether S3 has
    been asked for it since it was listed. Many of them are held: hence the slots.
    """

    __slots__ = ("asked", "at", "cached", "group", "key", "listed", "looked", "name")

    def __init__(self, key: str, name: str, listed: ListedObject | None = None) -> None:
        self.key, self.name, self.listed = key, name, listed
        self.at = -1
        self.looked: ObjectStatus | None = None
        self.group: Group | None = None
        self.cached = self.asked = False

    @property
    def is_folder(self) -> bool:
        """Whether it stands for a prefix."""
        return self.listed is None

    @property
    def is_marker(self) -> bool:
        """Whether it is a delete marker: it has no size and no encryption."""
        return self.listed is not None and self.listed.is_delete_marker

    @property
    def id(self) -> RowName:
        """What tells it apart in its folder."""
        version = self.listed.version_id if self.listed else None
        return self.key if version is None else (self.key, version)

    def take_over(self, old: ObjectRow) -> None:
        """Keep what was seen of the same object before it was listed anew."""
        if self.listed is not None and self.listed == old.listed:
            self.looked, self.group, self.cached = old.looked, old.group, old.cached
