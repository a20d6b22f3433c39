"""The list of saved connections, with those of the administrator first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from s3enc_gui.domain.connections.saved_connection import SavedConnection, SavedConnections
from s3enc_gui.i18n import text
from s3enc_gui.store.connections.connections_file import ConnectionsFile
from s3enc_gui.store.managed.policy import Policy


class ManagedConnections:
    """As ConnectionsFile; every method also raises AppError where the policy can't be used.

    Where only the administrator's connections are allowed, the user's own stay in the file, but
    aren't shown.
    """

    def __init__(self, own: ConnectionsFile, policy: Policy) -> None:
        self._own, self._policy = own, policy

    def load(self) -> SavedConnections:
        """Return the connections; the user's own that can't be read are left out."""
        managed, own = self._policy.settings(), self._own.load()
        if not managed.origin:
            return own
        presets = managed.connections
        names = {one.name.casefold() for one in presets}
        others = [
            one
            for one in own.connections
            if not managed.only_connections
            and not managed.is_preset(one.id)
            and one.name.casefold() not in names
        ]
        found = SavedConnections(
            (*presets, *others),
            own.default_id,
            frozenset(one.id for one in presets),
            managed.only_connections,
        )
        if found.default is None and presets:
            return replace(found, default_id=presets[0].id)
        return found

    def save(self, connection: SavedConnection) -> None:
        """Add or replace a connection. Raises OSError, and AppError where that isn't allowed."""
        self.check_change(connection.id)
        self._own.save(connection)

    def check_change(self, connection_id: str) -> None:
        """Raise AppError where a connection can't be added or changed."""
        self._policy.settings().check_list()
        self.check_removal(connection_id)

    def check_removal(self, connection_id: str) -> None:
        """Raise AppError for a connection of the administrator's."""
        managed = self._policy.settings()
        if managed.is_preset(connection_id):
            raise managed.forbidden(text("This connection can't be changed or removed"))

    def remove(self, connection_id: str) -> None:
        """Remove a connection. Raises OSError, and AppError for one of the administrator's."""
        self.check_removal(connection_id)
        self._own.remove(connection_id)

    def reorder(self, ids: Iterable[str]) -> None:
        """Put the user's own connections in this order. Raises OSError."""
        self._own.reorder(ids)

    def set_default(self, connection_id: str | None) -> None:
        """Choose the connection that the window opens with. Raises OSError."""
        self._own.set_default(connection_id)
