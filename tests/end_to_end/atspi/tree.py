"""Reads a tree of widgets: roles, names, labels and states.

Interfaces and numbers: at-spi2-core, `xml/Accessible.xml` and `atspi/atspi-constants.h`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.end_to_end.atspi.bus import Bus, BusError, Call, get

ACCESSIBLE = "org.a11y.atspi.Accessible"
LABELLED_BY = 2
# Maximum number of children read of an item view, which may have 20,000 rows.
CHILD_LIMIT = 200
ITEM_VIEWS = frozenset({"list", "table", "tree", "tree table"})
ITEMS = frozenset({"list item", "cell", "table cell", "tree item", "column header", "row header"})
# fmt: off
_STATES = (  # in the order of their bits
    "invalid", "active", "armed", "busy", "checked", "collapsed", "defunct", "editable",
    "enabled", "expandable", "expanded", "focusable", "focused", "has-tooltip", "horizontal",
    "iconified", "modal", "multi-line", "multiselectable", "opaque", "pressed", "resizable",
    "selectable", "selected", "sensitive", "showing", "single-line", "stale", "transient",
    "vertical", "visible", "manages-descendants", "indeterminate", "required", "truncated",
    "animated", "invalid-entry", "supports-autocompletion", "selectable-text", "is-default",
    "visited", "checkable", "has-popup", "read-only",
)
# fmt: on


class Reference(NamedTuple):
    """An accessible object: the bus name of its program, and its path."""

    name: str
    path: str

    def ask(self, method: str, signature: str = "", *arguments: Any) -> Call:
        """A call of the Accessible interface."""
        return Call(self.name, self.path, ACCESSIBLE, method, signature, arguments)


@dataclass(frozen=True)
class Seen:
    """An object when the tree was read; `labels` are those of its buddies."""

    reference: Reference
    depth: int
    role: str
    name: str
    states: frozenset[str]
    labelled_by: tuple[Reference, ...] = ()
    labels: list[str] = field(default_factory=list)
    unread: int = 0

    def __str__(self) -> str:
        labels = "".join(f" label={label!r}" for label in self.labels)
        unread = f" (+{self.unread} children not read)" if self.unread else ""
        states = " ".join(sorted(self.states - {"visible", "sensitive", "focusable"}))
        return f"{'  ' * self.depth}{self.role} {self.name!r}{labels} [{states}]{unread}"


def walk(
    bus: Bus, root: Reference, *, hidden: bool = False, items: bool = False, limit: int = 4000
) -> list[Seen]:
    """The objects under `root` (itself first), parents before children.

    What does not show is left out with all under it, unless `hidden`: the cells of a closed
    list call themselves showing. Item views are entered only with `items`. Objects that vanish
    meanwhile are left out.
    """
    found: list[Seen] = []
    order: dict[Reference, list[Reference]] = {}
    level = [(root, 0)]
    while level and len(found) < limit:
        seen = _describe(bus, level)
        wanted = [one for one in seen if hidden or one.depth == 0 or _shows(one)]
        found += wanted
        children = _children(bus, [one for one in wanted if items or one.role not in ITEM_VIEWS])
        order |= children
        depth = level[0][1] + 1
        level = [(child, depth) for family in children.values() for child in family]
    _add_labels(bus, found)
    return _parents_first(root, order, {one.reference: one for one in found})


def dump(bus: Bus, root: Reference, *, hidden: bool = False, items: bool = True) -> str:
    """The tree as text, one object per line: role, name, labels, states."""
    return "\n".join(map(str, walk(bus, root, hidden=hidden, items=items)))


def states_of(words: Sequence[int]) -> frozenset[str]:
    """The names of the states in a state set (two 32-bit words)."""
    bits = words[0] | words[1] << 32
    return frozenset(name for bit, name in enumerate(_STATES) if bits >> bit & 1)


def _shows(seen: Seen) -> bool:
    # The "showing" state of an application has no meaning.
    return "showing" in seen.states or seen.role == "application"


def _describe(bus: Bus, level: Sequence[tuple[Reference, int]]) -> list[Seen]:
    asked = [
        call
        for reference, _ in level
        for call in (
            reference.ask("GetRoleName"),
            get(*reference, ACCESSIBLE, "Name"),
            reference.ask("GetState"),
            reference.ask("GetRelationSet"),
            get(*reference, ACCESSIBLE, "ChildCount"),
        )
    ]
    answers = bus.call_many(asked)
    result = []
    for index, (reference, depth) in enumerate(level):
        row = answers[5 * index : 5 * index + 5]
        if any(isinstance(answer, BusError) for answer in row):
            continue
        role, name, states, relations, count = row
        buddies = tuple(
            Reference(*target)
            for kind, targets in relations
            if kind == LABELLED_BY
            for target in targets
        )
        unread = int(count[1])
        result.append(
            Seen(reference, depth, role, name[1], states_of(states), buddies, unread=unread)
        )
    return result


def _children(bus: Bus, parents: Sequence[Seen]) -> dict[Reference, list[Reference]]:
    few = [one for one in parents if 0 < one.unread <= CHILD_LIMIT]
    answers = bus.call_many([one.reference.ask("GetChildren") for one in few])
    children = {
        one.reference: [Reference(*child) for child in answer]
        for one, answer in zip(few, answers, strict=True)
        if not isinstance(answer, BusError)
    }
    for one in parents:
        if one.unread > CHILD_LIMIT:
            asked = [one.reference.ask("GetChildAtIndex", "i", i) for i in range(CHILD_LIMIT)]
            some = [a for a in bus.call_many(asked) if not isinstance(a, BusError)]
            children[one.reference] = [Reference(*child) for child in some]
    for one in parents:
        read = len(children.get(one.reference, []))
        object.__setattr__(one, "unread", max(0, one.unread - read))
    return children


def _add_labels(bus: Bus, found: Sequence[Seen]) -> None:
    buddies = list({buddy for one in found for buddy in one.labelled_by})
    answers = bus.call_many([get(*buddy, ACCESSIBLE, "Name") for buddy in buddies])
    names = {
        buddy: answer[1]
        for buddy, answer in zip(buddies, answers, strict=True)
        if not isinstance(answer, BusError)
    }
    for one in found:
        one.labels.extend(names[buddy] for buddy in one.labelled_by if buddy in names)


def _parents_first(
    root: Reference, order: dict[Reference, list[Reference]], seen: dict[Reference, Seen]
) -> list[Seen]:
    result: list[Seen] = []
    stack = [root]
    while stack:
        reference = stack.pop()
        if one := seen.pop(reference, None):
            result.append(one)
            stack += reversed(order.get(reference, []))
    return result
