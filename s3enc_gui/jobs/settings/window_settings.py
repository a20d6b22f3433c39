"""What the window looks like the next time."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import kept


@dataclass(frozen=True, slots=True)
class ShowDetails:
    """Keep whether the pane of details is shown."""

    shown: bool

    def run(self, context: Context) -> None:
        """Return when it is kept. Raises AppError where it cannot be."""
        with kept("The next time the window will look as before"):
            context.services.settings.set_details_shown(shown=self.shown)


@dataclass(frozen=True, slots=True)
class ReadDetailsShown:
    """Whether the pane of details was shown the last time."""

    def run(self, context: Context) -> bool:
        """Return it; nobody has hidden it yet: it is shown."""
        return context.services.settings.details_shown()
