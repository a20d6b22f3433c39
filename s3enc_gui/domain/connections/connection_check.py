"""What a test of a connection finds out."""

from __future__ import annotations

from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import N_, AnyText, translate


class CheckedRight(Enum):
    """What is tested, in this order."""

    IDENTITY = "identity"
    REGION = "region"
    LIST_BUCKETS = "list buckets"
    LIST_KEYS = "list keys"
    LIST_BUCKET = "list the bucket"
    WRITE = "write"
    ENCRYPT = "encrypt"

    @property
    def label(self) -> str:
        """The name to show."""
        return translate(_LABELS[self])


_LABELS = {
    CheckedRight.IDENTITY: N_("Who you are"),
    CheckedRight.REGION: N_("Region"),
    CheckedRight.LIST_BUCKETS: N_("List buckets"),
    CheckedRight.LIST_KEYS: N_("List KMS keys"),
    CheckedRight.LIST_BUCKET: N_("List the bucket's objects"),
    CheckedRight.WRITE: N_("Upload to the bucket"),
    CheckedRight.ENCRYPT: N_("Encrypt with the bucket's default"),
}


class CheckAnswer(Enum):
    """Whether it works."""

    FINE = "fine"
    NOT_ALLOWED = "not allowed"
    CANNOT_TELL = "cannot tell"

    @property
    def label(self) -> str:
        """The word to show."""
        return translate(_ANSWERS[self])


_ANSWERS = {
    CheckAnswer.FINE: N_("Fine"),
    CheckAnswer.NOT_ALLOWED: N_("Not allowed"),
    CheckAnswer.CANNOT_TELL: N_("Can't tell"),
}


@dataclass(frozen=True, slots=True)
class ConnectionCheck:
    """One line of the test: what, whether, and what was found. `error` explains a refusal."""

    right: CheckedRight
    answer: CheckAnswer
    found: AnyText = ""
    error: AppError | None = None
