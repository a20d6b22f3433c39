"""The icon of a state and its tone."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.gui.icons import Tone


@dataclass(frozen=True, slots=True)
class StateIcon:
    """An icon's name and its tone; always shown next to a text."""

    icon: str
    tone: Tone
