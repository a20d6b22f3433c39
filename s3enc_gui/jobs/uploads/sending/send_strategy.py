"""A file on its way to one key, whole or in parts: what both have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from s3enc_gui.domain.encryption.proof import Finding, Sent
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.ownership import UNSURE_WHOSE, Owner
from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.s3.objects.lost_response import ExistingObject
from s3enc_gui.s3.transport.interface import WriteResponse


@dataclass(frozen=True, slots=True)
class SendResult:
    """What was sent to a key, and what S3 answered.

    `doubt`: why it may be somebody else's. `stored_by` is the transfer that stored it in an earlier
    run, and the receipt of that. `modified` is its LastModified, where it was looked at.
    """

    key: str
    sent: Sent
    answer: WriteResponse
    doubt: Finding | None = None
    stored_by: tuple[int, Receipt] | None = None
    modified: datetime | None = None

    @classmethod
    def of(
        cls, key: str, sent: Sent, found: ExistingObject, whose: Owner = Owner.OURS
    ) -> SendResult:
        """Return that an object which was found under the key is, or may be, what was sent."""
        doubt = UNSURE_WHOSE if whose is Owner.UNKNOWN else None
        return cls(key, sent, found.answer, doubt, modified=found.modified)


class SendStrategy(Protocol):
    """Stores one file; every method raises AppError or Cancelled."""

    @property
    def mark(self) -> FileFingerprint:
        """The file as it was opened."""
        ...

    @property
    def begun_at(self) -> str | None:
        """The key that parts have been sent to already, so that it must be gone on with."""
        ...

    @property
    def is_cheap(self) -> bool:
        """Whether so little is sent that a name may be tried without asking if it is taken."""
        ...

    async def is_same(self) -> bool:
        """Whether the file still holds what an earlier run of the program sent of it.

        True where nothing is known to the contrary: of a small file nothing is noted, its object
        shows it.
        """
        ...

    async def earlier(self) -> SendResult | None:
        """Return what an earlier run of the program sent, if it has arrived after all."""
        ...

    async def store(self, key: str, *, was_free: bool = False) -> SendResult | None:
        """Send it. None: the key is taken, by an object that was looked at.

        PreconditionFailed: it is taken, and nobody may look by what. In both cases it was so before
        anything was stored. `was_free`: a look said that there is no such object.
        """
        ...

    async def content(self, answer: WriteResponse) -> Sent:
        """Return what would be sent, with the evidence that can be compared with an answer.

        Reads all of the file.
        """
        ...

    async def undo(self) -> None:
        """Leave nothing at the server of what did not become an object."""
        ...

    async def exact(self, sent: Sent, etag: str) -> Sent:
        """Return the same with what takes long to compute, as far as it may match an ETag.

        Nothing is raised.
        """
        ...
