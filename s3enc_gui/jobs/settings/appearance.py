"""Reads and saves whether the window is light or dark."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.settings.appearance import Appearance
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import settings_errors


@dataclass(frozen=True, slots=True)
class ReadAppearance:
    """Read the setting."""

    def run(self, context: Context) -> Appearance:
        """Return it; the default is that of the system."""
        return context.services.settings.appearance()


@dataclass(frozen=True, slots=True)
class SetAppearance:
    """Save the setting; the window applies it."""

    appearance: Appearance

    def run(self, context: Context) -> Appearance:
        """Return the setting. Raises AppError if it can't be saved."""
        with settings_errors(text("The appearance isn't saved")):
            context.services.settings.set_appearance(self.appearance)
        return self.appearance
