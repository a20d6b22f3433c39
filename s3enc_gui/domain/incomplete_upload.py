"""Stray: an unfinished multipart upload that nobody will go on with. Its parts are billed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IncompleteUpload:
    """An entry of ListMultipartUploads; `initiator` is the name S3 gives, if it gives one.

    `checksum` is the algorithm it was begun with; some servers do not tell. The key holds lone
    surrogates where the server wrote bytes that are no UTF-8.
    """

    key: str
    upload_id: str
    begun: datetime | None = None
    initiator: str | None = None
    checksum: str | None = None

    @property
    def has_exact_key(self) -> bool:
        """Whether the key is text, so that the upload can be asked for by its name."""
        try:
            self.key.encode()
        except UnicodeEncodeError:
            return False
        return True

    @property
    def shown_key(self) -> str:
        """The key as far as it can be read."""
        return "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in self.key)

    @property
    def is_like_ours(self) -> bool:
        """Whether it was begun as this program begins its own."""
        return self.checksum == "CRC64NVME"
