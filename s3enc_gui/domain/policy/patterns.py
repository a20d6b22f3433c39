"""Patterns of policies: `*` is any text, `?` any character (IAM User Guide, policy elements)."""

from __future__ import annotations

from collections.abc import Iterable

from s3enc_gui.domain.policy.truth import Truth

VARIABLE = "${"  # the start of a policy variable; its value depends on the request


def matches(pattern: str, value: str) -> Truth:
    """Return whether a pattern matches a text; None if it contains a policy variable."""
    if VARIABLE in pattern:
        return None
    return len(pattern) in _positions(pattern, value)


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
