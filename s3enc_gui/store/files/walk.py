"""Finds the files of a folder tree, its empty folders, and its links."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.found import FoundFile, FoundLink, Kind, Links, LinkState
from s3enc_gui.domain.uploads.system_files import is_system_file, is_system_folder
from s3enc_gui.store.files.placeholders import is_cloud_only
from s3enc_gui.store.os_errors import broken_link, not_a_file, read_error

_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT (winnt.h)


def walk(path: str, links: Links = Links.FILES) -> Iterator[FoundFile | FoundLink | AppError]:
    """Yield a file, or what is below a folder, sorted; relative names begin with the folder's.

    What can't be read is yielded as AppError. A link is followed at most once, and never to a
    folder that contains it: the number of files stays finite.
    """
    start = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
    followed = _FollowedLinks(start) if links is Links.ALL else None
    # Not recursive: folders may be nested deeper than calls can be.
    pending = [_Entry(start, Path(start).name, is_start=True)]
    while pending:
        here = pending.pop()
        try:
            status = os.lstat(here.path)
            if _is_link(status):
                link = None if here.is_start else _link(here, links, followed)
                if link:
                    yield link
                    if link.state is not LinkState.FOLLOWED:
                        continue
                    here.linked = True
                status = Path(here.path).stat()
            if S_ISDIR(status.st_mode):
                children = _children(here, status)
                if empty := _empty_folder(here, children):
                    yield empty
                pending += reversed(children)
            elif S_ISREG(status.st_mode):
                yield _file(here, status)
            else:
                yield not_a_file(here.path)
        except OSError as error:
            yield _unreadable(error, here)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder on the way from the start: its number, and the folder that contains it."""

    number: object
    parent: _Folder | None

    def contains(self, number: object) -> bool:
        """Whether this folder or one above it has the number."""
        folder: _Folder | None = self
        while folder and folder.number != number:
            folder = folder.parent
        return folder is not None


@dataclass(slots=True)
class _Entry:
    """A path to be visited; `entry` is its entry in the folder that contains it."""

    path: str
    relative: str
    is_start: bool = False
    entry: os.DirEntry[str] | None = None
    parent: _Folder | None = None
    in_system_folder: bool = False
    linked: bool = False

    @property
    def name(self) -> str:
        """The last name."""
        return self.relative.rpartition("/")[2]


class _FollowedLinks:
    """Decides whether a link to a folder is followed."""

    def __init__(self, start: str) -> None:
        above = Path(_real(start)).parents
        self._above = {_number(str(folder), folder.stat()) for folder in above}
        self._followed: set[str] = set()

    def follow(self, here: _Entry, target: os.stat_result) -> LinkState:
        """Return whether the link is followed now.

        The place of the link itself is compared by its real path: some network drives give a file
        another number each time.
        """
        number = _number(here.path, target)
        if number in self._above or (here.parent and here.parent.contains(number)):
            return LinkState.LOOP
        folder, name = os.path.split(here.path)
        place = f"{_real(folder)}{os.sep}{name}"
        if place in self._followed:
            return LinkState.REPEATED
        self._followed.add(place)
        return LinkState.FOLLOWED


def _link(here: _Entry, links: Links, followed: _FollowedLinks | None) -> FoundLink | None:
    """Return a link to a folder, or one that isn't followed; raises OSError if it leads nowhere."""
    to_folder, state = True, LinkState.NOT_FOLLOWED
    if links is Links.NONE:
        to_folder = Path(here.path).is_dir()
    else:
        target = Path(here.path).stat()
        if not S_ISDIR(target.st_mode):
            return None
        if followed:
            state = followed.follow(here, target)
    return FoundLink(here.path, here.relative, _target(here.path), state, to_folder, here.linked)


def _children(here: _Entry, status: os.stat_result) -> list[_Entry]:
    """Return the entries of a folder, sorted."""
    folder = _Folder(_number(here.path, status), here.parent)
    in_system_folder = here.in_system_folder or is_system_folder(here.name)
    start = f"{here.relative}/" if here.relative else ""  # the root of a drive has no name
    with os.scandir(here.path) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    return [
        _Entry(
            entry.path,
            start + entry.name,
            entry=entry,
            parent=folder,
            in_system_folder=in_system_folder,
            linked=here.linked,
        )
        for entry in found
    ]


def _empty_folder(here: _Entry, children: list[_Entry]) -> FoundFile | None:
    """Return a folder that has no files but a system's."""
    if here.in_system_folder or is_system_folder(here.name):
        kind = Kind.EMPTY_SYSTEM_FOLDER
    else:
        kind = Kind.FOLDER_OF_SYSTEM_FILES if children else Kind.EMPTY_FOLDER
    has_files = not all(_is_system(child) for child in children)
    if has_files or not here.relative or (children and kind is Kind.EMPTY_SYSTEM_FOLDER):
        return None
    return FoundFile(here.path, f"{here.relative}/", 0, kind, here.linked)


def _is_system(child: _Entry) -> bool:
    is_folder = child.entry is not None and child.entry.is_dir(follow_symlinks=False)
    return is_system_folder(child.name) if is_folder else is_system_file(child.name)


def _file(here: _Entry, status: os.stat_result) -> FoundFile:
    system = here.in_system_folder or is_system_file(here.name)
    kind = Kind.SYSTEM_FILE if system else Kind.FILE
    return FoundFile(
        here.path,
        here.relative,
        status.st_size,
        kind,
        here.linked,
        is_cloud_only(status, here.entry),
    )


def _is_link(status: os.stat_result) -> bool:
    """Whether it is a symbolic link or, on Windows, a junction: to a folder, or to a drive."""
    return S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _target(path: str) -> str:
    try:
        return os.readlink(path)  # noqa: PTH115 - kept as it is stored
    except OSError:
        return ""


def _number(path: str, status: os.stat_result) -> object:
    """Return what identifies a folder: device and inode; its real path on drives without."""
    return (status.st_dev, status.st_ino) if status.st_ino else _real(path)


def _real(path: str) -> str:
    return os.path.realpath(path)


def _unreadable(error: OSError, here: _Entry) -> AppError:
    if error.errno == errno.ENOENT and (target := _target(here.path)):
        return broken_link(error, here.path, target)
    return read_error(error, here.path)
