"""The items of combo boxes, lists, tables and trees."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from tests.end_to_end.atspi.bus import BusError, Call, get
from tests.end_to_end.atspi.driving import Control
from tests.end_to_end.atspi.reading import SPI
from tests.end_to_end.atspi.tree import ACCESSIBLE, Reference, walk
from tests.end_to_end.waiting import wait_for

_TABLE = SPI + "Table"
# A position is approached in steps, because disabled items are skipped.
_LEAPS = 6


class Items(Control):
    """A widget that can have items or rows."""

    # --- of combo boxes and lists -------------------------------------------------------------

    def options(self, limit: int = 500) -> list[str]:
        """The names of the first items of a combo box or list, open or not."""
        view = self._view()
        count = min(int(view.get(ACCESSIBLE, "ChildCount")), limit)
        asked = [view.reference.ask("GetChildAtIndex", "i", index) for index in range(count)]
        items = [Reference(*item) for item in self._answers(asked)]
        return [name for _, name in self._answers([get(*i, ACCESSIBLE, "Name") for i in items])]

    def choose(self, text: str, timeout: float = 5.0) -> None:
        """Open a combo box and select an item with the keyboard.

        Raises AssertionError when there is no such item, or Qt's keyboard passes it over
        because it is disabled (which AT-SPI does not tell: such items call themselves enabled).
        """
        self.press()
        view = self._view()
        wait_for(lambda: "showing" in view.states, what=f"the list of {self!r}")
        if text not in view.options():
            self.context.screen.type(text)

        def step_to_item() -> bool:
            names = view.options()  # read each time: the list may still grow
            if text in names:
                view.step_to(names.index(text))
            return view.current() == text

        try:
            what = f"{text!r} to be offered"
            wait_for(step_to_item, timeout, what=what, otherwise=lambda: str(view.options()))
        except AssertionError:
            self.context.screen.keys("Escape")
            raise
        self.context.screen.keys("Return")
        wait_for(lambda: self.name == text, what=f"{text!r} in {self!r}", otherwise=self.dump)

    def current(self) -> str:
        """The name of the selected item of a list; empty if none is."""
        item = self._selected()
        return item.name if item else ""

    def step_to(self, index: int) -> None:
        """Move the selection of the focused list near an index, with the arrow keys."""
        for _ in range(_LEAPS):
            now = self._selected_index()
            if now == index:
                return
            self.context.screen.keys(*["Down" if index > now else "Up"] * abs(index - now))
            self._settle()

    def _settle(self) -> None:
        # All keys are processed when the position doesn't change any more.
        before = None
        while (now := self._selected_index()) != before:
            before = now
            self.context.screen.settle()

    def _selected(self) -> Control | None:
        with suppress(BusError):
            answer = self.call(SPI + "Selection", "GetSelectedChild", "i", 0)
            item = Control(self.context, Reference(*answer))
            return item if item.exists() else None
        return None

    def _selected_index(self) -> int:
        item = self._selected()
        return int(item.call(ACCESSIBLE, "GetIndexInParent")) if item else -1

    def _view(self) -> Items:
        if self.role != "combo box":
            return self
        inside = walk(self.context.bus, self.reference, hidden=True)
        return Items(self.context, next(one.reference for one in inside if one.role == "list"))

    # --- of tables, lists and trees -----------------------------------------------------------

    def rows(self, limit: int = 100) -> list[list[str]]:
        """The texts of the first rows (of a tree: the expanded ones)."""
        columns = int(self.get(_TABLE, "NColumns"))
        rows = min(int(self.get(_TABLE, "NRows")), limit)
        cells = [(row, column) for row in range(rows) for column in range(columns)]
        names = [self.cell(row, column).name for row, column in cells]
        return [names[i : i + columns] for i in range(0, len(names), columns)]

    def cell(self, row: int, column: int = 0) -> Control:
        """A cell, counted from 0."""
        answer = self.call(_TABLE, "GetAccessibleAt", "ii", row, column)
        return Control(self.context, Reference(*answer))

    def select_row(self, row: int) -> None:
        """Select only this row, with the mouse, or with keys if it isn't visible."""
        if "showing" in self.cell(row).states and self._is_visible(row, 0):
            self.cell(row).click()
        else:
            self.focus()
            self.context.screen.keys("ctrl+Home", *["Down"] * row)
        wait_for(lambda: "selected" in self.cell(row).states, what=f"row {row} of {self!r}")

    def edit_cell(self, row: int, column: int, text: str) -> None:
        """Edit a cell of a table: click, F2, type, Return."""
        self.cell(row, column).click()
        self.context.screen.keys("F2", "ctrl+a")
        self.context.screen.type(text)
        self.context.screen.keys("Return")
        wait_for(lambda: self.cell(row, column).name == text, what=f"{text!r} in {self!r}")

    def _is_visible(self, row: int, column: int) -> bool:
        x, y = self.cell(row, column).area.middle
        view = self.area
        return view.x <= x < view.x + view.width and view.y <= y < view.y + view.height

    def _answers(self, calls: Sequence[Call]) -> list[Any]:
        return [a for a in self.context.bus.call_many(calls) if not isinstance(a, BusError)]
