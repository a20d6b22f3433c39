"""The colours of the kinds of encryption in charts, the same on paper and in the window."""

from __future__ import annotations

from collections.abc import Iterable

from s3enc_gui.domain.audit import Group
from s3enc_gui.domain.status_kind import StatusKind

# Seen on light and on dark alike; no two that stand side by side are told apart by hue alone.
_COLOURS = {
    StatusKind.SSE_S3: "#3d7fd6",
    StatusKind.SSE_KMS_AWS: "#17959d",
    StatusKind.DSSE_KMS: "#6b5bd2",
    StatusKind.SSE_C: "#a64fc0",
    StatusKind.CLIENT_SIDE: "#7c6f4e",
    StatusKind.NONE: "#d93a3a",
    StatusKind.OTHER: "#8f8f3a",
    StatusKind.DENIED: "#e08a1e",
    StatusKind.UNKNOWN: "#8a929b",
    StatusKind.GONE: "#b9c0c7",
}
_KEY_COLOURS = ("#2f9e4f", "#7fc45a", "#1c6e43", "#a7c63f", "#4fb58a", "#5d8a2b")


def group_colours(groups: Iterable[Group]) -> dict[Group, str]:
    """Give each kind its colour as `#rrggbb`, and each key of one's own another one."""
    colours, keys = {}, 0
    for group in groups:
        if group.kind in _COLOURS:
            colours[group] = _COLOURS[group.kind]
        else:
            colours[group] = _KEY_COLOURS[keys % len(_KEY_COLOURS)]
            keys += 1
    return colours
