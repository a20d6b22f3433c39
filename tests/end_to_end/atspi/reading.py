"""What a widget says of itself."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from tests.end_to_end.atspi.bus import Bus, BusError, Call, get
from tests.end_to_end.atspi.tree import ACCESSIBLE, Reference, Seen, dump, states_of, walk
from tests.end_to_end.screen import Area, Screen

SPI = "org.a11y.atspi."
_SCREEN_COORDINATES = 0


class DownloadContext(NamedTuple):
    """What driving needs: the accessibility bus, and the screen with keyboard and mouse."""

    bus: Bus
    screen: Screen


class Reading:
    """An accessible object of a running program, to read.

    Reading raises BusError when the object has vanished, or has no such interface.
    """

    def __init__(self, download_context: DownloadContext, reference: Reference) -> None:
        self.download_context, self.reference = download_context, reference

    def __repr__(self) -> str:
        try:
            return f"{type(self).__name__}({self.role} {self.name!r})"
        except BusError:
            return f"{type(self).__name__}(gone)"

    @property
    def role(self) -> str:
        """As AT-SPI calls it."""
        return str(self.call(ACCESSIBLE, "GetRoleName"))

    @property
    def name(self) -> str:
        """The accessible name."""
        return str(self.get(ACCESSIBLE, "Name"))

    @property
    def description(self) -> str:
        """The accessible description; of Qt's tool buttons, the tool tip."""
        return str(self.get(ACCESSIBLE, "Description"))

    @property
    def states(self) -> frozenset[str]:
        """Such as `showing`, `enabled`, `checked`, `selected`, `focused`, `active`, `modal`."""
        return states_of(self.call(ACCESSIBLE, "GetState"))

    @property
    def text(self) -> str:
        """What is typed in; raises BusError where nothing can be."""
        return str(self.call(SPI + "Text", "GetText", "ii", 0, -1))

    @property
    def value(self) -> float:
        """Of a progress bar, slider or spin box."""
        return float(self.get(SPI + "Value", "CurrentValue"))

    @property
    def enabled(self) -> bool:
        """Whether the user could use it now."""
        return {"enabled", "sensitive"} <= self.states

    @property
    def checked(self) -> bool:
        """Of a check box or radio button."""
        return "checked" in self.states

    @property
    def area(self) -> Area:
        """Where it is on the screen, in pixels."""
        return Area(*self.call(SPI + "Component", "GetExtents", "u", _SCREEN_COORDINATES))

    def exists(self) -> bool:
        """Whether the program still has it."""
        try:
            return "defunct" not in self.states
        except BusError:
            return False

    def dump(self, *, hidden: bool = False) -> str:
        """The tree from here down, for messages."""
        with suppress(BusError):
            return dump(self.download_context.bus, self.reference, hidden=hidden)
        return "(gone)"

    def seen(self, *, hidden: bool = False, items: bool = True) -> list[Seen]:
        """The tree from here down, as values."""
        return walk(self.download_context.bus, self.reference, hidden=hidden, items=items)

    # --- the bus itself -----------------------------------------------------------------------

    def call(self, interface: str, method: str, signature: str = "", *arguments: Any) -> Any:
        """Any method of any interface of this object."""
        return self.download_context.bus.call(
            Call(*self.reference, interface, method, signature, arguments)
        )

    def get(self, interface: str, prop: str) -> Any:
        """Any property."""
        return self.download_context.bus.call(get(*self.reference, interface, prop))[1]
