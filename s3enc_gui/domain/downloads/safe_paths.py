"""Keys as files of this machine: no key leads out of the folder, and no two to the same file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from s3enc_gui.domain.location import key_for

PART_END = ".s3enc-part"
"""How the names of files end that are not complete yet; no object gets such a name."""

_FORBIDDEN = frozenset('<>:"|?*\\') | frozenset(map(chr, range(32)))
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}) | frozenset(
    f"{device}{number}" for device in ("COM", "LPT") for number in "0123456789¹²³"
)


@dataclass(frozen=True, slots=True)
class FileSystem:
    """What a folder's file system does not take, and whether `A` and `a` are one name to it."""

    windows: bool = False
    folds_case: bool = False


@dataclass(frozen=True, slots=True)
class SafePath:
    """Where an object goes: a path below the folder with `/` in between; "" is the folder itself.

    `differs`: it is not what the key says.
    """

    place: str
    is_folder: bool = False
    differs: bool = False


class SafePaths:
    """Finds a place for each key; the same keys in the same order get the same places.

    `known` are places that an earlier run gave, by key and version, each with the `relative` it was
    asked for.
    """

    def __init__(
        self,
        system: FileSystem,
        known: Mapping[tuple[str, str | None], tuple[str, str]] | None = None,
    ) -> None:
        self._system = system
        self._known = known or {}
        self._files: set[str] = set()
        self._folders: dict[str, str] = {}  # as asked for, folded: the place it got
        self._made: set[str] = set()  # the places of all folders, folded
        for place, relative in self._known.values():
            self._files.add(self._folded(place))
            self._remember_folders(place.split("/")[:-1], relative.split("/")[:-1])

    def place(self, key: str, version_id: str | None, relative: str) -> SafePath:
        """Return the place of an object; `relative` is what of its key is to be kept."""
        if (known := self._known.get((key, version_id))) is not None:
            return SafePath(known[0], differs=known[0] != relative)
        *folders, name = relative.split("/")
        parent = ""
        for folder in folders:
            if folder:  # there are no folders without a name
                parent = self._folder(_below(parent, safe_name(folder, self._system)))
        if not name:
            return SafePath(parent, is_folder=True, differs=key_for(parent, "") != relative)
        place = self._free(_below(parent, safe_name(name, self._system)))
        self._files.add(self._folded(place))
        return SafePath(place, differs=place != relative)

    def _folder(self, wanted: str) -> str:
        folded = self._folded(wanted)
        if folded not in self._folders:
            place = wanted if folded not in self._files else self._free(wanted)
            self._remember(wanted, place)
        return self._folders[folded]

    def _remember_folders(self, given: list[str], asked: list[str]) -> None:
        """Note the folders on the way to a file, each with what was asked for there."""
        names = [safe_name(name, self._system) for name in asked if name]
        if len(names) != len(given):  # it was asked for otherwise then
            names = given
        parent = ""
        for name, part in zip(names, given, strict=True):
            place = _below(parent, part)
            self._remember(_below(parent, name), place)
            parent = place

    def _remember(self, wanted: str, place: str) -> None:
        self._folders[self._folded(wanted)] = place
        self._made.add(self._folded(place))

    def _free(self, wanted: str) -> str:
        return next(place for place in numbered(wanted) if not self._is_taken(place))

    def _is_taken(self, place: str) -> bool:
        folded = self._folded(place)
        return folded in self._files or folded in self._made

    def _folded(self, place: str) -> str:
        if not self._system.folds_case:
            return place
        return normalize("NFC", normalize("NFC", place).casefold())


def safe_name(name: str, system: FileSystem) -> str:
    """Return a name that stands for itself and nothing else; what cannot be becomes `_`."""
    if name in (".", ".."):
        return "_" * len(name)
    if name.endswith(PART_END):
        name += "_"
    if not system.windows:
        return name.replace("\0", "_")
    name = "".join("_" if letter in _FORBIDDEN else letter for letter in name)
    kept = name.rstrip(". ")
    name = kept + "_" * (len(name) - len(kept))
    if name.partition(".")[0].rstrip().upper() in _DEVICES:
        return f"_{name}"
    return name


def numbered(place: str) -> Iterator[str]:
    """Yield the path as it is, then `name (1).ext`, `name (2).ext` … without an end."""
    yield place
    folder, slash, name = place.rpartition("/")
    stem, dot, extension = name.rpartition(".") if "." in name[1:] else (name, "", "")
    number = 0
    while True:
        number += 1
        yield f"{folder}{slash}{stem} ({number}){dot}{extension}"


def _below(parent: str, name: str) -> str:
    return f"{parent}/{name}" if parent else name
