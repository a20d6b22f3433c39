"""Inspects one object, or deletes it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.errors.translation import subject, translated
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.tagging import with_tags
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag


@dataclass(frozen=True, slots=True)
class InspectObject:
    """Read an object's details and tags from S3, and its key's details from KMS."""

    connection: Connection
    location: Location
    version_id: str | None = None

    def run(self, context: Context) -> ObjectDetails:
        """Return the details. Raises AppError if the object doesn't exist or can't be read."""
        at_bucket = context.services.aws_session(self.connection).at(self.location.bucket)
        at_bucket.learn_encryption()
        context.checkpoint()
        return context.services.run(self._inspect(at_bucket))

    async def _inspect(self, at_bucket: BucketSession) -> ObjectDetails:
        client, transport = at_bucket.client, at_bucket.transport
        details = await inspection.read_details(client, transport, self.location, self.version_id)
        key_cache = KeyCache(at_bucket.kms)
        tagged, explained = await asyncio.gather(
            in_thread(with_tags, client, details, self.version_id),
            in_thread(key_cache.explain, details),
        )
        return replace(
            explained,
            tags=tagged.tags,
            tags_refused=tagged.tags_refused,
            region=at_bucket.location or at_bucket.region,
        )


@dataclass(frozen=True, slots=True)
class DeleteObject:
    """Delete one object, or exactly one version of it.

    `etag` is that of the known object: without a version id, an object that was overwritten since
    is not deleted.
    """

    connection: Connection
    location: Location
    version_id: str | None = None
    etag: str | None = None

    def run(self, context: Context) -> Location:
        """Return the location of the deleted object. Raises AppError."""
        at_bucket = context.services.aws_session(self.connection).at(self.location.bucket)
        if self.version_id is None and self.etag is not None:
            context.services.run(self._check_unchanged(at_bucket.transport))
        params: Any = {"Bucket": self.location.bucket, "Key": self.location.key}
        if self.version_id:
            params["VersionId"] = self.version_id
        with translated(**subject(params)):
            at_bucket.client.delete_object(**params)
        return self.location

    async def _check_unchanged(self, transport: Transport) -> None:
        head = await transport.head_object(self.location.bucket, self.location.key)
        if read_etag(head) != self.etag:
            raise AppError(
                text("The object has changed since it was uploaded"),
                text("{uri} wasn't deleted.", uri=self.location.uri),
                text("Inspect the object before you delete it."),
                code="ObjectChanged",
            )
