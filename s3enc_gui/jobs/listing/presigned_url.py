"""Creates a presigned URL, with which anyone can download an object until it expires."""

from __future__ import annotations

from datetime import timedelta

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.presigned_url import PresignedUrl, cautions, check_expiry, end_of
from s3enc_gui.i18n import text
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.errors.messages.access import needs_sign_in
from s3enc_gui.s3.objects import inspection, presigned_url


@dataclass(frozen=True, slots=True)
class CreatePresignedUrl:
    """Create a presigned GetObject URL (Signature Version 4), valid for `expires` seconds."""

    connection: Connection
    location: Location
    version_id: str | None = None
    expires: int = 3600

    def run(self, context: Context) -> PresignedUrl:
        """Return the URL. Raises AppError if the object can't be read, or the time is too long."""
        check_expiry(self.expires)
        if self.connection.anonymous:
            raise needs_sign_in(text("A presigned URL can't be created without signing in"))
        at_bucket = context.services.aws_session(self.connection).at(self.location.bucket)
        client = at_bucket.client
        look = inspection.read_details(client, at_bucket.transport, self.location, self.version_id)
        details = context.services.run(look)
        context.checkpoint()
        asked = now() + timedelta(seconds=self.expires)
        url = presigned_url.presigned(client, self.location, self.version_id, self.expires)
        signer = presigned_url.signer(client)
        return PresignedUrl(url, end_of(asked, signer), cautions(details, url, asked, signer))
