"""Lists the available connections, and identifies the caller of one."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.session.profiles import profile_names


@dataclass(frozen=True, slots=True)
class ListConnections:
    """List the window's connection, the saved ones, the default credentials and the profiles.

    At the end, access without credentials.
    """

    named: Connection

    def run(self, context: Context) -> tuple[Connection, ...]:
        """Return the connections. Raises AppError if the files in `~/.aws` are invalid."""
        saved = context.services.connections.saved.load().connections
        named = self.named
        if named.credentials and named.credentials not in {one.id for one in saved}:
            return (named,)  # the demo doesn't read the user's files
        options = Connection(requester_pays=named.requester_pays) if named.credentials else named
        others = [options.with_profile(name) for name in (None, *profile_names())]
        if not options.anonymous:
            others.append(options.as_anonymous())
        return tuple(dict.fromkeys([named, *(one.connection for one in saved), *others]))


@dataclass(frozen=True, slots=True)
class Identify:
    """Find the caller's ARN and the Region; of an anonymous connection only the Region."""

    connection: Connection

    def run(self, context: Context) -> Identity:
        """Return the identity. Raises AppError without valid credentials."""
        return context.services.aws_session(self.connection).identity()
