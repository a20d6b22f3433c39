"""A keyring in memory."""

from __future__ import annotations

from keyring.errors import PasswordDeleteError


class FakeKeyring:
    """A keyring in memory; `error` is raised by every call."""

    def __init__(self, error: Exception | None = None) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.error = error

    def get_password(self, service_name: str, username: str) -> str | None:
        self._check()
        return self.entries.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self._check()
        self.entries[(service_name, username)] = password

    def delete_password(self, service_name: str, username: str) -> None:
        self._check()
        if (service_name, username) not in self.entries:
            raise PasswordDeleteError
        del self.entries[(service_name, username)]

    def _check(self) -> None:
        if self.error:
            raise self.error
