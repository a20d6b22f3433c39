"""Three-valued logic: True, False, and None for what this computer can't tell."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def all_of(values: Iterable[Truth]) -> Truth:
    """Return whether all are true; True if there are none."""
    found = set(values)
    if False in found:
        return False
    return None if None in found else True


def any_of(values: Iterable[Truth]) -> Truth:
    """Return whether one is true; False if there are none."""
    return negated(all_of(map(negated, values)))


def negated(value: Truth) -> Truth:
    """Return the opposite."""
    return None if value is None else not value


def agreed(values: Iterable[Truth]) -> Truth:
    """Return the value that all have; None if they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
