"""Saves and reads whether the window's requests offer to pay (Requester Pays buckets)."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import settings_errors


@dataclass(frozen=True, slots=True)
class ReadRequesterPays:
    """Read whether the user agreed to pay."""

    def run(self, context: Context) -> bool:
        """Return the setting; the default is no."""
        return context.services.settings.requester_pays()


@dataclass(frozen=True, slots=True)
class SetRequesterPays:
    """Save whether the user agreed to pay."""

    pays: bool

    def run(self, context: Context) -> bool:
        """Return the setting. Raises AppError if it can't be saved."""
        with settings_errors(text("The setting for Requester Pays buckets isn't saved")):
            context.services.settings.set_requester_pays(pays=self.pays)
        return self.pays
