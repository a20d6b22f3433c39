"""The bucket of a change of encryption, and the keys of its objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from s3enc_gui.domain.encryption.status_kind import ObjectStatus, kind_of
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.jobs.customer_keys.keyed_sessions import KeyedSessions
from s3enc_gui.s3.customer_keys.right_key import may_be_the_key
from s3enc_gui.s3.objects.status_reader import StatusReader, StatusReading
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.s3.transport.responses import read_status


class Bucket:
    """The bucket's requests; after an outage with a new session.

    `keys` are the MD5s of the customer-provided keys (SSE-C) that its objects may need.
    """

    def __init__(self, sessions: KeyedSessions, keys: Sequence[str] = ()) -> None:
        self._sessions, self._keys = sessions, keys
        self.at = at_bucket = sessions.plain
        self.reader = StatusReader(at_bucket.transport, at_bucket.bucket, set())

    def use(self, at_bucket: BucketSession) -> None:
        """Send requests with another session from now on."""
        self.at = at_bucket
        self._sessions.use(at_bucket)
        self.reader.use(at_bucket.transport)

    async def has_key(self, key: str) -> bool:
        """Whether a customer-provided key can be used."""
        return await self._sessions.usable(key) is not None

    async def unlocked(self, listed: ListedObject, new_key: str = "") -> StatusReading | None:
        """Read an object that needs a customer-provided key; None: with none of them it can be.

        `new_key` is the one that it is to get, and may have already. Raises AppError for any other
        reason.
        """

        async def head(key: str) -> Mapping[str, Any] | None:
            at = await self._sessions.usable(key)
            if at is None:
                return None
            try:
                return await at.transport.head_object(at.bucket, listed.key, listed.version_id)
            except AppError as error:
                if may_be_the_key(error) or error.code == "400":
                    return None
                raise

        for key in dict.fromkeys((*self._keys, *filter(None, (new_key,)))):
            fields = await head(key)
            if fields and (status := read_status(fields)).customer_key:
                looked = ObjectStatus(kind_of(status), status, datetime.now(UTC))
                return StatusReading(looked, as_listed=True, fields=fields)
        return None
