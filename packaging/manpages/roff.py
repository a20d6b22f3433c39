"""Text as input of man(7): ASCII, escaped, with lines of at most 78 characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

_ESCAPES = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}
_WIDTH = 78


def escaped(text: str) -> str:
    """Return a text whose characters are printed as they are."""
    return "".join(
        _ESCAPES.get(one, one) if one.isascii() else rf"\[u{ord(one):04X}]" for one in text
    )


def bold(text: str) -> str:
    """Return a text that is typed as it is shown."""
    return rf"\fB{escaped(text)}\fR"


def italic(text: str) -> str:
    """Return the name of a value."""
    return rf"\fI{escaped(text)}\fR"


def lines(text: str) -> Iterable[str]:
    """Yield an escaped text in lines; none of them is taken for a request."""
    for line in textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False):
        yield rf"\&{line}" if line.startswith((".", "'")) else line


def section(title: str) -> str:
    """Return the request that begins a section."""
    return f".SH {_argument(title)}"


def subsection(title: str) -> str:
    """Return the request that begins a subsection."""
    return f".SS {_argument(title)}"


def heading(*words: str) -> str:
    """Return the request that begins the page, without hyphenation and justified lines."""
    return "\n".join((".TH " + " ".join(f'"{one}"' for one in words), ".nh", ".ad l"))


def paragraph(text: str) -> list[str]:
    """Return a paragraph of an escaped text."""
    return [".PP", *lines(text)]


def entry(term: str, text: str) -> list[str]:
    """Return an item of a list; `term` and `text` are escaped."""
    return [".TP", term, *(lines(text) if text else [r"\&"])]


def literal(text: Iterable[str]) -> list[str]:
    """Return lines that are shown as they are, indented."""
    return [".PP", ".RS 4", ".nf", *map(escaped, text), ".fi", ".RE"]


def _argument(text: str) -> str:
    return '"' + escaped(text).replace('"', r"\(dq") + '"'
