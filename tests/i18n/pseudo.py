"""A language that is no language: English with accents, 40 % longer, in brackets.

What is shown without brackets was not translated.
"""

from __future__ import annotations

import gettext
import re

_LETTERS, _ACCENTED = "aceiounsyzACEIOUNSYZ", "áçéíóúñšýžÁÇÉÍÓÚÑŠÝŽ"
_ACCENTS, _WITHOUT = str.maketrans(_LETTERS, _ACCENTED), str.maketrans(_ACCENTED, _LETTERS)
# Left as they are: placeholders, markup, entities, format codes of argparse.
_FIXED = re.compile(r"(\{[^{}]*\}|<[^<>]+>|&\w+;|%\(\w+\)s|%%)")
_MOST = 8  # letters that a word grows by
_LONG_WORD = re.compile(r"·{16}(?=·)")  # lines can break after it


def pseudo(message: str) -> str:
    """Return a message in the pseudo-language; its placeholders stay."""
    parts = _FIXED.split(message)
    letters = "".join(parts[::2])
    words = "".join(one if at % 2 else one.translate(_ACCENTS) for at, one in enumerate(parts))
    more = _LONG_WORD.sub(r"\g<0> ", "·" * round(len(letters) * 0.4))
    space = " " if len(more) > _MOST else ""
    return f"⟦{words}{space}{more}⟧"


def plain(text: str) -> str:
    """Return a text in the pseudo-language without its accents, and without mnemonics."""
    return text.translate(_WITHOUT).replace("&", "")


class PseudoCatalog(gettext.NullTranslations):
    """Translates every message into the pseudo-language."""

    def gettext(self, message: str) -> str:
        """Return the message in the pseudo-language."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a count as English has it."""
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Return the message in the pseudo-language, whatever its context."""
        return pseudo(message)


def untranslated(text: str) -> str:
    """Return what of a text stands in no brackets."""
    depth, left = 0, []
    for letter in text:
        depth += letter == "⟦"
        if not depth:
            left.append(letter)
        depth -= letter == "⟧"
    return "".join(left)
