"""Where and as whom: which connections there are, and who one of them is."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.session.profiles import profile_names


@dataclass(frozen=True, slots=True)
class ListConnections:
    """The connection the command line named first, the standard chain, then each profile."""

    named: Connection

    def run(self, context: Context) -> tuple[Connection, ...]:
        """Raises AppError where the `~/.aws` files are damaged."""
        del context
        if self.named.credentials:
            return (self.named,)  # the demo touches no file of the user's
        others = [self.named.with_profile(name) for name in (None, *profile_names())]
        return tuple(dict.fromkeys([self.named, *others]))


@dataclass(frozen=True, slots=True)
class Identify:
    """Who is calling, and the Region."""

    connection: Connection

    def run(self, context: Context) -> Identity:
        """Raises AppError where nobody is signed in."""
        return context.services.aws_session(self.connection).identity()
