"""Finds the credentials of saved connections for their sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.saved_connection import (
    CompanySource,
    ConsoleSource,
    KeySource,
    SavedConnection,
)
from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.managed.managed_settings import ManagedSettings
from s3enc_gui.i18n import text
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.sign_in.mfa_session import MfaSession
from s3enc_gui.s3.sign_in.session_credentials import company_role, console_session, refreshable
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.connections.role_sessions import RoleSessions
from s3enc_gui.store.customer_keys.customer_keys import CustomerKeys

_PROFILE = "profile "  # before its name: ids of saved connections have no space


class SessionSources:
    """The sources of sessions, by what a Connection refers to.

    `in_memory` holds sets of keys by name; the demo's are added when its server has started.
    """

    def __init__(
        self,
        store: ConnectionStore,
        in_memory: Mapping[str, Mapping[str, str]] | None = None,
        customer_keys: CustomerKeys | None = None,
    ) -> None:
        self.store = store
        self.customer_keys = customer_keys or CustomerKeys()
        self._mfa: dict[str, MfaSession] = {}
        self._in_memory = {} if in_memory is None else in_memory

    def managed(self) -> ManagedSettings:
        """Return what the administrator allows. Raises AppError where that can't be read."""
        return self.store.policy.settings()

    def is_in_memory(self, name: str | None) -> bool:
        """Whether the credentials of a name are only in memory."""
        return name in self._in_memory

    def find(self, connection: Connection) -> SessionSource:
        """Return the source, with the keys that the connection's requests send (SSE-C).

        Raises AppError where the connection, its secret or a key is gone, and where the
        administrator doesn't allow the connection.
        """
        source = self._find(connection.with_customer_key(None))
        return replace(
            source,
            customer_key=self._customer_key(connection.customer_key),
            source_key=self._customer_key(connection.source_key),
        )

    def _customer_key(self, md5: str) -> CustomerKey | None:
        return self.customer_keys.key(md5) if md5 else None

    def _find(self, connection: Connection) -> SessionSource:
        name = connection.credentials
        if (
            name is not None and name in self._in_memory
        ):  # the demo's, whose server is on this computer
            return SessionSource(self._in_memory[name])
        managed = self.managed()
        managed.check_connection(connection)
        if not name:
            lock = self.store.console.locked
            return SessionSource(mfa=self.mfa(connection), managed=managed, login_lock=lock)
        saved = self.store.saved.load().find(name)
        if saved is None:
            raise AppError(
                text("The connection no longer exists"),
                text("“{name}” was removed.", name=connection.title)
                if connection.title
                else text("The saved connection was removed from the list."),
                text("Add the connection again, or choose another one."),
                code="ConnectionRemoved",
            )
        return self.of(saved)

    def mfa(self, connection: Connection) -> MfaSession:
        """Return the MFA codes of a connection, which its sessions share."""
        return self._mfa_of(connection.credentials or f"{_PROFILE}{connection.profile or ''}")

    def _mfa_of(self, name: str) -> MfaSession:
        roles = RoleSessions(self.store.secrets, name)
        return self._mfa.setdefault(name, MfaSession(roles))  # atomic

    def of(self, saved: SavedConnection, key: AccessKey | None = None) -> SessionSource:
        """Return the source of a saved connection, or of one with a key that isn't saved yet.

        Raises AppError where its secret can't be read, or the administrator doesn't allow it.
        """
        managed = self.managed()
        managed.check_connection(saved.connection)
        source, store = saved.source, self.store
        credentials, keys = None, {}
        if isinstance(source, CompanySource):
            fetch = company_role(source.session, source.account, source.role, store.sso)
            credentials = lambda: refreshable(fetch, "sso")  # noqa: E731 - called by each session
        elif isinstance(source, ConsoleSource):
            renew = console_session(source.session_arn, source.region, store.console)
            credentials = lambda: refreshable(renew, "login")  # noqa: E731 - as above
        elif isinstance(source, KeySource):
            keys = _keys_of(saved, source, key or self._stored_key(saved, source))
        return SessionSource(
            keys=keys,
            credentials=credentials,
            role=saved.role,
            mfa=self._mfa_of(saved.id),
            login_lock=store.console.locked,
            addressing=saved.place.addressing,
            kms_endpoint_url=saved.place.kms_endpoint_url,
            one_bucket=bool(saved.bucket),
            managed=managed,
        )

    def _stored_key(self, saved: SavedConnection, source: KeySource) -> AccessKey | None:
        secrets = self.store.secrets
        if source.session_only and not secrets.is_in_memory(saved.id):
            return None  # the keyring has the one before
        return secrets.get(saved.id)


def _keys_of(saved: SavedConnection, source: KeySource, key: AccessKey | None) -> dict[str, str]:
    # Where the keyring was locked when the key was replaced, it still has the one before.
    if key is None or key.access_key != source.access_key:
        raise AppError(
            text("The secret access key is missing"),
            text("“{name}”: The keyring doesn't have it.", name=saved.name),
            text("Edit the connection and enter the secret access key again."),
            code="SecretMissing",
        )
    keys = {
        "AWS_ACCESS_KEY_ID": source.access_key,
        "AWS_SECRET_ACCESS_KEY": key.secret_key,
        "AWS_SESSION_TOKEN": key.session_token,
    }
    return {name: value for name, value in keys.items() if value}
