"""The list of all manners."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from tests.servers.hostile.state import Hostile


@dataclass(frozen=True)
class Manner:
    """One way to misbehave. `theme`: the module it stands in.

    `unseen_by`: operations to which it is a lie that nothing contradicts.
    """

    name: str
    what_it_does: str
    theme: str
    apply: Callable[[Hostile], None]
    unseen_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


_MANNERS: dict[str, Manner] = {}


def manner(
    name: str, what_it_does: str, unseen_by: tuple[str, ...] = ()
) -> Callable[[Callable[[Hostile], None]], Callable[[Hostile], None]]:
    """Register what teaches a server one; names are unique."""

    def register(apply: Callable[[Hostile], None]) -> Callable[[Hostile], None]:
        assert name not in _MANNERS, name
        theme = apply.__module__.rpartition(".")[2]
        _MANNERS[name] = Manner(name, what_it_does, theme, apply, unseen_by)
        return apply

    return register


def all_manners() -> tuple[Manner, ...]:
    """All there are, by theme and then as they are written down."""
    package = import_module("tests.servers.hostile.manners")
    found = (one.name for one in pkgutil.iter_modules(package.__path__))
    for module in sorted(name for name in found if name != "__main__"):
        import_module(f"{package.__name__}.{module}")
    return tuple(sorted(_MANNERS.values(), key=lambda one: one.theme))


def misbehave(s3: Hostile, *names: str) -> None:
    """Teach a server manners by their names."""
    known = {one.name: one for one in all_manners()}
    for name in names:
        known[name].apply(s3)


MARK = "<!-- python -m tests.servers.hostile.manners writes what follows -->\n"


def page_of(text: str) -> str:
    """Return the page with the list of all manners in it."""
    before, mark, _ = text.partition(MARK)
    assert mark, "docs/testing.md has lost its mark"
    lines = [f"\n{len(all_manners())} manners.\n"]
    theme = ""
    for one in all_manners():
        if one.theme != theme:
            theme = one.theme
            lines.append(f"\n### {theme}\n\n| Manner | What it does |\n| --- | --- |\n")
        lines.append(f"| `{one.name}` | {one.what_it_does} |\n")
    return before + mark + "".join(lines)
