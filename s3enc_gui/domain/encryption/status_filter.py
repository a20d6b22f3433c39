"""Which objects are shown, by how they are encrypted."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.audits.audit import Group


@dataclass(frozen=True, slots=True)
class StatusFilter:
    """Only these groups, or with `excluded` all but these; no groups: everything.

    The group None has the objects nobody has looked at yet.
    """

    groups: frozenset[Group | None] = frozenset()
    excluded: bool = False

    def accepts(self, group: Group | None) -> bool:
        """Whether objects of a group are shown."""
        return not self.groups or (group in self.groups) is not self.excluded

    def toggled(self, group: Group | None) -> StatusFilter:
        """Return it with a group chosen, or no longer so; what was excluded is then all shown."""
        if self.excluded and group not in self.groups:
            return StatusFilter(frozenset({group}))
        return self._changed(group)

    def excluding(self, group: Group | None) -> StatusFilter:
        """Return it with a group excluded, or no longer so; what was chosen is then forgotten."""
        if not self.excluded:
            return StatusFilter(frozenset({group}), excluded=True)
        return self._changed(group)

    def inverted(self) -> StatusFilter:
        """Return all but what was shown; everything stays everything."""
        return StatusFilter(self.groups, bool(self.groups) and not self.excluded)

    def _changed(self, group: Group | None) -> StatusFilter:
        groups = self.groups ^ {group}
        return StatusFilter(groups, self.excluded and bool(groups))


EVERYTHING = StatusFilter()
"""No filter."""
