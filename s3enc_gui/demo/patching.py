"""Replacing attributes of somebody else's classes: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any


class WrongMotoError(Exception):
    """The installed moto is not the one that the demo knows."""


class Patcher:
    """Collects replacements, and makes them only when every name to be replaced is there."""

    def __init__(self) -> None:
        self._replacements: list[tuple[type | ModuleType, str, Callable[[Any], Any]]] = []

    def wrap(self, owner: type | ModuleType, name: str, make: Callable[[Any], Any]) -> None:
        """Replace `owner.name` by what `make` returns for the present one."""
        self._replacements.append((owner, name, make))

    def apply(self) -> None:
        """Make the replacements; raises `WrongMotoError` and makes none if a name is missing."""
        missing = [
            f"{owner.__name__}.{name}"
            for owner, name, _ in self._replacements
            if not hasattr(owner, name)
        ]
        if missing:
            raise WrongMotoError(f"This version of moto has no {', '.join(missing)}.")
        for owner, name, make in self._replacements:
            setattr(owner, name, make(getattr(owner, name)))
