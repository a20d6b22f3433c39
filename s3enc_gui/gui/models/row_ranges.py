"""Ranges of consecutive rows, for signals of item models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of each range of consecutive rows, the last range first.

    In this order, removing one range doesn't move those that follow.
    """
    ordered = sorted(set(rows), reverse=True)
    if not ordered:
        return
    first = last = ordered[0]
    for row in ordered[1:]:
        if row == first - 1:
            first = row
        else:
            yield first, last
            first = last = row
    yield first, last
