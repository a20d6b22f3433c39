"""IncompleteUpload: a multipart upload that wasn't completed. Its parts are billed."""

from __future__ import annotations

from datetime import datetime

from s3enc_gui.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class IncompleteUpload:
    """An entry of ListMultipartUploads; `initiator` is the display name, if reported.

    `checksum` is the algorithm it was created with; some servers don't report it. Bytes of the key
    that aren't UTF-8 are lone surrogates.
    """

    key: str
    upload_id: str
    begun: datetime | None = None
    initiator: str | None = None
    checksum: str | None = None

    @property
    def has_exact_key(self) -> bool:
        """Whether the key is valid UTF-8, so that requests can name it."""
        try:
            self.key.encode()
        except UnicodeEncodeError:
            return False
        return True

    @property
    def shown_key(self) -> str:
        """The key with unreadable characters replaced."""
        return "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in self.key)

    @property
    def is_like_ours(self) -> bool:
        """Whether it was created like those of this program."""
        return self.checksum == "CRC64NVME"
