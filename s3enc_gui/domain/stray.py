"""Stray: an unfinished multipart upload that nobody will go on with. Its parts are billed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stray:
    """An entry of ListMultipartUploads; `initiator` is the name S3 gives, if it gives one.

    `checksum` is the algorithm it was begun with; some servers do not tell.
    """

    key: str
    upload_id: str
    begun: datetime | None = None
    initiator: str | None = None
    checksum: str | None = None

    @property
    def is_like_ours(self) -> bool:
        """Whether it was begun as this program begins its own."""
        return self.checksum == "CRC64NVME"
