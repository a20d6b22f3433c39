"""All rows of a folder with totals by encryption type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from s3enc_gui.domain.encryption.groups import Group, NamedKey, group_of
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.listing import ListedObject, Page
from s3enc_gui.domain.location import last_name
from s3enc_gui.domain.names.unicode_forms import other_forms
from s3enc_gui.gui.browser.models.object_row import ObjectRow, RowName


@dataclass(slots=True)
class GroupTotal:
    """Number of objects with the same encryption type, and their size in bytes."""

    objects: int = 0
    bytes: int = 0


class FolderRows:
    """All rows under a prefix, in listing order, with running totals.

    `totals` are by encryption type (None: status not read yet). `changes` counts additions and
    removals. `fresh`: statuses copied from earlier rows are to be read again. `exists`: an object
    represents the folder itself.
    """

    def __init__(self, prefix: str = "", *, fresh: bool = True) -> None:
        self._prefix = prefix
        self.fresh = fresh
        self.exists = False
        self._known: dict[RowName, ObjectRow] = {}
        self._groups: dict[tuple[object, ...], Group] = {}
        self.totals: dict[Group | None, GroupTotal] = {}
        self.keys: dict[str, NamedKey] = {}
        self.folders = self.changes = 0

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[ObjectRow]:
        return iter(self._known.values())

    def find(self, name: RowName) -> ObjectRow | None:
        """Return a row by its identity."""
        return self._known.get(name)

    def has_twin(self, row: ObjectRow) -> bool:
        """Whether another row's name looks the same, in another Unicode form."""
        start = row.key.removesuffix(row.name)
        return any(start + form in self._known for form in other_forms(row.name))

    def current(self, rows: Iterable[ObjectRow]) -> list[ObjectRow]:
        """Return the current rows of the same objects and folders, without removed ones."""
        known, found = self._known, []
        for row in rows if known else ():
            listed = row.listed
            version = listed.version_id if listed else None
            row_now = known.get(row.key if version is None else (row.key, version))
            if row_now is not None:
                found.append(row_now)
        return found

    def add(self, page: Page, old: FolderRows | None = None) -> list[ObjectRow]:
        """Add a page of the listing; return the new rows.

        Statuses of the same objects are copied from `old`. An empty object whose key is the prefix
        represents the folder and is no row.
        """
        start = len(self._prefix)
        self.exists = self.exists or any(one.key == self._prefix for one in page.objects)
        rows = [ObjectRow(prefix, prefix[start:]) for prefix in page.prefixes]
        rows += [
            ObjectRow(listed.key, listed.key[start:] or last_name(listed.key), listed)
            for listed in page.objects
            if listed.key != self._prefix or listed.size
        ]
        new = [row for row in rows if self._known.setdefault(row.id, row) is row]
        self.changes += 1
        for row in new:
            if old is not None and (before := old.find(row.id)):
                row.copy_status(before)
                row.requested = row.status is not None and before.requested and not self.fresh
            self._count(row, 1)
        return new

    def remove(self, rows: Iterable[ObjectRow]) -> None:
        """Remove rows."""
        self.changes += 1
        for row in rows:
            if self._known.pop(row.id, None) is row:
                self._count(row, -1)

    def set_statuses(
        self, statuses: Iterable[tuple[ListedObject, ObjectStatus]], *, cached: bool
    ) -> list[ObjectRow]:
        """Set the statuses of objects; return their rows.

        Ignores objects that have changed since: their status isn't known.
        """
        rows: list[ObjectRow] = []
        for listed, status in statuses:
            name = listed.key if listed.version_id is None else (listed.key, listed.version_id)
            row = self._known.get(name)
            if row is None or (row.listed is not listed and row.listed != listed):
                continue
            row.requested = True
            if cached and row.status and not row.cached:
                continue  # a cached status arrived after a current one
            self._regroup(row, self._group(status))
            row.status, row.cached = status, cached
            rows.append(row)
        return rows

    def set_keys(self, keys: Mapping[str, NamedKey]) -> list[ObjectRow]:
        """Set what KMS reports about keys; return the rows that use them."""
        self.keys.update(keys)
        self._groups.clear()
        rows = [row for row in self if row.group and row.group.key in keys]
        named: dict[tuple[Group | None, StatusKind], Group] = {}  # many rows share few groups
        for row in rows:
            if row.status is not None:
                old = (row.group, row.status.kind)
                if old not in named:
                    named[old] = group_of(row.status, self.keys)
                self._regroup(row, named[old])
        return rows

    def _group(self, status: ObjectStatus) -> Group:
        """Return the encryption type of a status; equal ones share one instance."""
        name = (status.kind, status.status, status.error)
        found = self._groups.get(name)
        if found is None:
            found = self._groups[name] = group_of(status, self.keys)
        return found

    def _regroup(self, row: ObjectRow, group: Group) -> None:
        if row.group != group:
            self._count(row, -1)
            row.group = group
            self._count(row, 1)

    def _count(self, row: ObjectRow, by: int) -> None:
        if row.listed is None:
            self.folders += by
        elif not row.listed.is_delete_marker:
            total = self.totals.get(row.group)
            if total is None:
                total = self.totals[row.group] = GroupTotal()
            total.objects += by
            total.bytes += by * row.listed.known_size
            if not total.objects:
                del self.totals[row.group]
