"""Controls a widget by its actions, the keyboard or the mouse."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.atspi.bus import Call
from tests.end_to_end.atspi.reading import SPI, Reading
from tests.end_to_end.waiting import wait_for

# The names of the main action of Qt's widgets.
_PRESSES = ("Press", "Toggle", "Show Menu")


class Control(Reading):
    """An accessible object to control. Each method checks its effect."""

    def press(self) -> None:
        """Press the button, check the box, or open the menu, without waiting for the effect."""
        actions = self.actions()
        for name in _PRESSES:
            if name in actions:
                return self.act(name)
        message = f"{self!r} can only {actions}"
        raise AssertionError(message)

    def actions(self) -> list[str]:
        """The names of the widget's actions."""
        return [row[0] for row in self.call(SPI + "Action", "GetActions")]

    def act(self, name: str) -> None:
        """Do an action. Raises AssertionError if the widget is disabled or doesn't have it."""
        assert self.enabled, f"{self!r} is disabled"
        index = self.actions().index(name)
        self.context.bus.send(Call(*self.reference, SPI + "Action", "DoAction", "i", (index,)))

    def check(self, on: bool = True) -> None:
        """Check or uncheck a box, or select a radio button; check the state."""
        if self.checked != on:
            self.act("Toggle")
        wait_for(lambda: self.checked == on, what=f"{self!r} checked={on}")

    def focus(self) -> None:
        """Set the keyboard focus."""
        self.call(SPI + "Component", "GrabFocus")
        wait_for(lambda: "focused" in self.states, what=f"focus on {self!r}")

    def set_text(self, text: str) -> None:
        """Replace the text without the keyboard."""
        self.call(SPI + "EditableText", "SetTextContents", "s", text)
        wait_for(lambda: self.text == text, what=f"{text!r} in {self!r}")

    def type_text(self, text: str) -> None:
        """Replace the text with the keyboard; waits until it is entered."""
        self.focus()
        self.context.screen.keys("ctrl+a", "Delete")
        self.context.screen.type(text)
        wait_for(lambda: self.text == text, what=f"{text!r} in {self!r}")

    def click(self, button: int = 1) -> None:
        """Click in the middle."""
        self.context.screen.click(*self.area.middle, button=button)

    def screenshot(self, path: Path) -> None:
        """Save the widget's part of the screen as a PNG."""
        self.context.screen.screenshot(path, self.area)
