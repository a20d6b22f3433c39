"""Each entry of a listing once, whatever its pages repeat, and whether it comes in order.

S3 lists keys in the order of their UTF-8 bytes (API reference, ListObjectsV2), which is the order
of Python's strings. While a listing keeps to it, one comparison an entry tells that nothing comes
twice. For one that does not, 8 bytes an entry are kept from the beginning: at the first key that is
not behind the one before it, they tell a repetition from disorder (docs/decisions/0015).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from operator import le, lt

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject, ListingNotice, Name, Position, entry_name


class SeenEntries:
    """The entries that were given; an interrupted listing goes on with the same one.

    `load` returns the names of those that an earlier process got; it is called once, and only where
    the server repeats itself or keeps no order.
    """

    def __init__(self, load: Callable[[], Iterable[Name]] = tuple) -> None:
        self._load = load
        self._hashes = array("q")
        self._seen: set[int] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given yet."""
        return not (self._hashes or self._seen or any(True for _ in self._load()))

    def add(self, hashes: Iterable[int]) -> None:
        """Keep entries that are new for certain."""
        if self._seen is None:
            self._hashes.extend(hashes)
        else:
            self._seen.update(hashes)

    def is_new(self, name: Name) -> bool:
        """Return whether an entry was not given before; now it is."""
        seen, mark = self.search(), hash(name)
        if mark in seen:
            return False
        seen.add(mark)
        return True

    def search(self) -> set[int]:
        """Return all entries, which from now on take some 70 bytes each."""
        if self._seen is None:
            self._seen = set(self._hashes)
            self._seen.update(map(hash, self._load()))
            self._hashes = array("q")
        return self._seen


class ListingOrder:
    """Follows a listing page by page; `after` is where it goes on.

    `unordered`: no order is promised, and S3 is trusted to repeat nothing (directory buckets).
    """

    def __init__(self, given: SeenEntries, after: Position, *, unordered: bool) -> None:
        self._given = given
        self._trusts = unordered
        self._last = self._last_prefix = after.key
        self._versions: set[int] | None = None  # of the last key; None: not known
        self._told: set[ListingNotice] = set()
        self._anew = after.anew
        self.in_order = not unordered and not after.anew and bool(after.key or not after.token)
        if after.key:
            given.add((hash(after.key), hash((after.key,))))
        if not self.in_order:
            self._told.add(ListingNotice.DISORDER)  # by an earlier run, or nobody promised it
        if after.anew:
            self.restart()

    def position(self, following: Position) -> Position:
        """Return where the next page begins, in full."""
        return replace(following, key=self._last if self.in_order else "", anew=self._anew)

    def restart(self) -> None:
        """Expect everything once more: what was given is not given again."""
        self._given.search()
        self._last = self._last_prefix = ""
        self._trusts, self.in_order, self._anew = False, False, True
        self._told.update((ListingNotice.REPEATED, ListingNotice.DISORDER))  # that is our doing

    def take(
        self, prefixes: list[str], objects: list[ListedObject], *, ordered: bool = True
    ) -> tuple[list[str], list[ListedObject], tuple[ListingNotice, ...]]:
        """Return what is new of a page, and what is to be said of the listing.

        `ordered` false: the reader has sorted objects that did not come in order. Raises AppError,
        code `ListingDisorder`, where something may have been left out.
        """
        if prefixes and prefixes[0] == self._last_prefix:  # several servers begin where they ended
            prefixes = prefixes[1:]
        if self._trusts or not (prefixes or objects):
            self._last_prefix = prefixes[-1] if prefixes else self._last_prefix
            return prefixes, objects, ()
        notices: list[ListingNotice] = []
        keys, names = _keys_and_names(objects)
        marks = list(map(hash, names))
        if not (self.in_order and ordered and self._follow(prefixes, keys, marks)):
            prefixes, objects, notices = self._sift(prefixes, objects, names, ordered=ordered)
            keys, names = _keys_and_names(objects)
            marks = list(map(hash, names))
        else:
            self._given.add(marks)
            self._given.add([hash((prefix,)) for prefix in prefixes])
        self._move_on(prefixes, keys, marks)
        return prefixes, objects, tuple(notices)

    def _sift(
        self,
        prefixes: list[str],
        objects: list[ListedObject],
        names: Sequence[Name],
        *,
        ordered: bool,
    ) -> tuple[list[str], list[ListedObject], list[ListingNotice]]:
        """Look each entry up."""
        count, is_new = len(prefixes) + len(objects), self._given.is_new
        different = len(set(names))
        prefixes = [prefix for prefix in prefixes if is_new((prefix,))]
        objects = [one for one, name in zip(objects, names, strict=True) if is_new(name)]
        notices = []
        if len(prefixes) + len(objects) < count:
            notices.append(ListingNotice.REPEATED)
        keys, names = _keys_and_names(objects)
        self._versions = self._versions or set()  # all of them have just been looked up
        if self.in_order and not (ordered and self._follow(prefixes, keys, list(map(hash, names)))):
            self.in_order = False
            notices.append(ListingNotice.DISORDER)
        # A server that goes on behind a key, though it lists by something else, gives again what is
        # behind that key, and never what is before it.
        if len(objects) < different and not self.in_order and not self._anew:
            told = "lists objects out of order, and some of them more than once"
            raise incomplete(told, "ListingDisorder")
        notices = [one for one in notices if one not in self._told]
        self._told.update(notices)
        return prefixes, objects, notices

    def _follow(self, prefixes: list[str], keys: list[str], marks: list[int]) -> bool:
        """Return whether all entries are behind the last one, and each behind the one before it."""
        if prefixes and not (prefixes[0] > self._last and is_sorted(prefixes, lt)):
            return False
        if not keys or (keys[0] > self._last and is_sorted(keys, lt)):
            return True
        # Several versions of a key follow one another, each with an id of its own.
        if keys[0] < self._last or not is_sorted(keys, le) or len(set(marks)) < len(marks):
            return False
        again = sum(1 for _ in takewhile(self._last.__eq__, keys))
        return not again or (
            self._versions is not None and self._versions.isdisjoint(marks[:again])
        )

    def _move_on(self, prefixes: list[str], keys: list[str], marks: list[int]) -> None:
        if prefixes:
            self._last_prefix = prefixes[-1]
        if keys:
            same = sum(1 for _ in takewhile(keys[-1].__eq__, reversed(keys)))
            before = self._versions if keys[-1] == self._last else None
            self._versions = {*(before or ()), *marks[-same:]}
        self._last = max([self._last, *prefixes[-1:], *keys[-1:]])


def incomplete(what: str, code: str) -> AppError:
    """Return the words for a listing that lacks objects, since the server does what is said."""
    return AppError(
        "The listing is incomplete",
        f"The server {what}.",
        "This is a fault of the server. There may be more objects than it listed.",
        code,
    )


def _keys_and_names(objects: list[ListedObject]) -> tuple[list[str], Sequence[Name]]:
    keys = [one.key for one in objects]
    if objects and objects[0].version_id is not None:
        return keys, [entry_name(one.key, one.version_id) for one in objects]
    return keys, keys


def is_sorted(names: list[str], order: Callable[[str, str], bool]) -> bool:
    """Whether each name stands in that order to the next one."""
    return all(map(order, names, islice(names, 1, None)))
