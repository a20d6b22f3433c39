"""Patterns of policies: `*` is any text, `?` any character (IAM User Guide, policy elements)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from s3enc_gui.domain.policy.truth import Truth

VARIABLE = "${"  # the start of a policy variable; its value depends on the request


def matches(pattern: str, value: str) -> Truth:
    """Return whether a pattern matches a text; None if it contains a policy variable."""
    if VARIABLE in pattern:
        return None
    first, *others = _between_stars(pattern)
    found = first.match(value)
    if found is None or not others:
        return found is not None and found.end() == len(value)
    *middle, last = others
    position = found.end()
    for part in middle:  # the first place leaves the most for the others
        found = part.search(value, position)
        if found is None:
            return False
        position = found.end()
    start = len(value) - (len(pattern) - pattern.rindex("*") - 1)
    return start >= position and last.match(value, start) is not None


@lru_cache(maxsize=1024)
def _between_stars(pattern: str) -> tuple[re.Pattern[str], ...]:
    """Return what is between the stars; without them, no expression takes more than one pass."""
    parts = (map(re.escape, part.split("?")) for part in pattern.split("*"))
    return tuple(re.compile(".".join(part), re.DOTALL) for part in parts)


def matches_arn(pattern: str, arn: str) -> Truth:
    """Return whether a pattern matches an ARN: each of its six parts on its own (ArnLike)."""
    if VARIABLE in pattern:
        return None
    parts, values = pattern.split(":", 5), arn.split(":", 5)
    return len(parts) == len(values) == 6 and all(
        matches(part, value) for part, value in zip(parts, values, strict=True)
    )


def matches_longer(pattern: str, start: str) -> Truth:
    """Return whether a pattern matches the texts that are longer than `start` and begin with it.

    None: some of them, or it contains a policy variable.
    """
    if VARIABLE in pattern:
        return None
    rests = {pattern[position:] for position in _positions(pattern, start)} - {""}
    if not rests:
        return False
    return True if any(not rest.strip("*") for rest in rests) else None


def _positions(pattern: str, value: str) -> set[int]:
    """Return the positions in the pattern after all of `value`; none if it doesn't match."""
    found = _with_stars(pattern, {0})
    for char in value:
        after: set[int] = set()
        for position in found:
            if pattern[position : position + 1] == "*":
                after.add(position)
            elif pattern[position : position + 1] in ("?", char):
                after.add(position + 1)
        found = _with_stars(pattern, after)
    return found


def _with_stars(pattern: str, positions: Iterable[int]) -> set[int]:
    """Add the positions after each `*`, which may stand for nothing."""
    found: set[int] = set()
    for position in positions:
        found.add(position)
        while pattern[position : position + 1] == "*":
            position += 1
            found.add(position)
    return found
