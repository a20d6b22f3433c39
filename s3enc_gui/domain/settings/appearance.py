"""Light or dark."""

from __future__ import annotations

from enum import Enum


class Appearance(Enum):
    """The values are stored."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
