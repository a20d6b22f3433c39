"""The session of a long-running job; replaced when its credentials have expired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.objects.fetching import Fetcher
from s3enc_gui.s3.objects.uploader import Uploader
from s3enc_gui.s3.session.aws_session import AwsSession

Reopen = Callable[[Connection], AwsSession]
"""Opens a connection with the credentials that are available now. Raises AppError."""


@dataclass(slots=True)
class RenewableSession:
    """The session whose client and transport `requests` uses for one bucket.

    `on_renewed` gets each new session after `requests` was switched to it.
    """

    connection: Connection
    region: str
    aws_session: AwsSession
    requests: Uploader | Fetcher
    reopen: Reopen
    on_renewed: Callable[[AwsSession], None] = lambda _: None

    def probe(self, outage_kind: OutageKind) -> None:
        """Send a harmless request; blocks. Raises AppError while the outage lasts.

        After an expired sign-in it is sent with new credentials, which are used from then on.
        """
        aws_session = self.aws_session
        if outage_kind is OutageKind.SIGNED_OUT:
            aws_session = self.reopen(self.connection)
        try:
            config.probe(aws_session.probe_client(self.region), self.requests.bucket)
        except AppError as error:
            # An unreadable answer shows that the server can be reached.
            if outage_kind_of(error) and error.code != "UnreadableAnswer":
                raise
        if aws_session is not self.aws_session:
            self._switch_to(aws_session)

    def _switch_to(self, aws_session: AwsSession) -> None:
        self.requests.client = aws_session.s3(self.region)
        self.requests.transport = aws_session.transport(self.region)
        self.on_renewed(aws_session)
        self.aws_session = aws_session
