"""Reads the properties of a widget."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from tests.end_to_end.atspi.bus import Bus, BusError, Call, get
from tests.end_to_end.atspi.tree import ACCESSIBLE, Reference, Seen, dump, states_of, walk
from tests.end_to_end.screen import Area, Screen

SPI = "org.a11y.atspi."
_SCREEN_COORDINATES = 0


class AccessibleContext(NamedTuple):
    """The accessibility bus, and the screen with keyboard and mouse."""

    bus: Bus
    screen: Screen


class Reading:
    """An accessible object of a running program.

    Reading raises BusError when the object has vanished, or has no such interface.
    """

    def __init__(self, context: AccessibleContext, reference: Reference) -> None:
        self.context, self.reference = context, reference

    def __repr__(self) -> str:
        try:
            return f"{type(self).__name__}({self.role} {self.name!r})"
        except BusError:
            return f"{type(self).__name__}(gone)"

    @property
    def role(self) -> str:
        """The AT-SPI role."""
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
        """The text; raises BusError if the widget has none."""
        return str(self.call(SPI + "Text", "GetText", "ii", 0, -1))

    @property
    def value(self) -> float:
        """The value of a progress bar, slider or spin box."""
        return float(self.get(SPI + "Value", "CurrentValue"))

    @property
    def enabled(self) -> bool:
        """Whether it is enabled."""
        return {"enabled", "sensitive"} <= self.states

    @property
    def checked(self) -> bool:
        """Whether a check box or radio button is checked."""
        return "checked" in self.states

    @property
    def area(self) -> Area:
        """Its position on the screen, in pixels."""
        return Area(*self.call(SPI + "Component", "GetExtents", "u", _SCREEN_COORDINATES))

    def exists(self) -> bool:
        """Whether it still exists."""
        try:
            return "defunct" not in self.states
        except BusError:
            return False

    def dump(self, *, hidden: bool = False) -> str:
        """The subtree as text."""
        with suppress(BusError):
            return dump(self.context.bus, self.reference, hidden=hidden)
        return "(gone)"

    def seen(self, *, hidden: bool = False, items: bool = True) -> list[Seen]:
        """The subtree as values."""
        return walk(self.context.bus, self.reference, hidden=hidden, items=items)

    # --- the bus itself -----------------------------------------------------------------------

    def call(self, interface: str, method: str, signature: str = "", *arguments: Any) -> Any:
        """Call a method of an interface of this object."""
        return self.context.bus.call(Call(*self.reference, interface, method, signature, arguments))

    def get(self, interface: str, prop: str) -> Any:
        """Read a property."""
        return self.context.bus.call(get(*self.reference, interface, prop))[1]
