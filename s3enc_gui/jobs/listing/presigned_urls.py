"""Making a link that lets whoever has it download an object for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.presigned_url import PresignedUrl, cautions, check_expiry, end_of
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.objects import inspection, presigning


@dataclass(frozen=True, slots=True)
class CreatePresignedUrl:
    """A presigned GET (Signature Version 4) of an object, good for `expires` seconds."""

    connection: Connection
    location: Location
    version_id: str | None = None
    expires: int = 3600

    def run(self, context: Context) -> PresignedUrl:
        """Raises AppError where the object cannot be seen, or the time is too long."""
        check_expiry(self.expires)
        aws_session = context.services.aws_session(self.connection)
        region = config.bucket_region(aws_session.s3(), self.location.bucket) or aws_session.region
        client = aws_session.s3(region)
        look = inspection.look(
            client, aws_session.transport(region), self.location, self.version_id
        )
        details = context.services.run(look)
        context.checkpoint()
        asked = now() + timedelta(seconds=self.expires)
        url = presigning.presigned(client, self.location, self.version_id, self.expires)
        signer = presigning.signer(client)
        return PresignedUrl(url, end_of(asked, signer), cautions(details, url, asked, signer))
