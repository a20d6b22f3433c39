"""Lists the available connections, and identifies the caller of one."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.session.profiles import profile_names


@dataclass(frozen=True, slots=True)
class ListConnections:
    """List the command line's connection, the default credentials, each profile, and anonymous."""

    named: Connection

    def run(self, context: Context) -> tuple[Connection, ...]:
        """Return the connections. Raises AppError if the files in `~/.aws` are invalid."""
        del context
        if self.named.credentials:
            return (self.named,)  # the demo doesn't read the user's files
        others = [self.named.with_profile(name) for name in (None, *profile_names())]
        if not self.named.anonymous:
            others.append(self.named.as_anonymous())
        return tuple(dict.fromkeys([self.named, *others]))


@dataclass(frozen=True, slots=True)
class Identify:
    """Find the caller's ARN and the Region; of an anonymous connection only the Region."""

    connection: Connection

    def run(self, context: Context) -> Identity:
        """Return the identity. Raises AppError without valid credentials."""
        return context.services.aws_session(self.connection).identity()
