"""The placeholders of a message."""

from __future__ import annotations

from string import Formatter


def fields(message: str) -> set[str]:
    """Return the names of the placeholders; "" is one without a name."""
    try:
        found = list(Formatter().parse(message))
    except ValueError:  # a single brace: a text that is not filled in
        return set()
    names = (name for _, name, _, _ in found if name is not None)
    return {"" if name.isdigit() else name.partition(".")[0].partition("[")[0] for name in names}
