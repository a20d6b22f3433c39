"""A label for names: they have no blanks to be broken at."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_MARKS = re.compile(r"([/_.-])")
_RUN = re.compile(r"[^\s/_.-]{20,}")  # letters in a row that might be more than a line
_LETTERS = re.compile(r"(?<=\w)(?=\w)")  # not before an accent of its own
_BREAK = "\u200b"  # a zero-width space: Qt breaks lines there


class BreakingLabel(QLabel):
    """Breaks a text at spaces and marks, a long run of letters anywhere; never markup.

    Of a text of more than `most` letters the middle is left out. Screen readers are told the text
    as it is.
    """

    def __init__(
        self, role: str, parent: QWidget | None = None, *, most: int | None = None
    ) -> None:
        super().__init__(parent)
        self._most = most
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_text(self, text: str) -> None:
        """Show another text."""
        shown = text
        if self._most is not None and len(text) > self._most:
            half = self._most // 2
            shown = f"{text[:half]}…{text[-half:]}"
        self.setText(_RUN.sub(_between_letters, _MARKS.sub(rf"\1{_BREAK}", shown)))
        self.setAccessibleName(text)


def _between_letters(run: re.Match[str]) -> str:
    return _LETTERS.sub(_BREAK, run[0])
