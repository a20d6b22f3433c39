"""Listings: objects, versions and prefixes, their pages, and the position to continue from."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import N_

NO_VERSION = "null"
"""The version ID of objects written while versioning was off (S3 User Guide, versioning)."""


def named_version(version_id: str | None) -> str | None:
    """Return the version ID; None if it doesn't identify a version (missing or `null`)."""
    return None if version_id == NO_VERSION else version_id


UNKNOWN_SIZE = -1
"""The size of an object whose server doesn't report it; never 0."""


@dataclass(frozen=True, slots=True)
class ListedObject:
    """An object or version from ListObjectsV2 or ListObjectVersions; size in bytes.

    `version_id` is None if versions weren't listed. A delete marker has no size and no ETag.
    """

    key: str
    size: int
    modified: datetime | None
    etag: str
    storage_class: str = "STANDARD"
    version_id: str | None = None
    is_latest: bool = True
    is_delete_marker: bool = False

    @property
    def known_size(self) -> int:
        """The size for totals: 0 if it isn't known."""
        return max(0, self.size)


Name = str | tuple[str, ...]
"""Identifies an entry of a listing: a key, a key and a version ID, or a prefix in a tuple."""


def entry_name(key: str, version_id: str | None) -> Name:
    """Return the name that identifies an object or version in a listing."""
    return key if version_id is None else (key, version_id)


class ListingNotice(Enum):
    """What is unusual about a server's listing; values are translated where they are shown."""

    REPEATED = N_("The server lists some objects more than once. Each is counted once.")
    DISORDER = N_("The server doesn't list the objects in order.")
    RESTARTED = N_(
        "The server can't resume the listing. S3enc reads it again from the beginning. "
        "Objects already listed aren't counted again."
    )


@dataclass(frozen=True, slots=True)
class Position:
    """Where to continue a listing; by default at the beginning.

    `key` and `version` are the last entry listed; "" if the listing isn't in key order, so that
    only the server's `token` is valid. `restarted`: the listing was restarted, so that entries may
    be repeated.
    """

    key: str = ""
    version: str = ""
    token: str = ""
    restarted: bool = False


START = Position()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a listing: prefixes (with a `/` at the end) and objects.

    Pages don't repeat entries. `next` is the position of the next page, None after the last one.
    `in_order`: all entries so far were in key order. `notices` are new ones only.
    """

    prefixes: tuple[str, ...]
    objects: tuple[ListedObject, ...]
    next: Position | None = field(default=None, compare=False)
    in_order: bool = field(default=True, compare=False)
    notices: tuple[ListingNotice, ...] = field(default=(), compare=False)
