"""What is in a bucket: objects, their versions, and prefixes that are shown as folders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a listing: prefixes (each with its `/` at the end) and objects, by their names."""

    prefixes: tuple[str, ...]
    objects: tuple[ListedObject, ...]
