"""Looking into a bucket: its objects page by page, and how each is encrypted."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.listing import ListedObject, Page
from s3enc_gui.domain.status_kind import LookedAt


@dataclass(frozen=True, slots=True)
class PageCame:
    """The next page of the listing."""

    page: Page


@dataclass(frozen=True, slots=True)
class StatusesCame:
    """What was learnt of some objects, each with what was listed of it.

    `cached`: from an earlier look, whose time stands in LookedAt.
    """

    statuses: tuple[tuple[ListedObject, LookedAt], ...]
    cached: bool = False
