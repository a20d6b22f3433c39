"""The code of a connection's MFA device, and the credentials that it gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any, Protocol

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.times import iso_time
from s3enc_gui.i18n import text

_MARGIN = timedelta(minutes=15)  # before the end, as botocore's CachedCredentialFetcher

Fetch = Callable[[], dict[str, Any]]
"""Returns credentials as botocore's RefreshableCredentials takes them."""


class KeptRoles(Protocol):
    """Where credentials are kept for other processes; nothing is raised."""

    def load(self) -> dict[str, dict[str, Any]]:
        """Return the credentials by role."""

    def save(self, roles: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace them."""

    def delete(self) -> None:
        """Delete them."""


class MfaSession:
    """What a connection's sessions share: each code can be used once. Thread-safe.

    A session that is opened later uses the credentials that the code of an earlier one gave.
    """

    def __init__(self, shared: KeptRoles) -> None:
        self._shared = shared
        self._lock = RLock()  # roles of a chain are fetched inside one another
        self._code: str | None = None
        self._roles: dict[str, dict[str, Any]] = {}

    def enter(self, code: str) -> None:
        """Use a new code for the next credentials; those of the code before aren't used again."""
        with self._lock:
            self.forget()
            self._code = code

    def forget(self) -> None:
        """Forget the code and the credentials."""
        with self._lock:
            self._code = None
            self._roles.clear()
            self._shared.delete()

    def take(self) -> str:
        """Return the code and forget it. Raises AppError (MfaCodeRequired) where there is none."""
        with self._lock:
            code, self._code = self._code, None
        if code is None:
            raise code_required()
        return code

    def kept(self, role: str, fetch: Fetch) -> Fetch:
        """Return what fetches a role's credentials only if there are none that are valid yet."""

        def fetched() -> dict[str, Any]:
            with self._lock:  # whoever comes second finds what the code gave
                found = self._newest(role)
                if found is None:
                    found = self._roles[role] = fetch()
                    self._shared.save(self._roles)
                return dict(found)

        return fetched

    def _newest(self, role: str) -> dict[str, Any] | None:
        """Return credentials that are valid for a while: of this process, or of another one."""
        known = (self._roles.get(role), self._shared.load().get(role))
        valid = [
            one for one in known if one is not None and _end(one) > datetime.now(UTC) + _MARGIN
        ]
        return max(valid, key=_end, default=None)


def code_required() -> AppError:
    """Return the error where a code is needed: an outage, until the user has entered one."""
    return AppError(
        text("An MFA code is required"),
        text("The role of this connection requires a code of your MFA device."),
        text("Sign in again and enter the code."),
        code="MfaCodeRequired",
    )


def _end(credentials: Mapping[str, Any]) -> datetime:
    return iso_time(credentials["expiry_time"]) or datetime.min.replace(tzinfo=UTC)
