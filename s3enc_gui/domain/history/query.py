"""Which receipts are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReceiptQuery:
    """Empty fields match everything. `since` is within, `until` is not; both carry their zone.

    `text` is looked for in the file's path and in the object's key, whatever the case; `kms_key`
    in the key's ARN.
    """

    text: str = ""
    bucket: str = ""
    kms_key: str = ""
    since: datetime | None = None
    until: datetime | None = None
