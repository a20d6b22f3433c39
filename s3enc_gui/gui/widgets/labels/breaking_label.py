"""Label that can break long names, which have no spaces, anywhere."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from s3enc_gui.regex import regex

_SEPARATORS = regex(r"([:/_.-])")
_LONG_RUN = regex(r"[^\s:/_.-]{20,}")  # characters that may not fit in one line
_BETWEEN_LETTERS = regex(r"(?<=\w)(?=\w)")  # not before a combining accent
_BREAK = "\u200b"  # zero-width space: Qt can break lines there


class BreakingLabel(QLabel):
    """Plain text that breaks at spaces and separators, and long runs of letters anywhere.

    The middle of a text with more than `most` characters is elided. The accessible name is the
    whole text, without break characters.
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
        self.setText(_LONG_RUN.sub(_between_letters, _SEPARATORS.sub(rf"\1{_BREAK}", shown)))
        self.setAccessibleName(text)


def _between_letters(run: re.Match[str]) -> str:
    return _BETWEEN_LETTERS.sub(_BREAK, run[0])
