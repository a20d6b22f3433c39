"""Unfinished multipart uploads that the journal knows nothing of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.stray import Stray
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.queue.clock import now
from s3enc_gui.s3 import bucket_config, multipart

YOUNG = timedelta(minutes=5)
"""So new an upload may be somebody's who has not written its id down yet."""


@dataclass(frozen=True, slots=True)
class FindStrays:
    """Look for unfinished uploads to a bucket that no instance of this program will go on with."""

    connection: Connection
    bucket: str
    prefix: str = ""

    def run(self, context: Context) -> tuple[Stray, ...]:
        """Return them, this program's first, the oldest first. Raises AppError."""
        cloud = context.services.cloud(self.connection)
        region = bucket_config.bucket_region(cloud.s3(), self.bucket)
        known = context.services.journal.known_uploads(self.bucket)
        found = []
        for stray in multipart.strays(cloud.s3(region), self.bucket, self.prefix):
            context.checkpoint()
            young = stray.begun is not None and now() - stray.begun < YOUNG
            if stray.upload_id not in known and not young:
                found.append(stray)
        # Those without a time come last.
        return tuple(
            sorted(found, key=lambda one: (not one.is_like_ours, one.begun is None, one.begun or 0))
        )


@dataclass(frozen=True, slots=True)
class AbortStrays:
    """Abort unfinished uploads and delete their parts; reports Progress, in uploads."""

    connection: Connection
    bucket: str
    strays: tuple[Stray, ...]
    prefix: str = ""
    """The one they were found under."""

    def run(self, context: Context) -> tuple[Stray, ...]:
        """Return those that are still there: they may not be aborted. Raises AppError.

        S3's own list has the last word: who may not abort may be forbidden ListParts as well.
        """
        cloud = context.services.cloud(self.connection)
        region = bucket_config.bucket_region(cloud.s3(), self.bucket)
        client = cloud.s3(region)
        left = set()
        for done, stray in enumerate(self.strays, start=1):
            context.checkpoint()
            upload = multipart.MultipartUpload.left(client, self.bucket, stray.key, stray.upload_id)
            upload.abort()
            if upload.is_open():
                left.add(stray.upload_id)
            context.report(Progress(done, len(self.strays)))
        left |= {one.upload_id for one in multipart.strays(client, self.bucket, self.prefix)}
        return tuple(stray for stray in self.strays if stray.upload_id in left)
