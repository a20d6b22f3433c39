"""ReceiptQuery: the search for receipts."""

from __future__ import annotations

from datetime import datetime

from s3enc_gui.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptQuery:
    """Empty fields match everything. `since` is inclusive, `until` exclusive, with time zone.

    `text` is searched in the file's path and the object's key, ignoring case; `kms_key` in the ARN
    of the KMS key, or the MD5 of the customer-provided key.
    """

    text: str = ""
    bucket: str = ""
    kms_key: str = ""
    since: datetime | None = None
    until: datetime | None = None
