"""How a state looks: an icon and its tone."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.gui.icons import Tone


@dataclass(frozen=True, slots=True)
class StateIcon:
    """How a result looks: an icon's name and its tone; the word is always beside it."""

    icon: str
    tone: Tone
