"""The interface of an audit's source: pages of a listing, and the status of each object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.groups import NamedKey
from s3enc_gui.domain.listing import ListedObject, ListingNotice, Position
from s3enc_gui.s3.objects.status_reader import StatusReading


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page of a listing, without duplicates; `delete_markers` aren't in `objects`."""

    objects: tuple[ListedObject, ...]
    delete_markers: tuple[ListedObject, ...]
    next: Position
    last: bool
    notices: tuple[ListingNotice, ...] = ()


class AuditSource(Protocol):
    """What an audit reads from."""

    def pages(self, after: Position) -> Iterator[ListedPage]:
        """Yield the pages after a position; blocks. Raises AppError."""
        ...

    async def read(self, listed: ListedObject) -> StatusReading:
        """Return an object's status; errors are in it."""
        ...

    async def responds(self) -> bool:
        """Return whether the bucket responds; doesn't raise."""
        ...

    def name(self, key: str) -> NamedKey:
        """Return a key's ARN and aliases; blocks, doesn't raise."""
        ...
