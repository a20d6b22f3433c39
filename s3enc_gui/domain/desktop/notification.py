"""What the desktop shows of the program, and what it tells."""

from __future__ import annotations

from enum import Enum

from s3enc_gui.dataclass import dataclass


class NotificationKind(Enum):
    """Why the user is told."""

    ENDED = "ended"  # long work has ended
    ATTENTION = "attention"  # work needs the user


class Subject(Enum):
    """What a notification is about; a later one replaces an earlier one of the same subject."""

    UPLOADS = "uploads"
    DOWNLOADS = "downloads"
    OPERATIONS = "operations"  # copies, moves, deletions
    REENCRYPTION = "reencryption"  # changes of encryption
    SIGN_IN = "sign-in"


@dataclass(frozen=True, slots=True)
class Notification:
    """Title and body are plain text."""

    kind: NotificationKind
    subject: Subject
    title: str
    body: str = ""
    button: str = ""  # the name of what a click does
    has_problems: bool = False  # something failed, or waits for a decision


@dataclass(frozen=True, slots=True)
class NotificationClicked:
    """The user clicked a notification; `token` lets the window come to the front ("": none)."""

    subject: Subject
    token: str = ""


@dataclass(frozen=True, slots=True)
class WokeUp:
    """The computer was asleep: connections may be dead without knowing it."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What runs. `permille` 0 to 1000, None: not known; `why` in words, for the desktop's settings.

    `keeps_awake`: the computer shouldn't go to sleep by itself.
    """

    is_active: bool = False
    permille: int | None = None
    keeps_awake: bool = False
    why: str = ""
    needs_user: bool = False


IDLE = Activity()
