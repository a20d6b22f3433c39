"""Outage: a temporary problem that affects every transfer."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError


class OutageKind(Enum):
    """Kinds of outages; all other errors concern one file."""

    OFFLINE = "offline"  # no response
    BUSY = "busy"  # 5xx, SlowDown, throttling
    SIGNED_OUT = "signed out"  # credentials expired or refused
    CLOCK = "clock"  # RequestTimeTooSkewed
    ENDPOINT = "endpoint"  # http for https, or the reverse
    PROXY = "proxy"  # it denies access
    DISK = "disk"  # the journal can't be written


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage: its error, since when, and the time of the next attempt (None: immediately).

    `given_up`: no request waits for its end any more. `connection` is that of the requests; None
    where the outage isn't one of a server.
    """

    kind: OutageKind
    error: AppError
    since: datetime
    next_try: datetime | None = None
    given_up: bool = False
    connection: Connection | None = None

    @property
    def needs_sign_in(self) -> bool:
        """Whether requests wait until the user has signed in to `connection`."""
        return self.kind is OutageKind.SIGNED_OUT and not self.given_up
