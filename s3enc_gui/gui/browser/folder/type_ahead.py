"""Finds a row by typing the beginning of its name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from time import monotonic

from PySide6.QtWidgets import QApplication

from s3enc_gui.domain.names.unicode_forms import folded
from s3enc_gui.gui.browser.models.object_row import ObjectRow


class TypeAhead:
    """The text typed so far; a pause starts a new one."""

    def __init__(self) -> None:
        self._typed, self._typed_at = "", 0.0
        self._start = -1  # the current row when the first character was typed

    @property
    def is_active(self) -> bool:
        """Whether the next character continues the text typed so far."""
        pause = QApplication.keyboardInputInterval() / 1000
        return bool(self._typed) and monotonic() - self._typed_at <= pause

    def find(self, letters: str, rows: Sequence[ObjectRow], current: int) -> ObjectRow | None:
        """Return the next row whose name starts with the text typed so far.

        Repeating one character goes from row to row. Other texts are searched from the row where
        typing started, because repeated characters may have moved past the match.
        """
        if not self.is_active:
            self._typed, self._start = "", current
        self._typed, self._typed_at = folded(self._typed + letters), monotonic()
        is_repeated = not self._typed.strip(self._typed[0])
        wanted = self._typed[0] if is_repeated else self._typed
        first = min((current if is_repeated else self._start) + 1, len(rows))
        for number in chain(range(first, len(rows)), range(first)):
            if folded(rows[number].name).startswith(wanted):
                return rows[number]
        return None
