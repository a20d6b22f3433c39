"""Tables as CSV (RFC 4180) that no spreadsheet takes formulas from, whatever separates its cells.

A key may be called `=HYPERLINK(…)`, or `x;=HYPERLINK(…)`: where lists are separated by
semicolons, as in much of Europe, a spreadsheet takes lines apart at these, and begins a row at
the end of a line that it does not find quoted. So texts are quoted, and an apostrophe stands
before what would begin a formula wherever a cell may begin. JSON has all values as they are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

# OWASP, CSV Injection. The apostrophe is the sign: whoever takes one away has the value.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_NEW_CELL = re.compile(r"""([;\t\r\n]["\s]*)(?=[=+\-@'])""")


def csv_names(names: Iterable[str]) -> str:
    """Return the line of names; bare, so that a byte order mark before it does no harm."""
    lines = _Lines()
    csv.writer(lines).writerow(names)
    return "".join(lines)


def csv_rows(rows: Iterable[Iterable[object]]) -> str:
    """Return a line for each row; None is an empty text."""
    lines = _Lines()
    writer = csv.writer(lines, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return "".join(lines)


class _Lines(list[str]):
    """What `csv` writes to: the domain opens no file."""

    def write(self, line: str) -> None:
        self.append(line)


def _harmless(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = _NEW_CELL.sub(r"\1'", value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text
