"""A bucket as an audit looks at it: listed from any position on, each object asked for anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.audit import AuditScope, NamedKey
from s3enc_gui.domain.encryption import EncryptionStatus
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.object_details import ObjectDetails
from s3enc_gui.jobs.audit_run import ListedPage
from s3enc_gui.s3 import listing
from s3enc_gui.s3.cloud import Cloud
from s3enc_gui.s3.key_book import KeyBook
from s3enc_gui.s3.looking import Look, Looker
from s3enc_gui.s3.mixed_transport import DIRECTORY_BUCKET
from s3enc_gui.store.audit_rows import Position

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class BucketSource:
    """The objects of a scope, by the listing of S3, HeadObject and KMS."""

    def __init__(self, cloud: Cloud, region: str, scope: AuditScope) -> None:
        self._scope = scope
        self._client = cloud.s3(region)
        # Which keys are aws/s3 is told in the end, by the names of all that were met.
        self._looker = Looker(cloud.transport(region), scope.bucket, set())
        self._book = KeyBook(lambda: cloud.kms(region))

    def pages(self, after: Position) -> Iterator[ListedPage]:
        """See Source."""
        scope = self._scope
        client: Any = _From(self._client, after, by_token=scope.bucket.endswith(DIRECTORY_BUCKET))
        pages = listing.version_pages if scope.versions else listing.object_pages
        for page in pages(client, scope.bucket, scope.prefix, ""):
            objects = tuple(one for one in page.objects if not one.is_delete_marker)
            markers = len(page.objects) - len(objects)
            yield ListedPage(objects, markers, client.next, client.is_last)

    async def look(self, listed: ListedObject) -> Look:
        """See Source."""
        return await self._looker.look(listed)

    def name(self, key: str) -> NamedKey:
        """See Source."""
        details = ObjectDetails(
            Location(self._scope.bucket), EncryptionStatus("aws:kms", key), size=0
        )
        told = self._book.explain(details)
        return NamedKey(key, told.key_arn, told.key_aliases, told.key_is_aws_s3)


class _From:
    """An S3 client whose listings begin behind a position, and that notes where the next begins.

    ListObjectsV2 begins behind a key as well as with a token, and a key does not grow old; only
    directory buckets know no order of keys.
    """

    def __init__(self, client: S3Client, after: Position, *, by_token: bool) -> None:
        self._client: Any = client
        self._by_token = by_token
        self.next, self.is_last = after, False

    def list_objects_v2(self, **wish: str) -> dict[str, Any]:
        """Ask, from the position on where it is the first time."""
        if "ContinuationToken" not in wish and self.next.key:
            wish["ContinuationToken" if self._by_token else "StartAfter"] = self.next.key
        answer: dict[str, Any] = self._client.list_objects_v2(**wish)
        found = answer.get("Contents")
        if self._by_token:
            self.next = Position(answer.get("NextContinuationToken") or "")
        elif found:
            self.next = Position(found[-1]["Key"])
        self.is_last = not answer.get("IsTruncated")
        return answer

    def list_object_versions(self, **wish: str) -> dict[str, Any]:
        """Ask, from the position on where it is the first time."""
        if "KeyMarker" not in wish and self.next.key:
            wish["KeyMarker"] = self.next.key
            if self.next.version:
                wish["VersionIdMarker"] = self.next.version
        answer: dict[str, Any] = self._client.list_object_versions(**wish)
        self.next = Position(
            answer.get("NextKeyMarker") or "", answer.get("NextVersionIdMarker") or ""
        )
        self.is_last = not answer.get("IsTruncated")
        return answer
