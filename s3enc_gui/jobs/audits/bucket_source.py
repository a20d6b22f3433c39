"""The source of an audit: lists a bucket from any position, and reads statuses from S3."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.encryption.groups import NamedKey
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import START, ListedObject, Name, Position
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.jobs.audits.source import ListedPage
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.listing.order import SeenEntries
from s3enc_gui.s3.listing.pages import page_reader
from s3enc_gui.s3.objects.status_reader import StatusReader, StatusReading
from s3enc_gui.s3.session.bucket_session import BucketSession

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class BucketSource:
    """Uses ListObjectsV2 or ListObjectVersions, HeadObject, and KMS.

    `known` returns the names of entries that were already listed; it may be slow.
    """

    def __init__(
        self,
        at_bucket: BucketSession,
        scope: AuditScope,
        known: Callable[[], Iterable[Name]],
    ) -> None:
        self._scope = scope
        self._known = known
        self._at_bucket = at_bucket
        # No known aws/s3 keys: the report finds them by the aliases of all keys.
        self._status_reader = StatusReader(at_bucket.transport, scope.bucket, set())
        self._key_cache = KeyCache(lambda: self._at_bucket.kms())

    @property
    def client(self) -> S3Client:
        """The client that requests use now."""
        return self._at_bucket.client

    def use(self, at_bucket: BucketSession) -> None:
        """Send requests with another session from now on."""
        self._status_reader.use(at_bucket.transport)
        self._at_bucket = at_bucket

    def pages(self, after: Position) -> Iterator[ListedPage]:
        """See AuditSource."""
        scope = self._scope
        read_pages = page_reader(versions=scope.versions)
        folder = self.client, scope.bucket, scope.prefix, ""
        for page in read_pages(*folder, after=after, seen=SeenEntries(self._known)):
            objects = tuple(one for one in page.objects if not one.is_delete_marker)
            markers = tuple(one for one in page.objects if one.is_delete_marker)
            last = page.next is None
            yield ListedPage(objects, markers, page.next or START, last, page.notices)

    async def read(self, listed: ListedObject) -> StatusReading:
        """See AuditSource."""
        return await self._status_reader.read(listed)

    async def responds(self) -> bool:
        """See AuditSource."""
        try:
            await in_thread(config.probe, self.client, self._scope.bucket)
        except AppError as error:
            return outage_kind_of(error) is None
        return True

    def name(self, key: str) -> NamedKey:
        """See AuditSource."""
        details = ObjectDetails(
            Location(self._scope.bucket), EncryptionStatus("aws:kms", key), size=0
        )
        known = self._key_cache.explain(details)
        state = known.key.state if known.key else None
        return NamedKey(key, known.key_arn, known.key_aliases, known.key_is_aws_s3, state)
