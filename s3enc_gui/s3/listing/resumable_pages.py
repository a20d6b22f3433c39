"""A listing that goes on where it was after an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import START, Page, Position
from s3enc_gui.s3.listing.order import SeenEntries

Read = Callable[[Position, SeenEntries], Iterator[Page]]
"""Lists from a position on: `object_pages` or `version_pages` with their last two arguments."""


class ResumablePages:
    """The pages of a listing, one by one.

    `read` is called for the first page, and again after an error: with what is needed then.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._after, self._seen = START, SeenEntries()
        self._pages: Iterator[Page] | None = None

    def next(self) -> Page | None:
        """Return the next page, None at the end; blocks. Raises AppError, and can be called again.

        The page after an error is the one that could not be listed.
        """
        if self._pages is None:
            self._pages = self._read(self._after, self._seen)
        try:
            page = next(self._pages, None)
        except AppError:
            self._pages = None
            raise
        if page is not None:
            self._after = page.next or self._after
        return page
