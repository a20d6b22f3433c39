"""Safe local paths for keys: inside the target folder, and a different one for each object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.downloads.name_limit import USUAL_LIMIT, NameLimit
from s3enc_gui.domain.location import key_for, numbered_names
from s3enc_gui.domain.names.unicode_forms import folded

PART_SUFFIX = ".s3enc-part"
"""Suffix of incomplete files; no object gets a name with it."""

_FORBIDDEN = frozenset('<>:"|?*\\') | frozenset(map(chr, range(32)))
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}) | frozenset(
    f"{device}{number}" for device in ("COM", "LPT") for number in "0123456789¹²³"
)


@dataclass(frozen=True, slots=True)
class FileSystem:
    """The rules of a folder's file system.

    `windows`: those of Windows; `folds_case`: `A` and `a` are equal.
    """

    windows: bool = False
    folds_case: bool = False
    name_limit: NameLimit = USUAL_LIMIT


@dataclass(frozen=True, slots=True)
class SafePath:
    """The path of an object relative to the target folder, separated by `/`; "" is the folder.

    `differs`: the path isn't the relative key.
    """

    path: str
    is_folder: bool = False
    differs: bool = False


class SafePaths:
    """Assigns a path to each object; the same keys in the same order get the same paths.

    `known` has the paths that an earlier run assigned, each with its relative key, by key and
    version ID.
    """

    def __init__(
        self,
        system: FileSystem,
        known: Mapping[tuple[str, str | None], tuple[str, str]] | None = None,
    ) -> None:
        self._system = system
        self._known = known or {}
        self._files: set[str] = set()
        self._folders: dict[str, str] = {}  # folded path that was wanted: path that was assigned
        self._assigned: set[str] = set()  # folded paths of all folders
        for path, relative in self._known.values():
            self._files.add(self._folded(path))
            self._remember_folders(path.split("/")[:-1], relative.split("/")[:-1])

    def path_for(
        self, key: str, version_id: str | None, relative: str, *, has_content: bool = False
    ) -> SafePath:
        """Return the path of an object; `relative` is the part of its key to keep.

        An object whose key ends with `/` is a folder; with content, the file `_` in that folder.
        """
        if (known := self._known.get((key, version_id))) is not None:
            return SafePath(known[0], differs=known[0] != relative)
        *folders, name = relative.split("/")
        parent = ""
        for folder in folders:
            if folder:  # a file system has no folders without a name
                parent = self._folder(_below(parent, safe_name(folder, self._system)))
        if not name and not has_content:
            return SafePath(parent, is_folder=True, differs=key_for(parent, "") != relative)
        path = self._free(_below(parent, safe_name(name, self._system)))
        self._files.add(self._folded(path))
        return SafePath(path, differs=path != relative)

    def _folder(self, wanted: str) -> str:
        folded = self._folded(wanted)
        if folded not in self._folders:
            path = wanted if folded not in self._files else self._free(wanted)
            self._remember(wanted, path)
        return self._folders[folded]

    def _remember_folders(self, assigned: list[str], wanted: list[str]) -> None:
        """Remember the parent folders of a file, each with the one that was wanted."""
        names = [safe_name(name, self._system) for name in wanted if name]
        if len(names) != len(assigned):  # the earlier run kept another part of the key
            names = assigned
        parent = ""
        for name, part in zip(names, assigned, strict=True):
            path = _below(parent, part)
            self._remember(_below(parent, name), path)
            parent = path

    def _remember(self, wanted: str, path: str) -> None:
        self._folders[self._folded(wanted)] = path
        self._assigned.add(self._folded(path))

    def _free(self, wanted: str) -> str:
        paths = numbered(wanted, self._system.name_limit)
        return next(path for path in paths if not self._exists(path))

    def _exists(self, path: str) -> bool:
        folded = self._folded(path)
        return folded in self._files or folded in self._assigned

    def _folded(self, path: str) -> str:
        return folded(path) if self._system.folds_case else path


def safe_name(name: str, system: FileSystem) -> str:
    """Return a name that is valid and not special; characters that aren't valid become `_`.

    A name that is too long is shortened.
    """
    return system.name_limit.shortened(_valid_name(name, system))


def _valid_name(name: str, system: FileSystem) -> str:
    if name in ("", ".", ".."):
        return "_" * max(1, len(name))
    if name.endswith(PART_SUFFIX):
        name += "_"
    if not system.windows:
        return name.replace("\0", "_")
    name = "".join("_" if letter in _FORBIDDEN else letter for letter in name)
    kept = name.rstrip(". ")
    name = kept + "_" * (len(name) - len(kept))
    if name.partition(".")[0].rstrip().upper() in _DEVICES:
        return f"_{name}"
    return name


def numbered(path: str, limit: NameLimit) -> Iterator[str]:
    """Yield the path, then `name (1).ext`, `name (2).ext` and so on, endlessly.

    Numbered names are shortened to the limit of the disk.
    """
    yield path
    for one in numbered_names(path):
        folder, slash, name = one.rpartition("/")
        yield f"{folder}{slash}{limit.shortened(name)}"


def _below(parent: str, name: str) -> str:
    return f"{parent}/{name}" if parent else name
