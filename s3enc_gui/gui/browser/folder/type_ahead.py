"""Finding a name by typing how it begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from time import monotonic

from PySide6.QtWidgets import QApplication

from s3enc_gui.gui.browser.models.object_row import ObjectRow


class TypeAhead:
    """What is being typed, and from where it is looked for; a pause begins another name."""

    def __init__(self) -> None:
        self._typed, self._typed_at = "", 0.0
        self._began = -1  # the row from which the first letter was looked for

    @property
    def is_going_on(self) -> bool:
        """Whether what is typed now belongs to what was typed before."""
        patience = QApplication.keyboardInputInterval() / 1000
        return bool(self._typed) and monotonic() - self._typed_at <= patience

    def find(self, letters: str, rows: Sequence[ObjectRow], current: int) -> ObjectRow | None:
        """Return the next row whose name begins with all that is typed by now.

        The same letter again and again goes from row to row; a name is looked for from where its
        first letter was, for such letters may have led beyond it.
        """
        if not self.is_going_on:
            self._typed, self._began = "", current
        self._typed, self._typed_at = self._typed + letters.casefold(), monotonic()
        is_one_letter = not self._typed.strip(self._typed[0])
        wanted = self._typed[0] if is_one_letter else self._typed
        first = min((current if is_one_letter else self._began) + 1, len(rows))
        for place in chain(range(first, len(rows)), range(first)):
            if rows[place].name.casefold().startswith(wanted):
                return rows[place]
        return None
