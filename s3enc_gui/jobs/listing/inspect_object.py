"""Inspects one object, or deletes it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.known_key import other_key_error
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.customer_keys.use_key import known_connections, note_bucket
from s3enc_gui.s3.errors.translation import subject, translated
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.tagging import with_tags
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag


@dataclass(frozen=True, slots=True)
class InspectObject:
    """Read an object's details and tags from S3, and its key's details from KMS.

    An object that needs a customer-provided key (SSE-C) is read with the keys that are known for
    its bucket; others aren't sent there.
    """

    connection: Connection
    location: Location
    version_id: str | None = None

    def run(self, context: Context) -> ObjectDetails:
        """Return the details. Raises AppError if the object doesn't exist or can't be read."""
        at_bucket = context.services.aws_session(self.connection).at(self.location.bucket)
        at_bucket.learn_encryption()
        context.checkpoint()
        try:
            details = context.services.run(self._inspect(at_bucket))
        except AppError as error:
            raise self._explained(error, context) from error
        if details.status.needs_customer_key:
            return self._with_known_keys(details, context)
        if self.connection.customer_key and details.status.customer_key:
            note_bucket(context.services, self.connection, self.location.bucket)
        return details

    def _explained(self, error: AppError, context: Context) -> AppError:
        """Return that the key is another one than the object's, if that is why it was denied.

        S3 says so in the response to GET; SeaweedFS denies access without a reason.
        """
        if not self.connection.customer_key or error.code not in DENIED:
            return error
        plain = self.connection.with_customer_key(None)
        at_bucket = context.services.aws_session(plain).at(self.location.bucket)
        try:
            details = context.services.run(self._inspect(at_bucket))
        except AppError:
            return error
        return other_key_error(self.location.key) if details.status.needs_customer_key else error

    def _with_known_keys(self, details: ObjectDetails, context: Context) -> ObjectDetails:
        """Return the details with the first key that decrypts the object, else without one."""
        for keyed in known_connections(context.services, self.connection, self.location.bucket):
            context.checkpoint()
            try:
                at_bucket = context.services.aws_session(keyed).at(self.location.bucket)
                found = context.services.run(self._inspect(at_bucket))
            except AppError:  # another key, or it isn't in the keyring
                continue
            if not found.status.needs_customer_key:
                return found
        return details

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
