"""What an audit reads from: pages of a listing, and the status of each object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from s3enc_gui.domain.audits.audit import NamedKey
from s3enc_gui.domain.listing import ListedObject, ListingNotice, Position
from s3enc_gui.s3.objects.status_reader import StatusReading


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page of a bucket; `delete_markers` are not among the objects, and none is listed twice."""

    objects: tuple[ListedObject, ...]
    delete_markers: tuple[ListedObject, ...]
    next: Position
    last: bool
    notices: tuple[ListingNotice, ...] = ()


class AuditSource(Protocol):
    """What an audit looks at."""

    def pages(self, after: Position) -> Iterator[ListedPage]:
        """Yield the objects behind a position; blocks at each page. Raises AppError."""
        ...

    async def look(self, listed: ListedObject) -> StatusReading:
        """Return what S3 says of an object now; raises nothing."""
        ...

    async def answers(self) -> bool:
        """Return whether the bucket answers now; raises nothing."""
        ...

    def name(self, key: str) -> NamedKey:
        """Return what KMS tells of a key; blocks, raises nothing."""
        ...
