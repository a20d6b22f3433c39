"""Rows in runs: models tell the view of ranges, not of single rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of each run of neighbouring rows, the last run first.

    So they can be removed one after the other without moving those that follow.
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
