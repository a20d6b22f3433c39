"""Column widths that fit sample texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from PySide6.QtWidgets import QTableView

_Column = TypeVar("_Column", bound=int)

_PADDING = 24  # pixels left and right of a cell's text
_ICON = 28  # pixels of an icon before the text


def sample_width(table: QTableView, sample: str, *, icon: bool = False) -> int:
    """Return the width of a column, in pixels, for a text with or without an icon."""
    return table.fontMetrics().horizontalAdvance(sample) + _PADDING + (_ICON if icon else 0)


def fit_columns(
    table: QTableView, samples: Mapping[_Column, str], icons: Collection[int] = ()
) -> None:
    """Resize columns to sample texts; `icons` are the columns with an icon."""
    for column, sample in samples.items():
        width = sample_width(table, sample, icon=column in icons)
        table.horizontalHeader().resizeSection(column, width)
