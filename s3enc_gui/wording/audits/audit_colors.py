"""Chart colors of the kinds of encryption, the same in reports and in the window."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.keys.key_names import key_id_of

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
_KEY_COLORS = (
    "#2f9e4f", "#a7c63f", "#1c6e43", "#7fc45a", "#5d8a2b", "#4fb58a", "#9bb07a", "#3c7d7a",
)  # fmt: skip


class GroupColors:
    """Assigns each group a color (`#rrggbb`) and keeps it.

    Each kind has a fixed color. The color of a customer managed key follows from the key, so that
    it is the same in every window and report; where another key has it already, the key gets the
    next free color.
    """

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def of(self, group: Group) -> str:
        """Return the color of a group."""
        if group.kind in _COLORS:
            return _COLORS[group.kind]
        key = key_id_of(group.key or "")
        if key not in self._keys:
            self._keys[key] = self._free_color(key)
        return self._keys[key]

    def _free_color(self, key: str) -> str:
        first = crc32(key.encode()) % len(_KEY_COLORS)
        colors = (*_KEY_COLORS[first:], *_KEY_COLORS[:first])
        taken = set(self._keys.values())
        return next((one for one in colors if one not in taken), colors[0])


COLORS = GroupColors()
"""The colors of this process: of all its windows, and of the reports that it writes."""


def group_colors(groups: Iterable[Group]) -> dict[Group, str]:
    """Return the color of each group as `#rrggbb`."""
    return {group: COLORS.of(group) for group in groups}
