"""A session's credentials, refreshed as needed."""

from __future__ import annotations

import asyncio
from typing import Any

from s3enc_gui.s3.transport.signing import AccessKeys


class Credentials:
    """The access keys of a botocore session."""

    def __init__(self, credentials: Any) -> None:  # noqa: ANN401 - botocore's are untyped
        self._credentials = credentials
        self._keys: AccessKeys | None = None

    async def now(self) -> AccessKeys:
        """Return the access keys; refreshing them doesn't block the loop.

        Returns the same object as long as they don't change. Raises botocore's errors.
        """
        refresh_needed = getattr(self._credentials, "refresh_needed", None)
        if refresh_needed is not None and refresh_needed():
            frozen = await asyncio.to_thread(self._credentials.get_frozen_credentials)
        else:
            frozen = self._credentials.get_frozen_credentials()
        keys = AccessKeys(frozen.access_key, frozen.secret_key, frozen.token)
        if self._keys is None or keys != self._keys:
            self._keys = keys
        return self._keys
