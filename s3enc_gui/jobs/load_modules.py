"""Loads modules before they are needed."""

from __future__ import annotations

from importlib import import_module

from s3enc_gui.dataclass import dataclass
from s3enc_gui.jobs.context import Context


@dataclass(frozen=True, slots=True)
class LoadModules:
    """Job that loads modules by their names."""

    names: tuple[str, ...]

    def run(self, context: Context) -> None:
        """Load them, one after the other; what is loaded already takes no time."""
        for name in self.names:
            context.checkpoint()
            import_module(name)
