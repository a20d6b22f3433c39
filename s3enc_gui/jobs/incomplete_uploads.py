"""Finds and aborts incomplete multipart uploads that no journal entry will resume."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.domain.progress import Progress
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.multipart.incomplete_uploads import IncompleteUploads, upload_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

YOUNG = timedelta(minutes=5)
"""Newer uploads are left out: a running program may not have recorded their ids yet."""


@dataclass(frozen=True, slots=True)
class EntriesSkipped:
    """The number of listed entries without a key or an upload id."""

    count: int


@dataclass(frozen=True, slots=True)
class FindIncompleteUploads:
    """Find incomplete uploads in a bucket that aren't in this machine's journal.

    Reports EntriesSkipped if the list has invalid entries.
    """

    connection: Connection
    bucket: str
    prefix: str = ""

    def run(self, context: Context) -> tuple[IncompleteUpload, ...]:
        """Return them, S3enc's first, then the oldest first. Raises AppError."""
        at_bucket = context.services.aws_session(self.connection).at(self.bucket)
        known = context.services.journal.known_uploads(self.bucket)
        found = []
        listed = IncompleteUploads(at_bucket.client, self.bucket, self.prefix)
        for incomplete_upload in listed:
            context.checkpoint()
            if incomplete_upload.upload_id not in known and not _is_young(incomplete_upload):
                found.append(incomplete_upload)
        if listed.skipped:
            context.report(EntriesSkipped(listed.skipped))
        # Uploads without a start time come last.
        return tuple(
            sorted(found, key=lambda one: (not one.is_like_ours, one.begun is None, one.begun or 0))
        )


def _is_young(upload: IncompleteUpload) -> bool:
    """Whether it may still be in progress; a date far in the future doesn't say so."""
    return upload.begun is not None and abs(now() - upload.begun) < YOUNG


@dataclass(frozen=True, slots=True)
class AbortIncompleteUploads:
    """Abort incomplete uploads, which deletes their parts; reports Progress, in uploads.

    Uploads whose exact key is unknown are skipped.
    """

    connection: Connection
    bucket: str
    incomplete_uploads: tuple[IncompleteUpload, ...]
    prefix: str = ""
    """The prefix under which they were found."""

    def run(self, context: Context) -> tuple[IncompleteUpload, ...]:
        """Return those that still exist, for lack of permission. Raises AppError.

        They are listed again: without permission to abort, ListParts may be denied as well.
        """
        client = context.services.aws_session(self.connection).at(self.bucket).client
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
