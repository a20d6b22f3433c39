"""StatusFilter: which objects are shown, by their encryption."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.groups import Group


@dataclass(frozen=True, slots=True)
class StatusFilter:
    """Only these groups, or with `excluded` all but these; without groups, everything.

    The group None has the objects that haven't been checked yet.
    """

    groups: frozenset[Group | None] = frozenset()
    excluded: bool = False

    def accepts(self, group: Group | None) -> bool:
        """Whether objects of a group are shown."""
        return not self.groups or (group in self.groups) is not self.excluded

    def toggled(self, group: Group | None) -> StatusFilter:
        """Return the filter with a group selected or deselected; ends an exclusion of others."""
        if self.excluded and group not in self.groups:
            return StatusFilter(frozenset({group}))
        return self._changed(group)

    def excluding(self, group: Group | None) -> StatusFilter:
        """Return the filter with a group excluded or included; ends a selection of others."""
        if not self.excluded:
            return StatusFilter(frozenset({group}), excluded=True)
        return self._changed(group)

    def inverted(self) -> StatusFilter:
        """Return the opposite filter; EVERYTHING stays the same."""
        return StatusFilter(self.groups, bool(self.groups) and not self.excluded)

    def _changed(self, group: Group | None) -> StatusFilter:
        groups = self.groups ^ {group}
        return StatusFilter(groups, self.excluded and bool(groups))


EVERYTHING = StatusFilter()
"""No filter."""
