"""Both sides of a copy: looking at what is there, and at what has become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.copies.proof import CopySource
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import NO_VERSION, named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.same_object import may_be_one, names_may_be_one
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.tagging import with_tags
from s3enc_gui.s3.session.endpoints import is_amazon
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ABSENT = ("404", "NoSuchKey", "NotFound")
_NOT_THERE = (*ABSENT, "405")  # 405: the latest version is a delete marker
COPY_GONE = "CopyGone"
"""Code of the error that a copy is no longer there once its source is deleted."""
NOT_DELETED = "NotDeleted"
"""Code of the error that a source is still there though the server said that it deleted it."""


@dataclass(frozen=True, slots=True)
class CopyBucket:
    """One bucket."""

    client: S3Client
    transport: Transport
    bucket: str

    @property
    def is_amazon(self) -> bool:
        """Whether it is Amazon's own."""
        return is_amazon(self.client.meta.endpoint_url)

    @property
    def region(self) -> str:
        """The Region it is asked in."""
        return self.client.meta.region_name

    async def look(self, key: str, version_id: str | None = None) -> CopySource:
        """Read an object's details and tags. Raises AppError."""
        location = Location(self.bucket, key)
        details = await inspection.look(self.client, self.transport, location, version_id)
        if details.status.customer_algorithm is None:
            details = await aside(with_tags, self.client, details, version_id)
        return CopySource(details)

    async def look_at_new(self, key: str, version_id: str | None) -> CopySource:
        """Look at what was stored a moment ago as this version.

        HeadObject of a version takes s3:GetObjectVersion: where that is refused, the latest is
        looked at, and counts if it is that version. Raises AppError.
        """
        version = named_version(version_id)
        try:
            return await self.look(key, version)
        except AppError as error:
            if version is None or error.code not in DENIED:
                raise
            latest = await self.look(key)
            if latest.details.version_id != version:
                raise
            return latest

    async def is_free(self, key: str, *, conditional: bool) -> bool:
        """Whether there is no object under a key.

        `conditional`: the write will ask again, so a refusal to look may count as free (S3 refuses
        so where there is none, unless s3:ListBucket is allowed). Raises AppError.
        """
        location = Location(self.bucket, key)
        there = await inspection.exists(self.client, self.transport, location)
        if there is None and not conditional:
            raise AppError(
                "It is not known whether the name is free",
                f"Nobody here may look whether {self.bucket} has an object “{key}”.",
                "Choose to replace what is there, if you are sure.",
                code="AccessDenied",
            )
        return not there

    async def check_other(self, source: ObjectDetails, key: str) -> None:
        """Raise AppError where what is to be replaced by a copy may be its source itself."""
        target = Location(self.bucket, key)
        if not may_be_one(source.location, target, amazon=self.is_amazon):
            return
        try:
            fields = await self.transport.head_object(self.bucket, key)
        except AppError as error:
            # 400: it has a customer's key, the source has none.
            if error.code in (*_NOT_THERE, "400"):
                return
            raise
        if not _are_two(fields, source):
            raise AppError(
                "The destination may be the source itself",
                f"On this server “{source.location.uri}” and “{target.uri}” may be the same object;"
                " nothing was changed.",
                "Choose another place or name.",
                code="SameObject",
            )

    async def check_apart(self, source: ObjectDetails, copy: ObjectDetails) -> None:
        """Raise AppError unless it is certain that a copy is another object than its source.

        Where the server may take both names for one, they are two if their dates or their versions
        differ now. Here is the source's bucket.
        """
        one, other = source.location.key, copy.location.key
        if self.is_amazon or not names_may_be_one(one, other):
            return
        fields = await self.transport.head_object(self.bucket, one)
        if not _are_two(fields, copy):
            raise AppError(
                "The source was not deleted",
                f"On this server the two names may be the same object: “{one}” and “{other}”.",
                "Look at both, then delete the one you do not want.",
                code="MaybeSameObject",
            )

    async def check_kept(self, copy: ObjectDetails) -> None:
        """Raise AppError unless a copy is still there after its source was deleted.

        With code COPY_GONE where it is not. Amazon's names are opaque: nothing is asked there.
        """
        if self.is_amazon:
            return
        key = copy.location.key
        try:
            fields = await self.transport.head_object(self.bucket, key)
        except AppError as error:
            if error.code not in _NOT_THERE:
                raise
            raise AppError(
                "The copy is gone with its source",
                f"The server deleted “{key}”, too, when the source was deleted: it took both names"
                " for one object.",
                "Restore the object from a backup, or an older version of it where the bucket keeps"
                " versions.",
                code=COPY_GONE,
            ) from error
        if read_etag(fields) != copy.etag:
            raise changed(copy.location)

    async def delete(self, source: ObjectDetails, copy: ObjectDetails) -> None:
        """Delete an object that was copied, if it is still the one that was looked at.

        No version is named: in a bucket with versions it gets a delete marker. Raises AppError.
        """
        key = source.location.key
        await self.check_apart(source, copy)
        await self.check_unchanged(source)
        # Of others it is not known whether they take conditions here.
        condition: Any = {"IfMatch": source.if_match} if self.is_amazon and source.if_match else {}
        await aside(self._delete, key, condition)
        try:
            fields = await self.transport.head_object(self.bucket, key)
        except AppError as error:
            if error.code in (*_NOT_THERE, *DENIED):  # 403: as S3 answers where there is none
                return
            raise
        if _mark_of(fields) == _mark(source):
            raise AppError(
                "The server did not delete the source",
                f"It said that it deleted “{key}”, yet it is still there.",
                "Delete it yourself.",
                code=NOT_DELETED,
            )

    def _delete(self, key: str, condition: Any) -> None:  # noqa: ANN401 - boto3's parameters
        with translated(bucket=self.bucket, key=key):
            self.client.delete_object(Bucket=self.bucket, Key=key, **condition)

    async def check_unchanged(self, source: ObjectDetails) -> None:
        """Raise AppError unless the latest object of the name is the one that was looked at."""
        fields = await self.transport.head_object(self.bucket, source.location.key)
        if _mark_of(fields) != _mark(source):
            raise changed(source.location)


def changed(location: Location) -> AppError:
    """Return the words for an object that is not the one that was meant."""
    return AppError(
        "The object is not the one that was listed",
        f"Somebody wrote “{location.key}” meanwhile; it was left alone.",
        "Refresh, and try again.",
        code="ObjectChanged",
    )


def _mark(details: ObjectDetails) -> tuple[object, ...]:
    return details.etag, details.last_modified, details.version_id or NO_VERSION


def _mark_of(fields: Mapping[str, Any]) -> tuple[object, ...]:
    return read_etag(fields), fields.get("LastModified"), fields.get("VersionId") or NO_VERSION


def _are_two(fields: Mapping[str, Any], other: ObjectDetails) -> bool:
    """Whether an object as HeadObject shows it is surely another one than that which was seen."""
    date, version = fields.get("LastModified"), fields.get("VersionId") or NO_VERSION
    theirs = other.version_id or NO_VERSION
    if NO_VERSION not in (version, theirs) and version != theirs:
        return True
    return None not in (date, other.last_modified) and date != other.last_modified
