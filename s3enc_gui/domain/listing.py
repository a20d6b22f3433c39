"""What is in a bucket: objects, their versions, and prefixes that are shown as folders."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

NO_VERSION = "null"
"""The version id of what was written while versioning was off (userguide, Versioning)."""


def named_version(version_id: str | None) -> str | None:
    """Return a version id that tells an object from all others of its key; None where none does."""
    return None if version_id == NO_VERSION else version_id


@dataclass(frozen=True, slots=True)
class ListedObject:
    """An object or a version of one, as ListObjectsV2 and ListObjectVersions tell; size in bytes.

    `version_id` is None where versions were not asked for. A delete marker has no size and no ETag.
    """

    key: str
    size: int
    modified: datetime | None
    etag: str
    storage_class: str = "STANDARD"
    version_id: str | None = None
    is_latest: bool = True
    is_delete_marker: bool = False


Name = str | tuple[str, ...]
"""What tells an entry of a listing apart: a key, a key and a version id, or a prefix in a tuple."""


def entry_name(key: str, version_id: str | None) -> Name:
    """Return what tells an object, or a version of one, apart from all others that are listed."""
    return key if version_id is None else (key, version_id)


class ListingNotice(Enum):
    """What is unusual about a server's listing; the value is a sentence for the user."""

    REPEATED = "The server lists some objects more than once. Each is counted once."
    DISORDER = "The server does not list the objects in order."
    ANEW = (
        "The server cannot resume the listing: it is read again from the beginning."
        " Objects that are known already are not counted again."
    )


@dataclass(frozen=True, slots=True)
class Position:
    """Where a listing is to go on; at first before everything.

    `key` (and `version`) is what was listed last: "" where the listing is not in the order of keys,
    and nothing but the server's `token` tells where it goes on. `anew`: it began anew, so that what
    comes may have been given before.
    """

    key: str = ""
    version: str = ""
    token: str = ""
    anew: bool = False


START = Position()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a listing: prefixes (each with its `/` at the end) and objects, by their names.

    No page repeats what an earlier one had. `next` is where the next page begins (None: this is the
    last one). `in_order`: up to here all came in the order of keys. `notices` are those that were
    not given with an earlier page.
    """

    prefixes: tuple[str, ...]
    objects: tuple[ListedObject, ...]
    next: Position | None = field(default=None, compare=False)
    in_order: bool = field(default=True, compare=False)
    notices: tuple[ListingNotice, ...] = field(default=(), compare=False)
