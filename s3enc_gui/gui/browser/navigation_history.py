"""History of visited locations, for Back and Forward."""

from __future__ import annotations

from collections.abc import Sequence

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.models.object_row import RowName

_MAX_LENGTH = 100


class NavigationHistory:
    """Locations in the order they were visited, one of which is the current one.

    `selected` are the names of the rows that were selected there when the user left it.
    """

    def __init__(self) -> None:
        self._locations: list[Location] = []
        self._selected: list[Sequence[RowName]] = []  # at each location
        self._at = -1

    @property
    def location(self) -> Location | None:
        """The current location."""
        return self._locations[self._at] if self._at >= 0 else None

    @property
    def previous(self) -> Location | None:
        """The target of `back`."""
        return self._locations[self._at - 1] if self._at > 0 else None

    @property
    def next(self) -> Location | None:
        """The target of `forward`."""
        return self._locations[self._at + 1] if self._at + 1 < len(self._locations) else None

    @property
    def parent(self) -> Location | None:
        """The parent folder; None for a bucket."""
        return parent_of(self.location) if self.location else None

    @property
    def selected(self) -> Sequence[RowName]:
        """The rows that were selected at the current location."""
        return self._selected[self._at] if self._at >= 0 else ()

    def remember(self, selected: Sequence[RowName]) -> None:
        """Save the selection at the current location, before leaving it."""
        if self._at >= 0:
            self._selected[self._at] = selected

    def visit(self, location: Location) -> None:
        """Go to a location; discard the forward history."""
        if location != self.location:
            self._locations = [*self._locations[: self._at + 1], location][-_MAX_LENGTH:]
            self._selected = [*self._selected[: self._at + 1], ()][-_MAX_LENGTH:]
            self._at = len(self._locations) - 1

    def back(self) -> Location | None:
        """Go back and return the location."""
        self._at -= 1 if self.previous else 0
        return self.location

    def forward(self) -> Location | None:
        """Go forward and return the location."""
        self._at += 1 if self.next else 0
        return self.location

    def clear(self) -> None:
        """Discard the history, for another connection."""
        self._locations, self._selected, self._at = [], [], -1


def parent_of(location: Location) -> Location | None:
    """Return the parent folder; None for a bucket."""
    if not location.key:
        return None
    parent, slash, _ = location.key.removesuffix("/").rpartition("/")
    return Location(location.bucket, parent + slash)
