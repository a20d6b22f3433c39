"""Finds the connection that the window opens with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context


@dataclass(frozen=True, slots=True)
class FirstConnection:
    """What to open: a connection, and the bucket and prefix that belong to it (None: all)."""

    connection: Connection
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class FindFirstConnection:
    """Find the saved connection of a name, the default one, or what the options select.

    `selected` is what the options select besides; `name` is that of a saved connection. In the
    window, the setting to pay for requests applies, too.
    """

    selected: Connection
    name: str | None = None
    in_window: bool = True

    def run(self, context: Context) -> FirstConnection:
        """Return the connection. Raises AppError where none has the name."""
        services = context.services
        saved = services.connections.saved.load()
        found = saved.find(self.name) if self.name else None
        if self.name and not found:
            raise no_such_connection(self.name)
        if not found and self.selected == Connection():
            found = saved.default
        if found:
            chosen = found.connection
            options = self.selected
            overridden = replace(
                chosen,
                region=options.region or chosen.region,
                endpoint_url=options.endpoint_url or chosen.endpoint_url,
                ca_bundle=options.ca_bundle or chosen.ca_bundle,
                anonymous=options.anonymous or chosen.anonymous,
                requester_pays=options.requester_pays or chosen.requester_pays,
                older_server=options.older_server or chosen.older_server,
                fips=options.fips or chosen.fips,
                dual_stack=options.dual_stack or chosen.dual_stack,
                ipv6_only=options.ipv6_only or chosen.ipv6_only,
            )
            first = FirstConnection(overridden, found.location)
        else:
            first = FirstConnection(self.selected)
        if not self.in_window or first.connection.requester_pays:
            return first
        pays = services.settings.requester_pays()
        return replace(first, connection=replace(first.connection, requester_pays=pays))


def no_such_connection(name: str) -> AppError:
    """Return the error for the name of a connection that isn't saved."""
    return AppError(
        text("The connection doesn't exist"),
        text("No saved connection is named “{name}”.", name=name),
        text("To see the names, use s3enc connections list."),
        code="Usage",
    )
