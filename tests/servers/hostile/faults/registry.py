"""The registry of all faults."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from tests.servers.hostile.state import Hostile


@dataclass(frozen=True)
class Fault:
    """A way to misbehave. `theme`: the module that defines it.

    `unseen_by`: operations that have no way to detect it.
    """

    name: str
    description: str
    theme: str
    apply: Callable[[Hostile], None]
    unseen_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


_FAULTS: dict[str, Fault] = {}


def fault(
    name: str, description: str, unseen_by: tuple[str, ...] = ()
) -> Callable[[Callable[[Hostile], None]], Callable[[Hostile], None]]:
    """Register a function that adds the fault to a server; names are unique."""

    def register(apply: Callable[[Hostile], None]) -> Callable[[Hostile], None]:
        assert name not in _FAULTS, name
        theme = apply.__module__.rpartition(".")[2]
        _FAULTS[name] = Fault(name, description, theme, apply, unseen_by)
        return apply

    return register


def all_faults() -> tuple[Fault, ...]:
    """All faults, by theme, in the order of their definition."""
    package = import_module("tests.servers.hostile.faults")
    names = (one.name for one in pkgutil.iter_modules(package.__path__))
    for module in sorted(name for name in names if name != "__main__"):
        import_module(f"{package.__name__}.{module}")
    return tuple(sorted(_FAULTS.values(), key=lambda one: one.theme))


def misbehave(s3: Hostile, *names: str) -> None:
    """Add faults to a server."""
    known = {one.name: one for one in all_faults()}
    for name in names:
        known[name].apply(s3)


MARK = "<!-- written by: python -m tests.servers.hostile.faults -->\n"


def page_of(text: str) -> str:
    """Return the page with the list of all faults."""
    before, mark, _ = text.partition(MARK)
    assert mark, "docs/testing.md lacks the marker"
    lines = [f"\n{len(all_faults())} faults.\n"]
    theme = ""
    for one in all_faults():
        if one.theme != theme:
            theme = one.theme
            lines.append(f"\n### {theme}\n\n| Fault | What it does |\n| --- | --- |\n")
        lines.append(f"| `{one.name}` | {one.description} |\n")
    return before + mark + "".join(lines)
