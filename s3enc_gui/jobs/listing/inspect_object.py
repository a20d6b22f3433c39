"""Inspects one object, or deletes it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.known_key import other_key_error
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.customer_keys.keyed_sessions import KeyedSessions
from s3enc_gui.jobs.customer_keys.use_key import check_sending, keys_to_try, note_bucket
from s3enc_gui.s3.customer_keys.right_key import details_with_key
from s3enc_gui.s3.errors.translation import subject, translated
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.kms.last_use import with_last_use
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.annotations import with_annotations
from s3enc_gui.s3.objects.tagging import with_tags
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag


@dataclass(frozen=True, slots=True)
class InspectObject:
    """Read an object's details, tags and annotations from S3, and its key's details from KMS.

    An object that needs a customer-provided key (SSE-C) is read with the keys that are known for
    its bucket; others aren't sent there.
    """

    connection: Connection
    location: Location
    version_id: str | None = None

    def run(self, context: Context) -> ObjectDetails:
        """Return the details. Raises AppError if the object doesn't exist or can't be read."""
        services, connection, bucket = context.services, self.connection, self.location.bucket
        check_sending(services, connection)
        keys = keys_to_try(services, connection, bucket)
        at_bucket = services.aws_session(connection.with_customer_key(None)).at(bucket)
        sessions = KeyedSessions(services, at_bucket)
        at_bucket.learn_encryption()
        context.checkpoint()
        key, details = services.run(self._inspect(sessions, keys))
        if details.status.needs_customer_key and connection.customer_key:
            raise other_key_error(self.location.key)
        if key:
            note_bucket(services, connection, bucket, key)
        return details

    async def _inspect(
        self, sessions: KeyedSessions, keys: tuple[str, ...]
    ) -> tuple[str, ObjectDetails]:
        async def read(key: str) -> ObjectDetails | None:
            at = await sessions.usable(key)
            if at is None:
                return None
            return await inspection.read_details(
                at.client, at.transport, self.location, self.version_id
            )

        key, details = await details_with_key(("", *keys), read)
        at_bucket = sessions.plain
        key_cache = KeyCache(at_bucket.kms)
        tagged, explained, annotated = await asyncio.gather(
            in_thread(with_tags, at_bucket.client, details, self.version_id),
            in_thread(lambda: with_last_use(at_bucket.kms, key_cache.explain(details))),
            in_thread(with_annotations, at_bucket.client, details, self.version_id),
        )
        region = at_bucket.location or at_bucket.region
        return key, replace(
            explained,
            tags=tagged.tags,
            tags_refused=tagged.tags_refused,
            annotations=annotated.annotations,
            annotations_refused=annotated.annotations_refused,
            region=region,
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
