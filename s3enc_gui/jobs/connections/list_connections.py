"""Lists the available connections, and identifies the caller of one."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
        services, named = context.services, self.named
        pays = services.settings.requester_pays()
        saved = [
            replace(one, requester_pays=one.requester_pays or pays)
            for one in (entry.connection for entry in services.connections.saved.load().connections)
        ]
        if named.credentials and named.credentials not in {one.credentials for one in saved}:
            return (named,)  # the demo doesn't read the user's files
        named = next((one for one in saved if one.is_same_as(named)), named)
        options = Connection(requester_pays=pays) if named.credentials else named
        others = [options.with_profile(name) for name in (None, *profile_names())]
        if not options.anonymous:
            others.append(options.as_anonymous())
        return tuple(dict.fromkeys([named, *saved, *others]))


@dataclass(frozen=True, slots=True)
class Identify:
    """Find the caller's ARN and the Region; of an anonymous connection only the Region."""

    connection: Connection

    def run(self, context: Context) -> Identity:
        """Return the identity. Raises AppError without valid credentials."""
        return context.services.aws_session(self.connection).identity()
