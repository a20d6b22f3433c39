"""The code of a connection's MFA device, and the credentials that it gave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.times import iso_time
from s3enc_gui.i18n import text

_MARGIN = timedelta(minutes=15)  # before the end, as botocore's CachedCredentialFetcher

Fetch = Callable[[], dict[str, Any]]
"""Returns credentials as botocore's RefreshableCredentials takes them."""


class MfaSession:
    """What a connection's sessions share: each code can be used once. Thread-safe.

    A session that is opened later uses the credentials that the code of an earlier one gave.
    """

    def __init__(self) -> None:
        self._lock = RLock()  # roles of a chain are fetched inside one another
        self._code: str | None = None
        self._kept: dict[str, dict[str, Any]] = {}

    def enter(self, code: str) -> None:
        """Use a new code for the next credentials; those of the code before aren't used again."""
        with self._lock:
            self.forget()
            self._code = code

    def forget(self) -> None:
        """Forget the code and the credentials."""
        with self._lock:
            self._code = None
            self._kept.clear()

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
                found = self._kept.get(role)
                if found is None or not _is_valid(found):
                    found = self._kept[role] = fetch()
                return dict(found)

        return fetched


def code_required() -> AppError:
    """Return the error where a code is needed: an outage, until the user has entered one."""
    return AppError(
        text("An MFA code is required"),
        text("The role of this connection requires a code of your MFA device."),
        text("Sign in again and enter the code."),
        code="MfaCodeRequired",
    )


def _is_valid(credentials: dict[str, Any]) -> bool:
    end = iso_time(credentials["expiry_time"])
    return end is not None and end > datetime.now(UTC) + _MARGIN
