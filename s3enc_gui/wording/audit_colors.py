"""Chart colors of the kinds of encryption, the same in reports and in the window."""

from __future__ import annotations

from collections.abc import Iterable

from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_kind import StatusKind

# Visible on light and dark backgrounds; neighbors differ in more than hue.
_COLORS = {
    StatusKind.SSE_S3: "#3d7fd6",
    StatusKind.SSE_KMS_AWS: "#17959d",
    StatusKind.DSSE_KMS: "#6b5bd2",
    StatusKind.SSE_C: "#a64fc0",
    StatusKind.CLIENT_SIDE: "#7c6f4e",
    StatusKind.NONE: "#d93a3a",
    StatusKind.NOT_REPORTED: "#566573",
    StatusKind.OTHER: "#8f8f3a",
    StatusKind.DENIED: "#e08a1e",
    StatusKind.UNKNOWN: "#8a929b",
    StatusKind.GONE: "#b9c0c7",
}
_KEY_COLORS = ("#2f9e4f", "#7fc45a", "#1c6e43", "#a7c63f", "#4fb58a", "#5d8a2b")


class GroupColors:
    """Assigns each group a color (`#rrggbb`) and keeps it.

    Each kind has a fixed color. Customer managed keys get further colors in order of appearance.
    """

    def __init__(self) -> None:
        self._keys: dict[Group, str] = {}

    def of(self, group: Group) -> str:
        """Return the color of a group."""
        if group.kind in _COLORS:
            return _COLORS[group.kind]
        return self._keys.setdefault(group, _KEY_COLORS[len(self._keys) % len(_KEY_COLORS)])


def group_colors(groups: Iterable[Group]) -> dict[Group, str]:
    """Return the color of each group as `#rrggbb`."""
    colors = GroupColors()
    return {group: colors.of(group) for group in groups}
