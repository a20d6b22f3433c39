"""Numbers and dates that aren't in the format of the user's locale."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QLocale

_ISO_DATE = r"\b\d{4}-\d\d-\d\d\b"
_GROUPS = r"(?<![\w,.])\d{1,3}(?:,\d{3})+(?![\w,])"  # 1,234
_DECIMALS = r"\d\.\d+ ?(?:%|[KMGTP]i?B\b)"  # 1.2 MB


def foreign_formats(texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts with a date in ISO 8601, or a number in English format where it differs."""
    locale = QLocale()
    wrong = [_ISO_DATE] if locale.language() is not QLocale.Language.C else []
    if locale.groupSeparator() != ",":
        wrong.append(_GROUPS)
    if locale.decimalPoint() != ".":
        wrong.append(_DECIMALS)
    pattern = re.compile("|".join(wrong))
    for text in texts:
        if wrong and pattern.search(text):
            yield f"format of another locale than {locale.name()}: {text!r}"
