"""Checks the order of a listing, and removes repeated entries.

S3 lists keys in the order of their UTF-8 bytes (S3 API Reference, ListObjectsV2), the order of
Python's strings. As long as a listing is in order, one comparison per entry excludes repetitions.
In case it isn't, a hash of 8 bytes per entry is kept: it tells repetition from disorder
(docs/decisions/0015).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from operator import le, lt

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject, ListingNotice, Name, Position, entry_name
from s3enc_gui.i18n import Text, text


class SeenEntries:
    """The entries listed so far; an interrupted listing is resumed with the same instance.

    `load` returns the names listed by an earlier process. It is called once, and only if the
    server repeats entries or lists them out of order.
    """

    def __init__(self, load: Callable[[], Iterable[Name]] = tuple) -> None:
        self._load = load
        self._hashes = array("q")
        self._seen: set[int] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was listed yet."""
        return not (self._hashes or self._seen or any(True for _ in self._load()))

    def add(self, hashes: Iterable[int]) -> None:
        """Add the hashes of entries that are certainly new."""
        if self._seen is None:
            self._hashes.extend(hashes)
        else:
            self._seen.update(hashes)

    def is_new(self, name: Name) -> bool:
        """Add an entry; return whether it is new."""
        seen, hashed = self.as_set(), hash(name)
        if hashed in seen:
            return False
        seen.add(hashed)
        return True

    def as_set(self) -> set[int]:
        """Return the hashes of all entries; from then on they take about 70 bytes each."""
        if self._seen is None:
            self._seen = set(self._hashes)
            self._seen.update(map(hash, self._load()))
            self._hashes = array("q")
        return self._seen


class ListingOrder:
    """Checks a listing page by page, from the position `after` on.

    `unordered`: the listing has no order, but repeats nothing (directory buckets).
    """

    def __init__(self, seen: SeenEntries, after: Position, *, unordered: bool) -> None:
        self._seen = seen
        self._unchecked = unordered
        self._last = self._last_prefix = after.key
        self._versions: set[int] | None = None  # of the last key; None: not known
        self._reported: set[ListingNotice] = set()
        self._anew = after.restarted
        self.in_order = not unordered and not after.restarted and bool(after.key or not after.token)
        if after.key:
            seen.add((hash(after.key), hash((after.key,))))
        if not self.in_order:
            self._reported.add(ListingNotice.DISORDER)  # by an earlier run, or there is no order
        if after.restarted:
            self.restart()

    def position(self, following: Position) -> Position:
        """Return the complete position of the next page."""
        return replace(following, key=self._last if self.in_order else "", restarted=self._anew)

    def restart(self) -> None:
        """Expect the listing from the beginning; entries already listed are removed."""
        self._seen.as_set()
        self._last = self._last_prefix = ""
        self._unchecked, self.in_order, self._anew = False, False, True
        self._reported.update((ListingNotice.REPEATED, ListingNotice.DISORDER))

    def check(
        self, prefixes: list[str], objects: list[ListedObject], *, ordered: bool = True
    ) -> tuple[list[str], list[ListedObject], tuple[ListingNotice, ...]]:
        """Return the new entries of a page, and new notices about the listing.

        `ordered` false: the objects weren't in order and have been sorted. Raises AppError, code
        `ListingDisorder`, where entries may be missing.
        """
        if prefixes and prefixes[0] == self._last_prefix:  # some servers repeat the last prefix
            prefixes = prefixes[1:]
        if self._unchecked or not (prefixes or objects):
            self._last_prefix = prefixes[-1] if prefixes else self._last_prefix
            return prefixes, objects, ()
        notices: list[ListingNotice] = []
        keys, names = _keys_and_names(objects)
        hashes = list(map(hash, names))
        if not (self.in_order and ordered and self._follow(prefixes, keys, hashes)):
            prefixes, objects, notices = self._filter(prefixes, objects, names, ordered=ordered)
            keys, names = _keys_and_names(objects)
            hashes = list(map(hash, names))
        else:
            self._seen.add(hashes)
            self._seen.add([hash((prefix,)) for prefix in prefixes])
        self._advance(prefixes, keys, hashes)
        return prefixes, objects, tuple(notices)

    def _filter(
        self,
        prefixes: list[str],
        objects: list[ListedObject],
        names: Sequence[Name],
        *,
        ordered: bool,
    ) -> tuple[list[str], list[ListedObject], list[ListingNotice]]:
        """Remove entries already listed, by looking up each one."""
        count, is_new = len(prefixes) + len(objects), self._seen.is_new
        distinct = len(set(names))
        prefixes = [prefix for prefix in prefixes if is_new((prefix,))]
        objects = [one for one, name in zip(objects, names, strict=True) if is_new(name)]
        notices = []
        if len(prefixes) + len(objects) < count:
            notices.append(ListingNotice.REPEATED)
        keys, names = _keys_and_names(objects)
        self._versions = self._versions or set()  # all were looked up
        if self.in_order and not (ordered and self._follow(prefixes, keys, list(map(hash, names)))):
            self.in_order = False
            notices.append(ListingNotice.DISORDER)
        # A server that resumes after a key, but lists in another order, repeats entries after that
        # key and omits entries before it.
        if len(objects) < distinct and not self.in_order and not self._anew:
            raise incomplete(
                text("The server listed objects out of order, and some of them more than once."),
                "ListingDisorder",
            )
        notices = [one for one in notices if one not in self._reported]
        self._reported.update(notices)
        return prefixes, objects, notices

    def _follow(self, prefixes: list[str], keys: list[str], hashes: list[int]) -> bool:
        """Return whether all entries come after the last one, and in order."""
        if prefixes and not (prefixes[0] > self._last and is_sorted(prefixes, lt)):
            return False
        if not keys or (keys[0] > self._last and is_sorted(keys, lt)):
            return True
        # Versions of a key follow each other.
        if keys[0] < self._last or not is_sorted(keys, le) or len(set(hashes)) < len(hashes):
            return False
        again = sum(1 for _ in takewhile(self._last.__eq__, keys))
        return not again or (
            self._versions is not None and self._versions.isdisjoint(hashes[:again])
        )

    def _advance(self, prefixes: list[str], keys: list[str], hashes: list[int]) -> None:
        if prefixes:
            self._last_prefix = prefixes[-1]
        if keys:
            same = sum(1 for _ in takewhile(keys[-1].__eq__, reversed(keys)))
            before = self._versions if keys[-1] == self._last else None
            self._versions = {*(before or ()), *hashes[-same:]}
        self._last = max([self._last, *prefixes[-1:], *keys[-1:]])


def incomplete(reason: Text, code: str) -> AppError:
    """Return the error for a listing in which objects may be missing."""
    return AppError(
        text("The listing is incomplete"),
        reason,
        text("The problem is on the server. There may be more objects than it listed."),
        code,
    )


def _keys_and_names(objects: list[ListedObject]) -> tuple[list[str], Sequence[Name]]:
    keys = [one.key for one in objects]
    if objects and objects[0].version_id is not None:
        return keys, [entry_name(one.key, one.version_id) for one in objects]
    return keys, keys


def is_sorted(names: list[str], order: Callable[[str, str], bool]) -> bool:
    """Whether `order` is true of each name and the next one."""
    return all(map(order, names, islice(names, 1, None)))
