"""Copiers for objects with customer-provided keys (SSE-C), one for each pair of keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.copies.comparison import CopySource
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.customer_keys.keyed_sessions import KeyedSessions
from s3enc_gui.jobs.customer_keys.use_key import check_unblocked
from s3enc_gui.s3.copies.copier import Copier
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.customer_keys.right_key import first_right
from s3enc_gui.s3.session.bucket_session import BucketSession


class Copiers:
    """The copiers of one job, on one loop. Keys are named by their MD5s; "" is no key.

    `plain` sends no key. `keys` are tried, in this order, for objects that need one.
    """

    def __init__(
        self,
        plain: Copier,
        source: KeyedSessions,
        target: KeyedSessions,
        keys: Sequence[str] = (),
    ) -> None:
        self.plain, self._source, self._target, self._keys = plain, source, target, keys
        self._last = ""
        self._blocked: AppError | None = None
        self._is_unblocked = False
        self._readers: dict[str, CopyBucket] = {"": plain.source}
        self._copiers: dict[tuple[str, str], Copier] = {("", ""): plain}

    def use(self, at_source: BucketSession, at_target: BucketSession) -> None:
        """Send all requests with new sessions from now on; blocks. Raises AppError."""
        self._source.use(at_source)
        self._target.use(at_target)
        for key, reader in tuple(self._readers.items()):
            _use(reader, self._source.of(key))
        for (source_key, key), copier in tuple(self._copiers.items()):
            _use(copier.source, self._source.of(source_key))
            _use(copier.target, self._target.of(key, source_key))
            _use(copier.seen_target, self._target.of(source_key))

    @property
    def used(self) -> tuple[tuple[str, str], ...]:
        """The pairs of keys that objects were copied with: the source's, and the copy's."""
        return tuple(self._copiers)

    async def read(
        self, key: str, version_id: str | None = None, hints: Sequence[str] = ()
    ) -> tuple[str, CopySource]:
        """Read an object with the key that decrypts it; return both. Raises AppError.

        `hints` are further keys that it may have, tried first. Its status needs a key where none
        of them is the right one.
        """
        keys = [one for one in (*hints, *self._keys) if one]
        if not keys:
            return "", await self.plain.source.read(key, version_id)

        async def read(md5: str) -> CopySource | None:
            reader = await self._reader(md5)
            return await reader.read(key, version_id) if reader else None

        first = next((one for one in hints if one), self._last)
        senders = dict.fromkeys((first, "", *keys))
        self._last, found = await first_right(
            senders,
            read,
            lambda one: one.details.status,
            lambda one, status: replace(one, details=replace(one.details, status=status)),
        )
        return self._last, found

    async def copier(self, source_key: str, key: str) -> Copier:
        """Return the copier that reads with one key and stores with another.

        Raises AppError where the bucket blocks SSE-C, or a key can't be used.
        """
        if (source_key, key) not in self._copiers:
            if key:
                await self._check_unblocked()
            reader = self._bucket(self.plain.source, self._source, source_key)
            writer = self._bucket(self.plain.target, self._target, key, source_key)
            seen = self._bucket(self.plain.target, self._target, source_key)
            copier = replace(
                self.plain, source=await reader, target=await writer, seen_target=await seen
            )
            self._copiers.setdefault((source_key, key), copier)
        return self._copiers[source_key, key]

    async def _check_unblocked(self) -> None:
        if self._blocked is None and not self._is_unblocked:
            try:
                await in_thread(check_unblocked, self._target.plain)
            except AppError as error:
                self._blocked = error
            else:
                self._is_unblocked = True
        if self._blocked is not None:
            raise self._blocked

    async def _reader(self, key: str) -> CopyBucket | None:
        if key not in self._readers:
            if await self._source.usable(key) is None:
                return None
            reader = await self._bucket(self.plain.source, self._source, key)
            self._readers.setdefault(key, reader)
        return self._readers[key]

    async def _bucket(
        self, plain: CopyBucket, sessions: KeyedSessions, key: str, source_key: str = ""
    ) -> CopyBucket:
        if not key and not source_key:
            return plain
        at_bucket = await in_thread(sessions.of, key, source_key)
        client, transport = at_bucket.client, at_bucket.transport
        return replace(plain, client=client, transport=transport)


def _use(bucket: CopyBucket, at_bucket: BucketSession) -> None:
    bucket.client, bucket.transport = at_bucket.client, at_bucket.transport
