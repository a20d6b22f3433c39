"""Values of a policy document, read strictly: what isn't understood is an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from s3enc_gui.i18n import AnyText, text

T = TypeVar("T")


class Problem(Exception):
    """What is wrong: the key (`encryption[0].keys`), and why."""

    def __init__(self, place: str, reason: AnyText) -> None:
        super().__init__(place)
        self.place, self.reason = place, reason


class Node:
    """A value of the document, and where it is."""

    def __init__(self, value: Any, place: str) -> None:  # noqa: ANN401 - JSON
        self.value, self.place = value, place

    def wrong(self, reason: AnyText) -> Problem:
        """Return the exception for this value."""
        return Problem(self.place, reason)

    def keys(self, *known: str) -> Mapping[str, Node]:
        """Return the entries of an object that has no others than the known ones."""
        if not isinstance(self.value, dict):
            raise self.wrong(text("an object is expected"))
        prefix = f"{self.place}." if self.place else ""
        for name in self.value:
            if name not in known:
                raise Problem(f"{prefix}{name}", text("this key isn't known"))
        return {name: Node(value, f"{prefix}{name}") for name, value in self.value.items()}

    def items(self) -> Iterator[Node]:
        """Yield the entries of a list."""
        if not isinstance(self.value, list):
            raise self.wrong(text("a list is expected"))
        for number, one in enumerate(self.value):
            yield Node(one, f"{self.place}[{number}]")

    def text(self) -> str:
        """Return a text that isn't empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong(text("a text is expected"))
        return self.value

    def flag(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong(text("true or false is expected"))
        return self.value

    def as_(self, kind: Callable[[str], T], allowed: AnyText) -> T:
        """Return one of the values of an enumeration."""
        try:
            return kind(self.text())
        except ValueError:
            raise self.wrong(text("one of {allowed} is expected", allowed=allowed)) from None
