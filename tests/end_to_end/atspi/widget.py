"""Widgets: finding, reading and controlling them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from tests.end_to_end.atspi.bus import Bus, BusError, Call
from tests.end_to_end.atspi.items import Items
from tests.end_to_end.atspi.reading import AccessibleContext
from tests.end_to_end.atspi.tree import ITEMS, Reference, walk
from tests.end_to_end.waiting import wait_for

_ROOT = Reference("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
FIND_SECONDS = 10.0


class Widget(Items):
    """An accessible object of a running program, and its descendants.

    Finding waits, and fails with the tree in the message. Role names are those of AT-SPI:
    `push button`, `combo box`, `text` (line edit), `radio button`, `check box`, `list`,
    `table`, `label`, `progress bar`, `frame` (main window), `dialog`.
    """

    def windows(self) -> list[Widget]:
        """The windows and open dialogs of an application."""
        seen = walk(self.context.bus, self.reference)
        return [Widget(self.context, one.reference) for one in seen if one.depth == 1]

    def find(
        self,
        role: str,
        text: str | None = None,
        *,
        name: str | None = None,
        label: str | None = None,
        hidden: bool = False,
        timeout: float = FIND_SECONDS,
    ) -> Widget:
        """The only visible widget with that role and the name or label `text`; waits for it.

        `name` and `label` ask for exactly one of both: Qt calls a combo box by its current
        text, so its label only is a relation. Raises AssertionError for none or several.
        """
        asked = f"{role} {text or ''} name={name} label={label}"

        def look() -> list[Widget]:
            return self.find_all(role, text, name=name, label=label, hidden=hidden)

        found = wait_for(look, timeout, what=asked, otherwise=self.dump)
        assert len(found) == 1, f"{len(found)} times: {asked}\n{self.dump()}"
        return found[0]

    def find_all(
        self,
        role: str,
        text: str | None = None,
        *,
        name: str | None = None,
        label: str | None = None,
        hidden: bool = False,
    ) -> list[Widget]:
        """All current matches, in the order of the tree."""
        seen = walk(self.context.bus, self.reference, hidden=hidden, items=role in ITEMS)
        return [
            Widget(self.context, one.reference)
            for one in seen
            if one.role == role
            and (text is None or text == one.name or text in one.labels)
            and (name is None or name == one.name)
            and (label is None or label in one.labels)
        ]


def applications(context: AccessibleContext) -> Iterator[tuple[int, Widget]]:
    """The programs on the accessibility bus, with their process IDs."""
    for child in context.bus.call(_ROOT.ask("GetChildren")):
        with suppress(BusError):
            yield (
                _process_id(context.bus, child[0]),
                Widget(context, Reference(*child)),
            )


def _process_id(bus: Bus, name: str) -> int:
    daemon = "org.freedesktop.DBus"
    method = "GetConnectionUnixProcessID"
    return int(bus.call(Call(daemon, "/org/freedesktop/DBus", daemon, method, "s", (name,))))
