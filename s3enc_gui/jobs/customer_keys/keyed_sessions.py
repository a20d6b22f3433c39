"""A bucket's sessions: one for each customer-provided key (SSE-C) that its objects may need."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.session.bucket_session import BucketSession

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

    from s3enc_gui.s3.transport.interface import Transport


class KeyedSessions:
    """Opens the sessions when they are first needed. Thread-safe.

    `plain` sends no key. Keys are named by their MD5s; "" is no key.
    """

    def __init__(self, services: Services, plain: BucketSession) -> None:
        self._services, self.plain = services, plain
        self._open: dict[tuple[str, str], BucketSession] = {}
        self._lock = Lock()

    def use(self, renewed: BucketSession) -> None:
        """Open all sessions anew, with the credentials of a new plain one."""
        with self._lock:
            self.plain = renewed
            self._open.clear()

    def of(self, key: str, source_key: str = "") -> BucketSession:
        """Return the session that sends a key, and another one for the sources of copies; blocks.

        Raises AppError where a key isn't on this computer, or would be sent over http://.
        """
        with self._lock:
            plain, found = self.plain, self._open.get((key, source_key))
        if not key and not source_key:
            return plain
        if found is None:
            connection = plain.session.connection.with_copy_keys(source_key, key)
            found = replace(plain, session=self._services.aws_session(connection))
            _ = found.client, found.transport  # made here: that blocks
            with self._lock:
                if plain is self.plain:
                    self._open[key, source_key] = found
        return found

    async def usable(self, key: str) -> BucketSession | None:
        """Return the session that sends a key; None where the key can't be used any more."""
        try:
            return await in_thread(self.of, key)
        except AppError:  # such as a key that the keyring doesn't have any more
            return None

    def requests(self, key: str) -> tuple[S3Client, Transport] | None:
        """Return what sends a key; None where the key can't be used any more. Blocks."""
        try:
            at_bucket = self.of(key)
        except AppError:  # as above
            return None
        return at_bucket.client, at_bucket.transport
