"""Reads and saves what the desktop shows of the program."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.settings.desktop import DesktopSettings
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import settings_errors


@dataclass(frozen=True, slots=True)
class ReadDesktopSettings:
    """Read the settings."""

    def run(self, context: Context) -> DesktopSettings:
        """Return them; what isn't saved has its default."""
        return context.services.settings.desktop()


@dataclass(frozen=True, slots=True)
class SetDesktopSettings:
    """Save the settings; the window applies them."""

    settings: DesktopSettings

    def run(self, context: Context) -> DesktopSettings:
        """Return the settings. Raises AppError if they can't be saved."""
        with settings_errors(text("The desktop settings aren't saved")):
            context.services.settings.set_desktop(self.settings)
        return self.settings
