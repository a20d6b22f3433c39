"""Tables as CSV (RFC 4180), safe from formula injection with any list separator.

A key may be named `=HYPERLINK(…)` or `x;=HYPERLINK(…)`. In locales whose list separator is a
semicolon, spreadsheets split lines there, and start a new row at an unquoted line break. So texts
are quoted, and an apostrophe precedes a formula wherever a cell may begin. JSON values are exact.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable

from s3enc_gui.regex import regex

# OWASP, CSV Injection. Remove one leading apostrophe to get the value.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_NEW_CELL = regex(r"""([;\t\r\n]["\s]*)(?=[=+\-@'])""")


def csv_names(names: Iterable[str]) -> str:
    """Return the header line; unquoted, so that a byte order mark before it is harmless."""
    lines = _Lines()
    csv.writer(lines).writerow(names)
    return "".join(lines)


def csv_rows(rows: Iterable[Iterable[object]]) -> str:
    """Return one line per row; None is an empty text."""
    lines = _Lines()
    writer = csv.writer(lines, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_escaped(value) for value in row] for row in rows)
    return "".join(lines)


class _Lines(list[str]):
    """The output of `csv.writer`, in memory."""

    def write(self, line: str) -> None:
        self.append(line)


def _escaped(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = _NEW_CELL.sub(r"\1'", value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text
