"""What is found in files and folders to upload, and which of it is uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, StrEnum

from s3enc_gui.dataclass import dataclass


class Links(Enum):
    """Which links below a start are followed; a start that is a link always is."""

    FILES = "files"
    ALL = "all"
    NONE = "none"


class LinkState(StrEnum):
    """Whether a link was followed, and why not."""

    FOLLOWED = "followed"
    NOT_FOLLOWED = "not-followed"
    LOOP = "loop"  # it leads back to a folder that contains it
    REPEATED = "repeated"  # it was followed under another name


class Kind(Enum):
    """What a path is. A folder is listed only if nothing below it is uploaded for it."""

    FILE = "file"
    SYSTEM_FILE = "system-file"
    EMPTY_FOLDER = "empty-folder"
    EMPTY_SYSTEM_FOLDER = "empty-system-folder"
    FOLDER_OF_SYSTEM_FILES = "folder-of-system-files"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file or an empty folder: its path, its name relative to the start, its size in bytes.

    Names are separated by `/`; that of a folder ends with it, as does its key. `linked`: found
    below a link to a folder. `cloud_only`: its content is not on this computer yet.
    """

    path: str
    relative: str
    size: int
    kind: Kind = Kind.FILE
    linked: bool = False
    cloud_only: bool = False


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link to a folder, or one that was left out.

    `target` as it is stored in the link, "" if it can't be read. `linked`: found below another.
    """

    path: str
    relative: str
    target: str
    state: LinkState = LinkState.NOT_FOLLOWED
    to_folder: bool = True
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user chose to upload besides plain files."""

    linked_folders: bool = False
    empty_folders: bool = False
    system_files: bool = True

    def take(self, found: FoundFile) -> bool:
        """Whether it is uploaded."""
        if found.linked and not self.linked_folders:
            return False
        match found.kind:
            case Kind.FILE:
                return True
            case Kind.SYSTEM_FILE:
                return self.system_files
            case Kind.EMPTY_SYSTEM_FOLDER:
                return self.empty_folders and self.system_files
            case _:
                return self.empty_folders and self.is_empty_folder(found)

    def is_empty_folder(self, found: FoundFile) -> bool:
        """Whether it is a folder that has nothing else to upload."""
        if found.kind is Kind.FOLDER_OF_SYSTEM_FILES:
            return not self.system_files
        return found.kind is Kind.EMPTY_FOLDER


def cloud_only_last(found: Sequence[FoundFile]) -> Sequence[FoundFile]:
    """Return files in their order, with those that must be downloaded first after all others."""
    if not any(one.cloud_only for one in found):
        return found
    return sorted(found, key=lambda one: one.cloud_only)
