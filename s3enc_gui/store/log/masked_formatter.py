"""Formats log records, without secrets."""

from __future__ import annotations

import logging
from time import gmtime

from s3enc_gui.domain.log.secret_masking import without_secrets
from s3enc_gui.regex import regex

# A line of a traceback names a file of the program; a long path looks like a token.
_PLACE = regex(r'  File ".*", line \d+, in \S+')


class MaskedFormatter(logging.Formatter):
    """One record a line, times in UTC; what continues a record is indented.

    Indenting tells a record from a line that a server's message contains.
    """

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)sZ %(levelname)s %(name)s: %(message)s", datefmt="%Y-%m-%d %H:%M:%S"
        )
        self.converter = gmtime

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record, with its traceback."""
        parts: list[str] = []
        others: list[str] = []
        for line in super().format(record).splitlines():
            if _PLACE.fullmatch(line):
                parts += [*_masked(others), line]
                others = []
            else:
                others.append(line)
        return "\n    ".join([*parts, *_masked(others)])


def _masked(lines: list[str]) -> list[str]:
    """Mask lines together: a private key has several."""
    return without_secrets("\n".join(lines)).split("\n") if lines else []
