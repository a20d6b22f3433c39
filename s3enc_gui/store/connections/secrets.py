"""Secrets of saved connections: in the system's keyring, else in memory for this session."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from threading import Event, Lock
from typing import Any, Protocol

from s3enc_gui.aio.daemon_threads import DaemonThreads
from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text

SERVICE = "s3enc"
"""Under this name, keyrings show the entries."""
PROXY_PASSWORD = "proxy"  # noqa: S105 - the entry's name
ANSWER_TIME = 120.0
"""Seconds that a call waits for the keyring: time to type its password."""
END_TIME = 1.0
"""The same once the program ends."""


class Keyring(Protocol):
    """The functions of the keyring library that are used; they may block for a prompt."""

    def get_password(self, service_name: str, username: str) -> str | None:
        """Return an entry; None if there is none."""

    def set_password(self, service_name: str, username: str, password: str) -> None:
        """Write an entry."""

    def delete_password(self, service_name: str, username: str) -> None:
        """Delete an entry. Raises PasswordDeleteError if there is none."""


class Secrets:
    """Stores secrets by name: a connection's id for its access key.

    Thread-safe; blocks for `answer_time` seconds at most. A secret that the keyring doesn't take
    stays in memory until the program ends; `problem` then says why. It is never written to a file.
    Keyrings show the entries under the name `service`.
    """

    def __init__(
        self,
        backend: Keyring | None = None,
        *,
        answer_time: float = ANSWER_TIME,
        service: str = SERVICE,
    ) -> None:
        self._backend, self._service = backend, service
        self._answer_time = answer_time
        self._asked: Future[str | None] | None = None
        self._wake = Event()
        self._ending = False
        self._lock = Lock()
        self._in_memory: dict[str, str] = {}
        self.problem: AppError | None = None

    def get(self, connection_id: str) -> AccessKey | None:
        """Return the access key of a connection. Raises AppError where the keyring is locked."""
        packed = self.get_text(connection_id)
        return None if packed is None else _unpacked(packed)

    def set(self, connection_id: str, key: AccessKey) -> bool:
        """Store the access key; return whether it is in the keyring, not only in memory."""
        return self.set_text(connection_id, json.dumps(asdict(key)))

    def is_in_memory(self, name: str) -> bool:
        """Whether a secret is in memory only."""
        return name in self._in_memory

    def get_text(self, name: str) -> str | None:
        """Return a secret. Raises AppError where the keyring is locked."""
        with self._lock:
            if name in self._in_memory:
                return self._in_memory[name]
            try:
                return self._ask(name)
            except Exception as error:
                if _is_missing(error):
                    return None
                raise _locked(error) from error

    def set_text(self, name: str, secret: str) -> bool:
        """Store a secret; return whether it is in the keyring, not only in memory."""
        with self._lock:
            try:
                self._ask(name, lambda keyring: keyring.set_password(self._service, name, secret))
            except Exception as error:  # noqa: BLE001 - backends raise errors of their own
                self._in_memory[name] = secret
                self.problem = _not_stored(error)
                return False
            self._in_memory.pop(name, None)
            self.problem = None
            return True

    def delete(self, name: str) -> None:
        """Delete a secret, if there is one. Raises AppError where the keyring is locked."""
        with self._lock:
            self._in_memory.pop(name, None)
            try:
                self._ask(name, lambda keyring: keyring.delete_password(self._service, name))
            except Exception as error:
                if not _is_missing(error):
                    raise _locked(error) from error

    def hurry(self) -> None:
        """The program ends: who waits for a keyring's dialog doesn't any more. Doesn't block."""
        self._ending = True
        self._wake.set()

    def _ask(self, name: str, change: Callable[[Keyring], None] | None = None) -> str | None:
        """Read an entry, then change it. Raises TimeoutError; nothing is changed after that."""
        if self._asked is not None and not self._asked.done():
            raise TimeoutError  # its prompt is still open: no second one
        given_up, self._wake = Event(), (wake := Event())

        def ask() -> str | None:
            keyring = self._keyring()
            found = keyring.get_password(self._service, name)  # a locked keyring prompts here
            if change is not None and not given_up.is_set():
                change(keyring)
            return found

        thread = DaemonThreads("keyring")  # the prompt may stay open for good
        self._asked = asked = thread.submit(ask)
        asked.add_done_callback(lambda _: wake.set())
        try:
            if not self._ending:
                wake.wait(self._answer_time)
            return asked.result(END_TIME if self._ending else 0)
        finally:
            given_up.set()
            thread.close()

    def _keyring(self) -> Keyring:
        if self._backend is None:
            self._backend = _system_keyring()
        return self._backend


# Other packages add backends that store secrets in plain files (keyrings.alt).
_SYSTEM_BACKENDS = ("SecretService", "kwallet", "libsecret", "macOS", "Windows")


def _system_keyring() -> Keyring:
    """Return the best of the system's keyrings. Raises NoKeyringError where there is none."""
    from keyring import backend, get_keyring  # its backends import D-Bus, which takes a while
    from keyring.errors import NoKeyringError

    found = [one for one in backend.get_all_keyring() if _is_system(one) and one.priority > 0]
    if not found:
        raise NoKeyringError
    chosen = get_keyring()  # as configured by the user
    return chosen if _is_system(chosen) else max(found, key=lambda one: one.priority)


def keyring_name() -> str:
    """Name the system's keyring that would be used: `SecretService`; "" where there is none.

    Blocks, perhaps for good. No entry is read.
    """
    from keyring.errors import NoKeyringError

    try:
        return type(_system_keyring()).__module__.rpartition(".")[2]
    except NoKeyringError:
        return ""


def _is_system(one: object) -> bool:
    package, _, name = type(one).__module__.rpartition(".")
    return package == "keyring.backends" and name in _SYSTEM_BACKENDS


def _is_missing(error: Exception) -> bool:
    """Whether there is no such entry, or no keyring that could have it."""
    from keyring.errors import NoKeyringError, PasswordDeleteError

    return isinstance(error, (NoKeyringError, PasswordDeleteError))


def _unpacked(packed: str) -> AccessKey | None:
    try:
        content: Any = json.loads(packed)
        return AccessKey(**content)
    except (ValueError, TypeError):
        return None


def _locked(error: Exception) -> AppError:
    return AppError(
        text("The keyring is locked"),
        text("The system's keyring didn't answer in time.")
        if isinstance(error, TimeoutError)
        else text("The system's keyring didn't answer: {reason}", reason=type(error).__name__),
        text("Unlock it, or enter the secret access key again for this session."),
        code="KeyringLocked",
    )


def _not_stored(error: Exception) -> AppError:
    from keyring.errors import KeyringLocked, NoKeyringError

    if isinstance(error, NoKeyringError):
        detail = text("This system has no keyring.")
    elif isinstance(error, KeyringLocked):
        detail = text("The system's keyring is locked.")
    elif isinstance(error, TimeoutError):
        detail = text("The system's keyring didn't answer in time.")
    else:
        detail = text("The system's keyring refused it: {reason}", reason=type(error).__name__)
    return AppError(
        text("The secret is kept for this session only"),
        detail,
        text("After a restart, S3enc asks for it again."),
        code="KeyringMissing",
    )
