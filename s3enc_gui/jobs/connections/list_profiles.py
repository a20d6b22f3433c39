"""Lists the profiles of `~/.aws`."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connections.profile import Profile
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.session.profiles import profiles


@dataclass(frozen=True, slots=True)
class ListProfiles:
    """Read the profiles, to choose one."""

    def run(self, context: Context) -> tuple[Profile, ...]:
        """Return them in the files' order. Raises AppError where the files can't be read."""
        context.checkpoint()
        return profiles()
