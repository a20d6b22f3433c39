"""Reads and changes the list of saved connections."""

from __future__ import annotations

from dataclasses import field, replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.saved_connection import (
    KeySource,
    SavedConnection,
    SavedConnections,
    problems,
)
from s3enc_gui.domain.connections.sign_in import Account, SsoSession
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.sign_in.access_portal import AccessPortal
from s3enc_gui.s3.sign_in.clients import unsigned_client
from s3enc_gui.s3.sign_in.profile_sign_in import session_for
from s3enc_gui.s3.sign_in.session_credentials import valid_token
from s3enc_gui.store.os_errors import CHECK_DISK, os_errors
from s3enc_gui.store.paths import connections_path

_CANT_SAVE = text("Can't save the connection")


@dataclass(frozen=True, slots=True)
class LoadConnections:
    """Read the saved connections, in their order."""

    def run(self, context: Context) -> SavedConnections:
        """Return the connections; none where the file can't be read."""
        return context.services.connections.saved.load()


@dataclass(frozen=True, slots=True)
class SaveConnection:
    """Add a connection, or change it. `key`: the access key that replaces the stored one."""

    connection: SavedConnection
    key: AccessKey | None = field(default=None, repr=False)
    as_default: bool = False

    def run(self, context: Context) -> AppError | None:
        """Return why the secret is kept for this session only, if it is. Raises AppError."""
        store = context.services.connections
        for problem in problems(self.connection, store.saved.load().connections):
            raise problem
        store.saved.check_change(self.connection.id)  # before its secret is stored
        in_keyring = self.key is None or store.secrets.set(self.connection.id, self.key)
        connection = self.connection
        if isinstance(connection.source, KeySource):
            session_only = self._is_session_only(context) if self.key is None else not in_keyring
            source = replace(connection.source, session_only=session_only)
            connection = replace(connection, source=source)
        with os_errors(connections_path(), _CANT_SAVE, CHECK_DISK, "ConnectionsFile"):
            store.saved.save(connection)
            if self.as_default:
                store.saved.set_default(self.connection.id)
        _use_anew(self.connection, context)
        return None if in_keyring else store.secrets.problem

    def _is_session_only(self, context: Context) -> bool:
        """Whether the key that the connection keeps isn't in the keyring."""
        before = context.services.connections.saved.load().find(self.connection.id)
        return before is not None and getattr(before.source, "session_only", False)


def _use_anew(connection: SavedConnection, context: Context) -> None:
    """Open new sessions; what waits for valid keys goes on with them."""
    services = context.services
    if connection.role is not None:  # it may be another one, or assumed with other keys
        services.session_sources.mfa(connection.connection).forget()
    services.aws_sessions.forget(connection.id)
    services.retry_now()


@dataclass(frozen=True, slots=True)
class DuplicateConnection:
    """Add a copy of a connection, with its secret."""

    original_id: str
    copied: SavedConnection

    def run(self, context: Context) -> AppError | None:
        """Return and raise as SaveConnection; also raise where the secret can't be read."""
        key = None
        if self.copied.needs_secret:
            key = context.services.connections.secrets.get(self.original_id)
        return SaveConnection(self.copied, key).run(context)


@dataclass(frozen=True, slots=True)
class RemoveConnection:
    """Remove a connection and its secret. A sign-in stays: other connections may use it."""

    connection_id: str

    def run(self, context: Context) -> None:
        """Raises AppError; the connection stays in the list where its secret can't be removed."""
        services, store = context.services, context.services.connections
        store.saved.check_removal(self.connection_id)
        store.secrets.delete(self.connection_id)
        with os_errors(connections_path(), _CANT_SAVE, CHECK_DISK, "ConnectionsFile"):
            store.saved.remove(self.connection_id)
        services.session_sources.mfa(Connection(credentials=self.connection_id)).forget()
        services.aws_sessions.forget(self.connection_id)


@dataclass(frozen=True, slots=True)
class ReorderConnections:
    """Put the connections in another order."""

    ids: tuple[str, ...]

    def run(self, context: Context) -> None:
        """Raises AppError."""
        with os_errors(connections_path(), _CANT_SAVE, CHECK_DISK, "ConnectionsFile"):
            context.services.connections.saved.reorder(self.ids)


@dataclass(frozen=True, slots=True)
class SetDefaultConnection:
    """Choose the connection that the window opens with; None: the default credentials."""

    connection_id: str | None

    def run(self, context: Context) -> None:
        """Raises AppError."""
        with os_errors(connections_path(), _CANT_SAVE, CHECK_DISK, "ConnectionsFile"):
            context.services.connections.saved.set_default(self.connection_id)


@dataclass(frozen=True, slots=True)
class FindSession:
    """Find the session of an access portal: the AWS CLI's, if it has one."""

    start_url: str
    region: str

    def run(self, context: Context) -> SsoSession:
        """Return the session. Raises AppError where the files in `~/.aws` can't be read."""
        del context
        return session_for(self.start_url, self.region)


@dataclass(frozen=True, slots=True)
class ListAccounts:
    """List the accounts of a user who has signed in to the access portal."""

    session: SsoSession

    def run(self, context: Context) -> list[Account]:
        """Return the accounts by name. Raises AppError."""
        return _portal(self.session, context).accounts()


@dataclass(frozen=True, slots=True)
class ListRoles:
    """List the user's roles in an account."""

    session: SsoSession
    account_id: str

    def run(self, context: Context) -> list[str]:
        """Return the names of the roles. Raises AppError."""
        return _portal(self.session, context).roles(self.account_id)


def _portal(session: SsoSession, context: Context) -> AccessPortal:
    token = valid_token(session, context.services.connections.sso)
    return AccessPortal(unsigned_client("sso", session.region), token.access_token)
