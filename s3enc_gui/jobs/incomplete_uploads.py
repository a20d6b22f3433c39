"""Unfinished multipart uploads that the journal knows nothing of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.incomplete_upload import Stray
from s3enc_gui.domain.progress import Progress
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.multipart.incomplete_uploads import IncompleteUploads, upload_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

YOUNG = timedelta(minutes=5)
"""So new an upload may be somebody's who has not written its id down yet."""


@dataclass(frozen=True, slots=True)
class StraysPassedOver:
    """So many entries of the server's list have no key or no upload id."""

    count: int


@dataclass(frozen=True, slots=True)
class FindStrays:
    """Look for unfinished uploads to a bucket that no instance of this program will go on with.

    Reports StraysPassedOver where the list has entries that name no upload.
    """

    connection: Connection
    bucket: str
    prefix: str = ""

    def run(self, context: Context) -> tuple[Stray, ...]:
        """Return them, this program's first, the oldest first. Raises AppError."""
        cloud = context.services.cloud(self.connection)
        region = config.bucket_region(cloud.s3(), self.bucket)
        known = context.services.journal.known_uploads(self.bucket)
        found = []
        listed = IncompleteUploads(cloud.s3(region), self.bucket, self.prefix)
        for stray in listed:
            context.checkpoint()
            young = stray.begun is not None and now() - stray.begun < YOUNG
            if stray.upload_id not in known and not young:
                found.append(stray)
        if listed.passed_over:
            context.report(StraysPassedOver(listed.passed_over))
        # Those without a time come last.
        return tuple(
            sorted(found, key=lambda one: (not one.is_like_ours, one.begun is None, one.begun or 0))
        )


@dataclass(frozen=True, slots=True)
class AbortStrays:
    """Abort unfinished uploads and delete their parts; reports Progress, in uploads.

    One whose key cannot be known exactly is left alone.
    """

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
        region = config.bucket_region(cloud.s3(), self.bucket)
        client = cloud.s3(region)
        left = set()
        for done, stray in enumerate(self.strays, start=1):
            context.checkpoint()
            if not stray.has_exact_key or not self._aborted(client, stray):
                left.add(stray.upload_id)
            context.report(Progress(done, len(self.strays)))
        left |= {one.upload_id for one in IncompleteUploads(client, self.bucket, self.prefix)}
        return tuple(stray for stray in self.strays if stray.upload_id in left)

    def _aborted(self, client: S3Client, stray: Stray) -> bool:
        upload = upload_of(client, self.bucket, stray)
        upload.abort()
        return not upload.is_open()
