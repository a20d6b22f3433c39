"""Checks the KMS key of an upload with client-side encryption."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.client_side.choice import ClientSideKey
from s3enc_gui.domain.connection import Connection
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.uploads.client_side_target import ClientSideTarget


@dataclass(frozen=True, slots=True)
class CheckClientSideKey:
    """Check the key of files that are encrypted before upload, without uploading anything."""

    connection: Connection
    bucket: str
    key: ClientSideKey

    def run(self, context: Context) -> None:
        """Raises AppError where the bucket or the key doesn't exist, or the key can't be used.

        Whether the caller may encrypt with it, only an upload shows.
        """
        at_bucket = context.services.aws_session(self.connection).at(self.bucket)
        ClientSideTarget.find(at_bucket, self.key)
