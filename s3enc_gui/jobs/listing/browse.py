"""Lists a folder page by page, and reads the encryption status of its objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import lru_cache

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, kind_of
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import START, ListedObject, Page, Position
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.listing.status_scan import KeyResolver, StatusScan
from s3enc_gui.jobs.waiting import waiting
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.listing.pages import page_reader
from s3enc_gui.s3.objects.status_reader import StatusReader, StatusReading
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.store.status_cache import StatusCache, status_path

CACHED = 1000  # statuses read from the cache at a time
CACHE_BATCH = 2000  # statuses written to it at a time: a transaction costs as much as some hundred

Statuses = tuple[tuple[ListedObject, ObjectStatus], ...]


@dataclass(frozen=True, slots=True)
class PageListed:
    """The next page of the listing; `region` is the bucket's in AWS's words, else of requests."""

    page: Page
    region: str | None = None


@dataclass(frozen=True, slots=True)
class StatusesRead:
    """The statuses of some listed objects; `cached`: of an earlier check, at the status's time."""

    statuses: Statuses
    cached: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedKey:
    """A key's aliases, whether it is the AWS managed key aws/s3, and its state; None: unknown."""

    aliases: tuple[str, ...]
    is_aws_s3: bool | None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class KeysResolved:
    """Keys that were looked up in KMS, by the names S3 reports (ARNs on AWS).

    Statuses that were reported before may have such a key; their kind follows from it.
    """

    keys: Mapping[str, ResolvedKey]


@dataclass(frozen=True, slots=True)
class Listed:
    """The number of listed prefixes and objects, and the end's position; None: all are listed."""

    count: int
    last: Position | None = None


@dataclass(frozen=True, slots=True)
class ListFolder:
    """List a prefix; reports PageListed for each page that isn't empty.

    Without a delimiter, everything below it is listed. Versions include delete markers. The listing
    stops after the page with the `limit`th entry; `after` continues an earlier one.
    """

    connection: Connection
    bucket: str
    prefix: str = ""
    versions: bool = False
    delimiter: str = "/"
    limit: int | None = None
    after: Position = START

    def run(self, context: Context) -> Listed:
        """Return the number of prefixes and objects.

        Raises AppError; code `NotResumable` if the listing can only restart from the beginning.
        """
        at_bucket = context.services.aws_session(self.connection).at(self.bucket)
        count = 0
        read_pages = page_reader(versions=self.versions)
        folder = at_bucket.client, self.bucket, self.prefix, self.delimiter
        for page in read_pages(*folder, after=self.after):
            context.checkpoint()
            if page.prefixes or page.objects:
                context.report(PageListed(page, at_bucket.key_region))
            count += len(page.prefixes) + len(page.objects)
            if self.limit and count >= self.limit:
                return Listed(count, page.next)
        return Listed(count)


@dataclass(frozen=True, slots=True)
class ReadStatuses:
    """Read the encryption of objects, in the given order.

    Reports StatusesRead, KeysResolved and OutageChanged. Cached statuses are reported first and not
    read again, unless `fresh` is set. `fresh_keys` discards the cached names of KMS keys: set it
    once per refresh.
    """

    connection: Connection
    bucket: str
    objects: tuple[ListedObject, ...]
    fresh: bool = False
    fresh_keys: bool = False

    def run(self, context: Context) -> int:
        """Return the number of objects whose status was read from S3.

        While the server can't be reached or the user must sign in, it waits. Raises AppError if no
        further status can be read; earlier results have been reported.
        """
        at_bucket = context.services.aws_session(self.connection).at(self.bucket)
        bucket = f"{at_bucket.client.meta.endpoint_url} {self.bucket}"
        if self.fresh_keys:
            _key_cache.cache_clear()
        keys = KeyResolver(_key_cache(at_bucket.session, at_bucket.key_region))
        completed = at_bucket.learn_encryption().completed
        with _status_cache(context) as cache:
            remaining: Sequence[ListedObject] = self.objects
            if cache and not self.fresh:
                remaining = self._report_cached(context, cache, bucket, keys, completed)
            scan = self._scan(remaining, at_bucket, keys, context, cache, bucket)
        if scan.failure is not None:
            raise scan.failure
        return len(remaining)

    def _scan(
        self,
        objects: Sequence[ListedObject],
        at_bucket: BucketSession,
        keys: KeyResolver,
        context: Context,
        cache: StatusCache | None,
        bucket: str,
    ) -> StatusScan:
        status_reader = StatusReader(at_bucket.transport, self.bucket, keys.aws_s3)

        def use(renewed: BucketSession) -> None:
            status_reader.use(renewed.transport)

        with waiting(context, at_bucket, use, context.services.deadline) as waits:
            scan = StatusScan(status_reader.read, objects, keys, waits.gate)
            try:
                self._report_scan(scan, context, cache, bucket)
            except BaseException:
                context.services.run(scan.stop())
                raise
        return scan

    def _report_cached(
        self,
        context: Context,
        cache: StatusCache,
        bucket: str,
        keys: KeyResolver,
        completed: Callable[[EncryptionStatus], EncryptionStatus],
    ) -> list[ListedObject]:
        """Report the cached statuses, `completed`; return the other objects."""
        others: list[ListedObject] = []
        for start in range(0, len(self.objects), CACHED):
            context.checkpoint()
            batch = self.objects[start : start + CACHED]
            known = cache.read(bucket, batch)
            others += [one for one in batch if one not in known]
            context.services.run(
                keys.add_all({status.key for status, _ in known.values() if status.key})
            )
            if known:
                found = [(one, *known[one]) for one in batch if one in known]
                statuses = [
                    (one, _cached(completed(status), at, keys.aws_s3)) for one, status, at in found
                ]
                context.report(StatusesRead(tuple(statuses), cached=True))
        return others

    def _report_scan(
        self, scan: StatusScan, context: Context, cache: StatusCache | None, bucket: str
    ) -> None:
        """Report the results of the scan, and store them in the cache."""
        unsaved: list[tuple[ListedObject, StatusReading]] = []
        try:
            while not scan.ended:
                context.checkpoint()
                readings = context.services.run(scan.next())
                if readings:
                    statuses = [(listed, reading.looked) for listed, reading in readings]
                    context.report(StatusesRead(tuple(statuses)))
                if resolved := scan.keys.take_resolved():
                    names = {
                        key: ResolvedKey(
                            details.key_aliases,
                            details.key_is_aws_s3,
                            details.key.state if details.key else None,
                        )
                        for key, details in resolved.items()
                    }
                    context.report(KeysResolved(names))
                unsaved += readings if cache else ()
                if cache and len(unsaved) >= CACHE_BATCH:
                    cache.write(bucket, _cacheable(unsaved))
                    unsaved = []
        finally:
            if cache:
                cache.write(bucket, _cacheable(unsaved))


@lru_cache(maxsize=8)
def _key_cache(aws_session: AwsSession, region: str) -> KeyCache:
    """Return the cached keys of a Region, which all jobs share."""
    return KeyCache(lambda: aws_session.kms(region))


@contextmanager
def _status_cache(context: Context) -> Iterator[StatusCache | None]:
    """Open the cache; None if the journal isn't stored on this machine, either."""
    try:
        is_kept = context.services.journal.is_kept
    except AppError:
        is_kept = False
    if not is_kept:
        yield None
        return
    with closing(StatusCache(status_path())) as cache:
        yield cache


def _cached(status: EncryptionStatus, at: datetime, aws_s3: set[str]) -> ObjectStatus:
    return ObjectStatus(kind_of(status, key_is_aws_s3=status.key in aws_s3), status, at)


def _cacheable(
    readings: Iterable[tuple[ListedObject, StatusReading]],
) -> list[tuple[ListedObject, tuple[EncryptionStatus, datetime]]]:
    return [
        (listed, (reading.looked.status, reading.looked.at))
        for listed, reading in readings
        if reading.as_listed and reading.looked.status is not None
    ]
