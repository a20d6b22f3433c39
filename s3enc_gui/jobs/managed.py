"""What the administrator of this computer has set."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.managed.managed_settings import ManagedSettings
from s3enc_gui.jobs.context import Context


@dataclass(frozen=True, slots=True)
class ReadManaged:
    """Read what the administrator has set."""

    def run(self, context: Context) -> ManagedSettings:
        """Return it; without an `origin` nothing is set. Raises AppError where it isn't valid."""
        return context.services.session_sources.managed()


def only_managed(context: Context) -> bool:
    """Whether only the administrator's connections are allowed. Raises as ReadManaged."""
    return ReadManaged().run(context).only_connections
