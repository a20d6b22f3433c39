"""Replaces attributes of another library's classes: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any


class WrongMotoError(Exception):
    """The installed version of moto isn't supported."""


class Patcher:
    """Collects replacements, and applies them only if every attribute exists."""

    def __init__(self) -> None:
        self._replacements: list[tuple[type | ModuleType, str, Callable[[Any], Any]]] = []

    def wrap(self, owner: type | ModuleType, name: str, make: Callable[[Any], Any]) -> None:
        """Replace `owner.name` by `make(owner.name)`."""
        self._replacements.append((owner, name, make))

    def apply(self) -> None:
        """Apply the replacements. Raises `WrongMotoError`, and applies none, if one is missing."""
        missing = [
            f"{owner.__name__}.{name}"
            for owner, name, _ in self._replacements
            if not hasattr(owner, name)
        ]
        if missing:
            raise WrongMotoError(f"This version of moto doesn't have {', '.join(missing)}.")
        for owner, name, make in self._replacements:
            setattr(owner, name, make(getattr(owner, name)))
