"""Looking into a bucket: its objects page by page, and how each is encrypted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, kind_of
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import START, ListedObject, Page, Position
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.listing.status_scan import KeyResolver, StatusScan
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.listing.pages import page_reader
from s3enc_gui.s3.objects.status_reader import StatusReader, StatusReading
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.store.status_cache import StatusCache, status_path

CACHED = 1000  # statuses looked up in the cache at a time
KEEP = 2000  # looks written to it together: each time costs as much as some hundred

Seen = tuple[tuple[ListedObject, ObjectStatus], ...]


@dataclass(frozen=True, slots=True)
class PageListed:
    """The next page of the listing."""

    page: Page


@dataclass(frozen=True, slots=True)
class StatusesRead:
    """What was learnt of some objects, each with what was listed of it.

    `cached`: from an earlier look, whose time stands in LookedAt.
    """

    statuses: Seen
    cached: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedKey:
    """What KMS told of a key; `is_aws_s3` None: nobody may say."""

    aliases: tuple[str, ...]
    is_aws_s3: bool | None


@dataclass(frozen=True, slots=True)
class KeysResolved:
    """What KMS told of keys, by the names S3 gives them (LookedAt.key), on AWS their ARNs.

    Statuses that came before may have such a key, and then its kind stands only here.
    """

    keys: Mapping[str, ResolvedKey]


@dataclass(frozen=True, slots=True)
class Listed:
    """How many prefixes and objects were listed; `last` is where it was to stop.

    None: there are no more.
    """

    count: int
    last: Position | None = None


@dataclass(frozen=True, slots=True)
class ListFolder:
    """List a prefix; reports PageCame as the pages come, none that is empty.

    Without a delimiter it is everything below. Versions hold delete markers, too. It stops after
    the page with the `limit`th entry, and begins `after` where another listing stopped.
    """

    connection: Connection
    bucket: str
    prefix: str = ""
    versions: bool = False
    delimiter: str = "/"
    limit: int | None = None
    after: Position = START

    def run(self, context: Context) -> Listed:
        """Return how many prefixes and objects there are.

        Raises AppError, code `NotResumable` where it can only be listed from the beginning.
        """
        aws_session = context.services.aws_session(self.connection)
        region = config.bucket_region(aws_session.s3(), self.bucket)
        count = 0
        read_pages = page_reader(versions=self.versions)
        place = aws_session.s3(region), self.bucket, self.prefix, self.delimiter
        for page in read_pages(*place, after=self.after):
            context.checkpoint()
            if page.prefixes or page.objects:
                context.report(PageListed(page))
            count += len(page.prefixes) + len(page.objects)
            if self.limit and count >= self.limit:
                return Listed(count, page.next)
        return Listed(count)


@dataclass(frozen=True, slots=True)
class ReadStatuses:
    """How objects are encrypted, in the order given; reports StatusesCame and KeysLearnt.

    What the cache knows comes first and is not asked for again, unless it is to be `fresh`. With
    `fresh_keys` KMS is asked again, too, for the keys met from now on: once a refresh is enough.
    """

    connection: Connection
    bucket: str
    objects: tuple[ListedObject, ...]
    fresh: bool = False
    fresh_keys: bool = False

    def run(self, context: Context) -> int:
        """Return how many objects S3 was asked for.

        Raises AppError where it is of no use to go on: signed out, or there are no answers at all.
        What was learnt by then has been reported.
        """
        aws_session = context.services.aws_session(self.connection)
        region = config.bucket_region(aws_session.s3(), self.bucket) or aws_session.region
        place = f"{aws_session.s3(region).meta.endpoint_url} {self.bucket}"
        if self.fresh_keys:
            _book.cache_clear()  # they may have other names by now
        keys = KeyResolver(_book(aws_session, region))
        with _cache(context) as cache:
            left: Sequence[ListedObject] = self.objects
            if cache and not self.fresh:
                left = self._recall(context, cache, place, keys)
            status_reader = StatusReader(aws_session.transport(region), self.bucket, keys.aws_s3)
            scan = StatusScan(status_reader.look, left, keys)
            try:
                self._follow(scan, context, cache, place)
            except BaseException:
                context.services.run(scan.stop())
                raise
        if scan.failure is not None:
            raise scan.failure
        return len(left)

    def _recall(
        self, context: Context, cache: StatusCache, place: str, keys: KeyResolver
    ) -> list[ListedObject]:
        """Report what the cache knows; return the objects it does not know."""
        left: list[ListedObject] = []
        for start in range(0, len(self.objects), CACHED):
            context.checkpoint()
            piece = self.objects[start : start + CACHED]
            known = cache.read(place, piece)
            left += [one for one in piece if one not in known]
            met = {status.key for status, _ in known.values() if status.key}
            context.services.run(keys.meet(met))
            if known:
                seen = [(one, _again(*known[one], keys.aws_s3)) for one in piece if one in known]
                context.report(StatusesRead(tuple(seen), cached=True))
        return left

    def _follow(
        self, scan: StatusScan, context: Context, cache: StatusCache | None, place: str
    ) -> None:
        """Report what comes until all has come, and keep it."""
        unkept: list[tuple[ListedObject, StatusReading]] = []
        try:
            while not scan.ended:
                context.checkpoint()
                looks = context.services.run(scan.next())
                if looks:
                    seen = tuple([(listed, look.looked) for listed, look in looks])
                    context.report(StatusesRead(seen))
                if learned := scan.keys.learned():
                    names = {
                        key: ResolvedKey(told.key_aliases, told.key_is_aws_s3)
                        for key, told in learned.items()
                    }
                    context.report(KeysResolved(names))
                unkept += looks if cache else ()
                if cache and len(unkept) >= KEEP:
                    cache.write(place, _worth_keeping(unkept))
                    unkept = []
        finally:
            if cache:
                cache.write(place, _worth_keeping(unkept))


@lru_cache(maxsize=8)
def _book(aws_session: AwsSession, region: str) -> KeyCache:
    """Return what is known of keys: each scroll looks anew, but KMS is asked once."""
    return KeyCache(lambda: aws_session.kms(region))


@contextmanager
def _cache(context: Context) -> Iterator[StatusCache | None]:
    """Open the cache; there is none where nothing is to be kept on this machine."""
    try:
        is_kept = context.services.journal.is_kept
    except AppError:
        is_kept = False
    if not is_kept:
        yield None
        return
    with closing(StatusCache(status_path())) as cache:
        yield cache


def _again(status: EncryptionStatus, at: datetime, aws_s3: set[str]) -> ObjectStatus:
    return ObjectStatus(kind_of(status, key_is_aws_s3=status.key in aws_s3), status, at)


def _worth_keeping(
    looks: Iterable[tuple[ListedObject, StatusReading]],
) -> list[tuple[ListedObject, tuple[EncryptionStatus, datetime]]]:
    return [
        (listed, (look.looked.status, look.looked.at))
        for listed, look in looks
        if look.as_listed and look.looked.status is not None
    ]
