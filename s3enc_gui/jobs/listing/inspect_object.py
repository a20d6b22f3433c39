"""Looking at one object, and deleting one that is not what was asked for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.tagging import with_tags
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag


@dataclass(frozen=True, slots=True)
class InspectObject:
    """What S3 says about an object and its tags, with what KMS tells about its key."""

    connection: Connection
    location: Location
    version_id: str | None = None

    def run(self, context: Context) -> ObjectDetails:
        """Raises AppError where there is no such object or it may not be looked at."""
        aws_session = context.services.aws_session(self.connection)
        region = config.bucket_region(aws_session.s3(), self.location.bucket) or aws_session.region
        context.checkpoint()
        return context.services.run(self._inspect(aws_session, region))

    async def _inspect(self, aws_session: AwsSession, region: str) -> ObjectDetails:
        client, transport = aws_session.s3(region), aws_session.transport(region)
        details = await inspection.look(client, transport, self.location, self.version_id)
        book = KeyCache(lambda: aws_session.kms(region))
        tagged, explained = await asyncio.gather(
            aside(with_tags, client, details, self.version_id), aside(book.explain, details)
        )
        return replace(explained, tags=tagged.tags, tags_refused=tagged.tags_refused)


@dataclass(frozen=True, slots=True)
class DeleteObject:
    """Delete one object, or exactly one version of it.

    `etag` is that of the object as it was seen: where no version is named and somebody else wrote
    the name since, theirs is left alone.
    """

    connection: Connection
    location: Location
    version_id: str | None = None
    etag: str | None = None

    def run(self, context: Context) -> Location:
        """Return what was deleted. Raises AppError."""
        aws_session = context.services.aws_session(self.connection)
        region = config.bucket_region(aws_session.s3(), self.location.bucket)
        if self.version_id is None and self.etag is not None:
            context.services.run(self._check_unchanged(aws_session.transport(region)))
        with translated(bucket=self.location.bucket, key=self.location.key):
            params: Any = {"VersionId": self.version_id} if self.version_id else {}
            aws_session.s3(region).delete_object(
                Bucket=self.location.bucket, Key=self.location.key, **params
            )
        return self.location

    async def _check_unchanged(self, transport: Transport) -> None:
        head = await transport.head_object(self.location.bucket, self.location.key)
        if read_etag(head) != self.etag:
            raise AppError(
                "Somebody else has written this object meanwhile",
                f"{self.location.uri} is not the object that was uploaded; it was left alone.",
                "Inspect it before you delete it.",
                code="ObjectChanged",
            )
