"""A small AT-SPI client: finds and controls widgets by role and label."""

from __future__ import annotations

from tests.end_to_end.atspi.bus import Bus, BusError
from tests.end_to_end.atspi.tree import Seen, dump, walk
from tests.end_to_end.atspi.widget import Widget, applications

__all__ = ["Bus", "BusError", "Seen", "Widget", "applications", "dump", "walk"]
