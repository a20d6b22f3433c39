"""What can be done with a widget, by its actions, the keyboard or the mouse."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.atspi.bus import Call
from tests.end_to_end.atspi.reading import SPI, Reading
from tests.end_to_end.waiting import wait_for

# What a push, a tick or a choice is called by the various widgets of Qt.
_PRESSES = ("Press", "Toggle", "Show Menu")


class Control(Reading):
    """An accessible object to drive. Each method sees that it took, and else fails."""

    def press(self) -> None:
        """Push the button, tick the box, open the menu; does not wait for what follows."""
        actions = self.actions()
        for name in _PRESSES:
            if name in actions:
                return self.act(name)
        message = f"{self!r} can only {actions}"
        raise AssertionError(message)

    def actions(self) -> list[str]:
        """The names of the actions this widget offers."""
        return [row[0] for row in self.call(SPI + "Action", "GetActions")]

    def act(self, name: str) -> None:
        """Do the action; AssertionError when the widget is disabled or has no such action."""
        assert self.enabled, f"{self!r} is disabled"
        index = self.actions().index(name)
        self.download_context.bus.send(
            Call(*self.reference, SPI + "Action", "DoAction", "i", (index,))
        )

    def check(self, on: bool = True) -> None:
        """Tick or clear a check box, choose a radio button, and see that it took."""
        if self.checked != on:
            self.act("Toggle")
        wait_for(lambda: self.checked == on, what=f"{self!r} checked={on}")

    def focus(self) -> None:
        """Give it the keyboard."""
        self.call(SPI + "Component", "GrabFocus")
        wait_for(lambda: "focused" in self.states, what=f"focus on {self!r}")

    def set_text(self, text: str) -> None:
        """Replace what is typed in, through the interface: no key is pressed."""
        self.call(SPI + "EditableText", "SetTextContents", "s", text)
        wait_for(lambda: self.text == text, what=f"{text!r} in {self!r}")

    def type_text(self, text: str) -> None:
        """Replace what is typed in by typing; waits until it is all there."""
        self.focus()
        self.download_context.screen.keys("ctrl+a", "Delete")
        self.download_context.screen.type(text)
        wait_for(lambda: self.text == text, what=f"{text!r} in {self!r}")

    def click(self, button: int = 1) -> None:
        """With the mouse, in its middle."""
        self.download_context.screen.click(*self.area.middle, button=button)

    def screenshot(self, path: Path) -> None:
        """This widget's part of the screen, as a PNG."""
        self.download_context.screen.screenshot(path, self.area)
