"""Finds the connection that the window opens with."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import SavedConnection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.settings.window_state import LastPlace
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.session.profiles import profile_names


@dataclass(frozen=True, slots=True)
class FirstConnection:
    """What to open: a connection, and the bucket and prefix that belong to it (None: all)."""

    connection: Connection
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class FindFirstConnection:
    """Find the saved connection of a name, the default or last one, or what the options select.

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
        selected, last = self.selected, None
        if not found and self.selected == Connection():
            found = saved.default
            last = services.settings.window.place() if self.in_window else None
            if last and not found:
                found = saved.find(last.connection) if last.connection else None
            if last and not found and not last.connection and _is_profile(last.profile):
                selected = Connection(last.profile)
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
            first = FirstConnection(overridden, _location(found, last))
        else:
            is_last = last and not last.connection and last.profile == selected.profile
            place = Location(last.bucket, last.prefix) if last and is_last and last.bucket else None
            first = FirstConnection(selected, place)
        if not self.in_window or first.connection.requester_pays:
            return first
        pays = services.settings.requester_pays()
        return replace(first, connection=replace(first.connection, requester_pays=pays))


def _is_profile(name: str | None) -> bool:
    if name is None:
        return True
    try:
        return name in profile_names()
    except AppError:  # the files are shown to be invalid where a connection is chosen
        return False


def _location(found: SavedConnection, last: LastPlace | None) -> Location | None:
    """Return where to open a connection: at the last place, if that was one of its own."""
    bound = found.location
    if last is None or last.connection != found.id or not last.bucket:
        return bound
    is_inside = bound is None or (last.bucket == bound.bucket and last.prefix.startswith(bound.key))
    return Location(last.bucket, last.prefix) if is_inside else bound


def no_such_connection(name: str) -> AppError:
    """Return the error for the name of a connection that isn't saved."""
    return AppError(
        text("The connection doesn't exist"),
        text("No saved connection is named “{name}”.", name=name),
        text("To see the names, use s3enc connections list."),
        code="Usage",
    )
