"""Weather: what keeps every transfer waiting, and passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from s3enc_gui.domain.errors import AppError


class OutageKind(Enum):
    """Kinds; everything else is an error of one file."""

    OFFLINE = "offline"  # no answer
    BUSY = "busy"  # 5xx, SlowDown, throttling
    SIGNED_OUT = "signed out"  # credentials expired or refused
    CLOCK = "clock"  # RequestTimeTooSkewed
    DISK = "disk"  # the journal cannot be written


@dataclass(frozen=True, slots=True)
class Outage:
    """What is the matter, in words, since when, and when it is tried again (None: at once).

    `given_up`: nobody waits for its end any longer, though it has not come.
    """

    kind: OutageKind
    error: AppError
    since: datetime
    next_try: datetime | None = None
    given_up: bool = False
