"""A session's credentials, refreshed as needed."""

from __future__ import annotations

import asyncio
from typing import Any

from s3enc_gui.s3.transport.signing import AccessKeys


class Credentials:
    """The access keys of a botocore session."""

    def __init__(self, credentials: Any) -> None:  # noqa: ANN401 - botocore's are untyped
        self._credentials = credentials
        self._refresh_needed = getattr(credentials, "refresh_needed", None)
        self._frozen: Any = None
        self._keys: AccessKeys | None = None

    async def now(self) -> AccessKeys:
        """Return the access keys, refreshed if they must be. Raises botocore's errors."""
        return self.at_once() or await self.refreshed()

    def at_once(self) -> AccessKeys | None:
        """Return the access keys; None where they must be refreshed first.

        Returns the same object as long as they don't change. Raises botocore's errors.
        """
        if self._refresh_needed is not None and self._refresh_needed():
            return None
        return self._taken(self._credentials.get_frozen_credentials())

    async def refreshed(self) -> AccessKeys:
        """Refresh and return the access keys; doesn't block the loop. Raises botocore's errors."""
        return self._taken(await asyncio.to_thread(self._credentials.get_frozen_credentials))

    def _taken(self, frozen: Any) -> AccessKeys:  # noqa: ANN401 - as above
        if self._keys is None or frozen != self._frozen:
            self._frozen = frozen
            self._keys = AccessKeys(frozen.access_key, frozen.secret_key, frozen.token)
        return self._keys
