"""The rows of a folder and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from s3enc_gui.domain.audits.audit import Group, NamedKey, group_of
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.listing import ListedObject, Page
from s3enc_gui.domain.location import last_name
from s3enc_gui.gui.browser.models.object_row import ObjectRow, RowName


@dataclass(slots=True)
class GroupTotal:
    """How many objects are encrypted alike, and their bytes together."""

    objects: int = 0
    bytes: int = 0


class FolderRows:
    """All rows under a prefix, in the order they were listed, with running totals.

    `totals` are by the objects' group, None for those not looked at yet. `changes` counts how often
    rows came or went. `fresh`: what was seen of objects before they were listed here is to be
    looked at again. `is_made`: there is an object that stands for the folder itself.
    """

    def __init__(self, prefix: str = "", *, fresh: bool = True) -> None:
        self._prefix = prefix
        self.fresh = fresh
        self.is_made = False
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
        """Return a row by what tells it apart."""
        return self._known.get(name)

    def now(self, rows: Iterable[ObjectRow]) -> list[ObjectRow]:
        """Return the rows that stand for the same things now; those that are gone are left out."""
        known, found = self._known, []
        for row in rows if known else ():
            listed = row.listed
            version = listed.version_id if listed else None
            now = known.get(row.key if version is None else (row.key, version))
            if now is not None:
                found.append(now)
        return found

    def add(self, page: Page, old: FolderRows | None = None) -> list[ObjectRow]:
        """Take a page of the listing; return the rows that are new.

        What `old` rows knew of the same objects is kept. An empty object named like the prefix
        itself is what makes an empty folder: it is no row.
        """
        start = len(self._prefix)
        self.is_made = self.is_made or any(one.key == self._prefix for one in page.objects)
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
                row.take_over(before)
                row.asked = row.looked is not None and before.asked and not self.fresh
            self._count(row, 1)
        return new

    def remove(self, rows: Iterable[ObjectRow]) -> None:
        """Forget rows."""
        self.changes += 1
        for row in rows:
            if self._known.pop(row.id, None) is row:
                self._count(row, -1)

    def see(
        self, statuses: Iterable[tuple[ListedObject, ObjectStatus]], *, cached: bool
    ) -> list[ObjectRow]:
        """Take what was learnt of objects; return their rows.

        An object that was listed anew since, and is another by now, has not been looked at.
        """
        rows: list[ObjectRow] = []
        for listed, looked in statuses:
            name = listed.key if listed.version_id is None else (listed.key, listed.version_id)
            row = self._known.get(name)
            if row is None or (row.listed is not listed and row.listed != listed):
                continue
            row.asked = True
            if cached and row.looked and not row.cached:
                continue  # known better already: an earlier look came later
            self._regroup(row, self._group(looked))
            row.looked, row.cached = looked, cached
            rows.append(row)
        return rows

    def learn(self, keys: Mapping[str, NamedKey]) -> list[ObjectRow]:
        """Take what KMS told of keys; return the rows that have them."""
        self.keys.update(keys)
        self._groups.clear()
        rows = [row for row in self if row.group and row.group.key in keys]
        named: dict[tuple[Group | None, StatusKind], Group] = {}  # few groups have many rows
        for row in rows:
            if row.looked is not None:
                mark = (row.group, row.looked.kind)
                if mark not in named:
                    named[mark] = group_of(row.looked, self.keys)
                self._regroup(row, named[mark])
        return rows

    def _group(self, looked: ObjectStatus) -> Group:
        """Return the group of a look; the same one for all that are alike."""
        name = (looked.kind, looked.status, looked.error)
        found = self._groups.get(name)
        if found is None:
            found = self._groups[name] = group_of(looked, self.keys)
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
            total.bytes += by * row.listed.size
            if not total.objects:
                del self.totals[row.group]
