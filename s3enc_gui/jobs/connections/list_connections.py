"""Lists the available connections, and identifies the caller of one."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.session.profiles import profile_names


@dataclass(frozen=True, slots=True)
class ListConnections:
    """List the saved connections, the default credentials and the profiles.

    The window's connection comes first if it isn't saved, or has other options; access without
    credentials is the last one. Where the administrator allows only some, these are all.
    """

    named: Connection

    def run(self, context: Context) -> tuple[Connection, ...]:
        """Return the connections. Raises AppError if the files in `~/.aws` are invalid."""
        services, named = context.services, self.named
        pays = services.settings.requester_pays()
        if services.session_sources.is_in_memory(named.credentials):
            return (named,)  # the demo doesn't read the user's files
        listed = services.connections.saved.load()
        saved = [
            replace(one, requester_pays=one.requester_pays or pays)
            for one in (entry.connection for entry in listed.connections)
        ]
        named = next((one for one in saved if one.is_same_as(named)), named)
        if listed.only_presets:
            return tuple(saved)
        options = Connection(requester_pays=pays) if named.credentials else named
        others = [options.with_profile(name) for name in (None, *profile_names())]
        if not options.anonymous:
            others.append(options.as_anonymous())
        ids = {None, *(one.credentials for one in saved)}
        first = [named] if named not in saved and named.credentials in ids else []
        return tuple(dict.fromkeys([*first, *saved, *others]))


@dataclass(frozen=True, slots=True)
class Identify:
    """Find the caller's ARN and the Region; of an anonymous connection only the Region."""

    connection: Connection

    def run(self, context: Context) -> Identity:
        """Return the identity. Raises AppError without valid credentials."""
        return context.services.aws_session(self.connection).identity()
