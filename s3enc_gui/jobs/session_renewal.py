"""The session of a long-running job; replaced when its credentials have expired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.open_sessions import Check

if TYPE_CHECKING:
    pass

Renew = Callable[[AwsSession, Check], AwsSession]
"""OpenSessions.renewed: returns a session with the credentials that are available now."""


@dataclass(slots=True)
class RenewableSession:
    """The session of the requests to one bucket, or to several with the same connection.

    `use` gets each new session: it lets the requests use its clients and transports from then on.
    """

    region: str
    bucket: str
    aws_session: AwsSession
    renew: Renew
    use: Callable[[AwsSession], None]

    def probe(self, outage_kind: OutageKind) -> None:
        """Send a harmless request; blocks. Raises AppError while the outage lasts.

        After an expired sign-in it is sent with new credentials, after a proxy's refusal with new
        settings; they are used from then on.
        """
        if outage_kind in (OutageKind.SIGNED_OUT, OutageKind.PROXY):
            renewed = self.renew(self.aws_session, self._check)
            self.use(renewed)
            self.aws_session = renewed
        else:
            self._check(self.aws_session)

    def _check(self, aws_session: AwsSession) -> None:
        try:
            config.probe(aws_session.probe_client(self.region), self.bucket)
        except AppError as error:
            # An unreadable answer shows that the server can be reached.
            if outage_kind_of(error) and error.code != "UnreadableAnswer":
                raise
