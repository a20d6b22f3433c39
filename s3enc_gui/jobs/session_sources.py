"""Finds the credentials of saved connections for their sessions."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.saved_connection import (
    CompanySource,
    ConsoleSource,
    KeySource,
    SavedConnection,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.sign_in.session_credentials import company_role, console_session, refreshable
from s3enc_gui.store.connections.connection_store import ConnectionStore


class MfaCodes:
    """Codes that the user has entered, by connection; each is used once. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._codes: dict[str, str] = {}

    def enter(self, connection_id: str, code: str) -> None:
        """Keep a code until it is used."""
        with self._lock:
            self._codes[connection_id] = code

    def take(self, connection_id: str) -> str:
        """Return the code and forget it. Raises AppError where there is none."""
        with self._lock:
            code = self._codes.pop(connection_id, None)
        if code is None:
            raise AppError(
                text("An MFA code is required"),
                text("The role of this connection requires a code of your MFA device."),
                text("Sign in again and enter the code."),
                code="MfaCodeRequired",
            )
        return code


class SessionSources:
    """The sources of sessions, by what a Connection refers to.

    `in_memory` holds sets of keys by name; the demo's are added when its server has started.
    """

    def __init__(
        self, store: ConnectionStore, in_memory: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self.store = store
        self.mfa_codes = MfaCodes()
        self._in_memory = {} if in_memory is None else in_memory

    def find(self, connection: Connection) -> SessionSource:
        """Return the source. Raises AppError where the connection or its secret is gone."""
        name = connection.credentials
        if not name:
            return SessionSource()
        if name in self._in_memory:
            return SessionSource(self._in_memory[name])
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

    def of(self, saved: SavedConnection, key: AccessKey | None = None) -> SessionSource:
        """Return the source of a saved connection, or of one with a key that isn't saved yet.

        Raises AppError where its secret can't be read.
        """
        source, store = saved.source, self.store
        credentials, keys = None, {}
        if isinstance(source, CompanySource):
            fetch = company_role(source.session, source.account, source.role, store.sso)
            credentials = lambda: refreshable(fetch, "sso")  # noqa: E731 - called by each session
        elif isinstance(source, ConsoleSource):
            renew = console_session(source.session_arn, source.region, store.console)
            credentials = lambda: refreshable(renew, "login")  # noqa: E731 - as above
        elif isinstance(source, KeySource):
            keys = _keys_of(saved, source, key or store.secrets.get(saved.id))
        return SessionSource(
            keys=keys,
            credentials=credentials,
            role=saved.role,
            mfa_code=lambda: self.mfa_codes.take(saved.id),
            addressing=saved.place.addressing,
            kms_endpoint_url=saved.place.kms_endpoint_url,
            one_bucket=bool(saved.bucket),
        )


def _keys_of(saved: SavedConnection, source: KeySource, key: AccessKey | None) -> dict[str, str]:
    if key is None:
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
