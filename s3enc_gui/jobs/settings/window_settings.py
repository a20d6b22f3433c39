"""Saves and reads the layout of the window."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import settings_errors


@dataclass(frozen=True, slots=True)
class ShowDetails:
    """Save whether the details pane is shown."""

    shown: bool

    def run(self, context: Context) -> None:
        """Save the setting. Raises AppError."""
        with settings_errors(text("Can't save the layout of the window")):
            context.services.settings.set_details_shown(shown=self.shown)


@dataclass(frozen=True, slots=True)
class ReadDetailsShown:
    """Read whether the details pane is shown."""

    def run(self, context: Context) -> bool:
        """Return the setting; the default is yes."""
        return context.services.settings.details_shown()
