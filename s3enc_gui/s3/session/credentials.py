"""The session's credentials, as they are at each request."""

from __future__ import annotations

import asyncio
from typing import Any

from s3enc_gui.s3.transport.signing import AccessKeys


class Credentials:
    """Hands over the keys of a botocore session, renewed where they are about to expire."""

    def __init__(self, credentials: Any) -> None:  # noqa: ANN401 - botocore's are untyped
        self._credentials = credentials
        self._keys: AccessKeys | None = None

    async def now(self) -> AccessKeys:
        """Return them; renewing may ask a server, which never blocks the loop.

        Raises botocore's errors.
        """
        wants_renewal = getattr(self._credentials, "refresh_needed", None)
        if wants_renewal is not None and wants_renewal():
            frozen = await asyncio.to_thread(self._credentials.get_frozen_credentials)
        else:
            frozen = self._credentials.get_frozen_credentials()
        keys = AccessKeys(frozen.access_key, frozen.secret_key, frozen.token)
        if self._keys is None or keys != self._keys:
            self._keys = keys
        return self._keys  # the same object as long as they are the same
