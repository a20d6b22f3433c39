"""Interface of the two ways to send a file: one PutObject, or a multipart upload."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.comparison import Finding, Sent
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.ownership import UNSURE_OWNER, Owner
from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.s3.objects.lost_response import ExistingObject
from s3enc_gui.s3.transport.interface import WriteResponse


@dataclass(frozen=True, slots=True)
class SendResult:
    """A stored object: its key, what was sent, and the response of S3.

    `unsure_owner` is the finding on an object that someone else may have stored. `earlier` is the
    transfer that stored it in an earlier run, with its receipt. `modified` is LastModified, where
    the object was looked up.
    """

    key: str
    sent: Sent
    answer: WriteResponse
    unsure_owner: Finding | None = None
    earlier: tuple[int, Receipt] | None = None
    modified: datetime | None = None

    @classmethod
    def of(
        cls,
        key: str,
        sent: Sent,
        found: ExistingObject,
        owner: Owner = Owner.OURS,
        context: ContextPairs | None = None,
    ) -> SendResult:
        """Return that an object that exists under the key is, or may be, what was sent.

        `context` is the encryption context that the response to its creation named, if known.
        """
        unsure = UNSURE_OWNER if owner is Owner.UNKNOWN else None
        response = found.response
        if owner is Owner.OURS:
            response = replace(response, context=context)
        return cls(key, sent, response, unsure, modified=found.modified)

    def known_by(self, transfer: int, receipt: Receipt) -> SendResult:
        """Return it as what an earlier run stored; only its receipt tells the encryption context.

        Whether the encryption was changed since is compared with the receipt, too.
        """
        answer = replace(self.answer, context=receipt.encryption_context)
        return replace(self, answer=answer, earlier=(transfer, receipt))


class SendStrategy(Protocol):
    """Stores one file. Every method raises AppError or Cancelled."""

    @property
    def fingerprint(self) -> FileFingerprint:
        """The fingerprint of the file when it was opened."""
        ...

    @property
    def resumed_key(self) -> str | None:
        """The key of an upload that is resumed: the file must be stored under this key."""
        ...

    @property
    def skips_lookup(self) -> bool:
        """Whether to send without HeadObject first, because the server refuses existing keys."""
        ...

    async def is_unchanged(self) -> bool:
        """Whether the file still has the bytes that an earlier run sent.

        True for small files: the journal holds no checksum of them, the object shows it.
        """
        ...

    async def find_earlier(self) -> SendResult | None:
        """Return the object that an earlier run stored, if it completed."""
        ...

    async def store(self, key: str, *, was_free: bool = False) -> SendResult | None:
        """Send the file. None: the key exists already, as HeadObject showed.

        `was_free`: HeadObject found no such object before. Raises PreconditionFailed where the key
        exists and can't be looked up. Nothing was stored in both cases.
        """
        ...

    async def read_sent(self, answer: WriteResponse) -> Sent:
        """Read the whole file; return the checksums that can be compared with `answer`."""
        ...

    async def clean_up(self) -> None:
        """Abort what did not become an object."""
        ...

    async def with_md5(self, sent: Sent, etag: str) -> Sent:
        """Return `sent` with the MD5 that `etag` may be; unchanged if it can't. Raises nothing."""
        ...
