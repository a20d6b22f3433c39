"""Unfinished multipart uploads that the journal knows nothing of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.incomplete_upload import IncompleteUpload
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
class EntriesSkipped:
    """So many entries of the server's list have no key or no upload id."""

    count: int


@dataclass(frozen=True, slots=True)
class FindIncompleteUploads:
    """Look for unfinished uploads to a bucket that no instance of this program will go on with.

    Reports StraysPassedOver where the list has entries that name no upload.
    """

    connection: Connection
    bucket: str
    prefix: str = ""

    def run(self, context: Context) -> tuple[IncompleteUpload, ...]:
        """Return them, this program's first, the oldest first. Raises AppError."""
        aws_session = context.services.aws_session(self.connection)
        region = config.bucket_region(aws_session.s3(), self.bucket)
        known = context.services.journal.known_uploads(self.bucket)
        found = []
        listed = IncompleteUploads(aws_session.s3(region), self.bucket, self.prefix)
        for incomplete_upload in listed:
            context.checkpoint()
            young = incomplete_upload.begun is not None and now() - incomplete_upload.begun < YOUNG
            if incomplete_upload.upload_id not in known and not young:
                found.append(incomplete_upload)
        if listed.passed_over:
            context.report(EntriesSkipped(listed.passed_over))
        # Those without a time come last.
        return tuple(
            sorted(found, key=lambda one: (not one.is_like_ours, one.begun is None, one.begun or 0))
        )


@dataclass(frozen=True, slots=True)
class AbortIncompleteUploads:
    """Abort unfinished uploads and delete their parts; reports Progress, in uploads.

    One whose key cannot be known exactly is left alone.
    """

    connection: Connection
    bucket: str
    incomplete_uploads: tuple[IncompleteUpload, ...]
    prefix: str = ""
    """The one they were found under."""

    def run(self, context: Context) -> tuple[IncompleteUpload, ...]:
        """Return those that are still there: they may not be aborted. Raises AppError.

        S3's own list has the last word: who may not abort may be forbidden ListParts as well.
        """
        aws_session = context.services.aws_session(self.connection)
        region = config.bucket_region(aws_session.s3(), self.bucket)
        client = aws_session.s3(region)
        left = set()
        for done, incomplete_upload in enumerate(self.incomplete_uploads, start=1):
            context.checkpoint()
            if not incomplete_upload.has_exact_key or not self._aborted(client, incomplete_upload):
                left.add(incomplete_upload.upload_id)
            context.report(Progress(done, len(self.incomplete_uploads)))
        left |= {one.upload_id for one in IncompleteUploads(client, self.bucket, self.prefix)}
        return tuple(
            incomplete_upload
            for incomplete_upload in self.incomplete_uploads
            if incomplete_upload.upload_id in left
        )

    def _aborted(self, client: S3Client, incomplete_upload: IncompleteUpload) -> bool:
        upload = upload_of(client, self.bucket, incomplete_upload)
        upload.abort()
        return not upload.is_open()
