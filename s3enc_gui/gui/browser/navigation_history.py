"""Where the user has been."""

from __future__ import annotations

from collections.abc import Sequence

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.models.object_row import RowName

_LONGEST = 100


class NavigationHistory:
    """Places in the order they were visited, with one of them the present one.

    `chosen` are the names of the rows that were selected at the present one when it was left.
    """

    def __init__(self) -> None:
        self._places: list[Location] = []
        self._chosen: list[Sequence[RowName]] = []  # at each place
        self._at = -1

    @property
    def place(self) -> Location | None:
        """Where the user is."""
        return self._places[self._at] if self._at >= 0 else None

    @property
    def before(self) -> Location | None:
        """Where `back` would lead."""
        return self._places[self._at - 1] if self._at > 0 else None

    @property
    def after(self) -> Location | None:
        """Where `forward` would lead."""
        return self._places[self._at + 1] if self._at + 1 < len(self._places) else None

    @property
    def above(self) -> Location | None:
        """The folder that this one is in; None of a bucket."""
        return parent_of(self.place) if self.place else None

    @property
    def chosen(self) -> Sequence[RowName]:
        """What was selected here."""
        return self._chosen[self._at] if self._at >= 0 else ()

    def remember(self, chosen: Sequence[RowName]) -> None:
        """Note what is selected here: the place is about to be left."""
        if self._at >= 0:
            self._chosen[self._at] = chosen

    def visit(self, place: Location) -> None:
        """Go somewhere; what was ahead is forgotten."""
        if place != self.place:
            self._places = [*self._places[: self._at + 1], place][-_LONGEST:]
            self._chosen = [*self._chosen[: self._at + 1], ()][-_LONGEST:]
            self._at = len(self._places) - 1

    def back(self) -> Location | None:
        """Go to the place before."""
        self._at -= 1 if self.before else 0
        return self.place

    def forward(self) -> Location | None:
        """Go to where `back` came from."""
        self._at += 1 if self.after else 0
        return self.place

    def forget(self) -> None:
        """Begin anew: another connection has other buckets."""
        self._places, self._chosen, self._at = [], [], -1


def parent_of(place: Location) -> Location | None:
    """Return the folder above; None of a bucket."""
    if not place.key:
        return None
    above, slash, _ = place.key.removesuffix("/").rpartition("/")
    return Location(place.bucket, above + slash)
