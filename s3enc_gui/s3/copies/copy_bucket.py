"""The source or target bucket of copies: reading, checking and deleting objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import Gate, OpenGate
from s3enc_gui.domain.copies.comparison import CopySource
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import NO_VERSION, named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.names.same_object import keys_may_be_same, may_be_same
from s3enc_gui.domain.transient_errors import concerns_all, has_no_response
from s3enc_gui.i18n import text
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.conditional_writes import existence_unknown
from s3enc_gui.s3.objects.tagging import read_tags, without_tags
from s3enc_gui.s3.server.refused_headers import RefusedHeaders
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ABSENT = ("404", "NoSuchKey", "NotFound")
_NOT_FOUND = (*ABSENT, "405")  # 405: the latest version is a delete marker
COPY_GONE = "CopyGone"
"""Error code: deleting the source deleted the copy, too."""
NOT_DELETED = "NotDeleted"
"""Error code: the source still exists after a successful delete."""


@dataclass(slots=True)
class CopyBucket:
    """A bucket with its client and transport, and what its server refuses.

    Requests pass `gate`; after an outage, client and transport may be new ones.
    """

    client: S3Client
    transport: Transport
    bucket: str
    refused: RefusedHeaders = field(default_factory=RefusedHeaders)
    gate: Gate = field(default_factory=OpenGate)

    @property
    def is_amazon(self) -> bool:
        """Whether the bucket is on AWS."""
        return is_amazon(self.client.meta.endpoint_url)

    @property
    def region(self) -> str:
        """The Region of its client."""
        return self.client.meta.region_name

    async def read(self, key: str, version_id: str | None = None) -> CopySource:
        """Read an object's details and tags. Raises AppError."""
        return await self.gate.run(lambda: self._read(key, version_id))

    async def _read(self, key: str, version_id: str | None) -> CopySource:
        location = Location(self.bucket, key)
        details = await inspection.read_details(self.client, self.transport, location, version_id)
        if not details.status.needs_customer_key:
            details = await in_thread(self._with_tags, details, version_id)
        return CopySource(details)

    def _with_tags(self, details: ObjectDetails, version_id: str | None) -> ObjectDetails:
        """Return the details with the tags. Raises AppError only in an outage."""
        try:
            return read_tags(self.client, details, version_id)
        except AppError as error:
            if concerns_all(error) or has_no_response(error):
                raise
            return without_tags(details, error)

    async def read_new(self, key: str, version_id: str | None) -> CopySource:
        """Read an object that was just stored as this version. Raises AppError.

        HeadObject of a version needs s3:GetObjectVersion. Where it is denied, the latest version is
        read; it must be the same.
        """
        version = named_version(version_id)
        try:
            return await self.read(key, version)
        except AppError as error:
            if version is None or error.code not in DENIED:
                raise
            latest = await self.read(key)
            if latest.details.version_id != version:
                raise
            return latest

    async def is_free(self, key: str, *, conditional: bool) -> bool:
        """Whether no object has a key. Raises AppError.

        `conditional`: the write is conditional, so a denied check may count as free (S3 denies it
        for keys that don't exist, unless s3:ListBucket is allowed).
        """
        location = Location(self.bucket, key)
        exists = await self.gate.run(
            lambda: inspection.exists(self.client, self.transport, location)
        )
        if exists is None and not conditional:
            raise existence_unknown(location)
        return not exists

    async def check_not_source(self, source: ObjectDetails, key: str) -> None:
        """Raise AppError where the object to overwrite may be the source of the copy."""
        target = Location(self.bucket, key)
        if not may_be_same(source.location, target, amazon=self.is_amazon):
            return
        try:
            fields = await self._head(key)
        except AppError as error:
            # It is encrypted with SSE-C, unlike the source, or with another key.
            other_key = (*DENIED, "400") if source.status.customer_algorithm else ("400",)
            if error.code in (*_NOT_FOUND, *other_key):
                return
            raise
        if not _are_distinct(fields, source):
            raise AppError(
                text("The destination may be the source itself"),
                text(
                    "On this server, “{source}” and “{target}” may be the same object."
                    " Nothing was changed.",
                    source=source.location.uri,
                    target=target.uri,
                ),
                text("Choose another folder or name."),
                code="SameObject",
            )

    async def check_distinct(self, source: ObjectDetails, copy: ObjectDetails) -> None:
        """Raise AppError unless a copy is certainly another object than its source.

        If the server may treat both keys as one, the objects' dates or versions must differ. To be
        called on the source's bucket.
        """
        one, other = source.location.key, copy.location.key
        if self.is_amazon or not keys_may_be_same(one, other):
            return
        fields = await self._head(one)
        if not _are_distinct(fields, copy):
            raise AppError(
                text("The source wasn't deleted"),
                text(
                    "On this server, “{source}” and “{target}” may be the same object.",
                    source=one,
                    target=other,
                ),
                text("Check both, then delete the one that you don't need."),
                code="MaybeSameObject",
            )

    async def check_copy_exists(self, copy: ObjectDetails) -> None:
        """Raise AppError, with code COPY_GONE, where deleting the source deleted the copy, too.

        Not checked on AWS, where keys that differ are different objects.
        """
        if self.is_amazon:
            return
        key = copy.location.key
        try:
            fields = await self._head(key)
        except AppError as error:
            if error.code not in _NOT_FOUND:
                raise
            raise AppError(
                text("The copy was deleted with its source"),
                text(
                    "The server deleted “{key}”, too: it treats both names as one object.", key=key
                ),
                text(
                    "Restore the object from a backup, or from an older version if the bucket has"
                    " versioning."
                ),
                code=COPY_GONE,
            ) from error
        if read_etag(fields) != copy.etag:
            raise changed(copy.location)

    async def delete(self, source: ObjectDetails, copy: ObjectDetails) -> None:
        """Delete the source of a copy, if it is unchanged. Raises AppError.

        Without a version id: in a bucket with versioning this creates a delete marker.
        """
        key = source.location.key
        await self.check_distinct(source, copy)
        await self._delete_unchanged(source)
        try:
            fields = await self._head(key)
        except AppError as error:
            if error.code in (*_NOT_FOUND, *DENIED):  # 403: doesn't exist, without s3:ListBucket
                return
            raise
        if _state_of(fields) == _state(source):
            raise AppError(
                text("The server didn't delete the source"),
                text("It reported that “{key}” was deleted, but the object still exists.", key=key),
                text("Delete it yourself."),
                code=NOT_DELETED,
            )

    async def _delete_unchanged(self, source: ObjectDetails) -> None:
        """Delete an object, if it is unchanged: checked again after an outage, however long."""
        key, tries = source.location.key, count()
        # S3-compatible servers may not support conditional deletes.
        condition: Any = {"IfMatch": source.if_match} if self.is_amazon and source.if_match else {}

        async def attempt() -> None:
            is_first = next(tries) == 0
            try:
                fields = await self._head_once(key)
            except AppError as error:
                if is_first or error.code not in _NOT_FOUND:
                    raise
                return  # the request whose response was lost deleted it
            if _state_of(fields) != _state(source):
                raise changed(source.location)
            await in_thread(self._delete, key, condition)

        await self.gate.run(attempt)

    async def _head(self, key: str) -> Mapping[str, Any]:
        return await self.gate.run(lambda: self._head_once(key))

    async def _head_once(self, key: str) -> Mapping[str, Any]:
        try:
            return await self.transport.head_object(self.bucket, key)
        except AppError as error:
            raise await inspection.explained(
                self.client, Location(self.bucket, key), error
            ) from error

    def _delete(self, key: str, condition: Any) -> None:  # noqa: ANN401 - boto3's parameters
        with translated(bucket=self.bucket, key=key):
            self.client.delete_object(Bucket=self.bucket, Key=key, **condition)

    async def check_unchanged(self, source: ObjectDetails) -> None:
        """Raise AppError where the latest version of an object isn't the one that was read."""
        fields = await self._head(source.location.key)
        if _state_of(fields) != _state(source):
            raise changed(source.location)


def changed(location: Location) -> AppError:
    """Return the error for an object that was overwritten after it was listed or read."""
    return AppError(
        text("The object changed after it was listed"),
        text("“{key}” was overwritten in the meantime. S3enc didn't change it.", key=location.key),
        text("Refresh, then try again."),
        code="ObjectChanged",
    )


def _state(details: ObjectDetails) -> tuple[object, ...]:
    return details.etag, details.last_modified, details.version_id or NO_VERSION


def _state_of(fields: Mapping[str, Any]) -> tuple[object, ...]:
    return read_etag(fields), fields.get("LastModified"), fields.get("VersionId") or NO_VERSION


def _are_distinct(fields: Mapping[str, Any], other: ObjectDetails) -> bool:
    """Whether the object of a HeadObject response is certainly another one than `other`."""
    date, version = fields.get("LastModified"), fields.get("VersionId") or NO_VERSION
    other_version = other.version_id or NO_VERSION
    if NO_VERSION not in (version, other_version) and version != other_version:
        return True
    return None not in (date, other.last_modified) and date != other.last_modified
