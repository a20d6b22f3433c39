"""The receipts of a change of encryption as CSV and JSON: before and after, for each object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.reencryption.run import Receipt
from s3enc_gui.wording.csv_text import csv_names, csv_rows

_PAGE = 1000
_NAMES = (
    "key", "version", "etag", "size", "way", "reason", "state",
    "before_algorithm", "before_key", "before_bucket_key",
    "after_algorithm", "after_key", "after_bucket_key", "after_etag", "after_version",
    "ended", "error", "message", "doubts",
)  # fmt: skip


def csv_texts(receipts: Iterable[Receipt]) -> Iterator[str]:
    """Yield receipts as CSV with a header line, in pieces."""
    yield csv_names(_NAMES)
    left = iter(receipts)
    while page := list(islice(left, _PAGE)):
        yield csv_rows(map(_cells, page))


def json_texts(receipts: Iterable[Receipt]) -> Iterator[str]:
    """Yield receipts as a JSON array, one per line, in pieces."""
    before = "[\n"
    for receipt in receipts:
        yield before + json.dumps(receipt_document(receipt), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def receipt_document(receipt: Receipt) -> dict[str, object]:
    """Return a receipt as an object of JSON."""
    cells = dict(zip(_NAMES, _cells(receipt), strict=True))
    for side in ("before", "after"):
        status = receipt.planned.before if side == "before" else receipt.changed.after
        for name in ("algorithm", "key", "bucket_key"):
            del cells[f"{side}_{name}"]
        cells[side] = asdict(status) if status else None
    return cells


def _cells(receipt: Receipt) -> list[object]:
    planned, changed = receipt.planned, receipt.changed
    error = changed.error
    return [
        planned.key,
        planned.version_id,
        planned.etag,
        planned.size if planned.size >= 0 else None,
        planned.choice.way.value,
        planned.choice.reason.value,
        changed.state.value,
        *_encryption(planned.before),
        *_encryption(changed.after),
        changed.etag,
        changed.version_id,
        receipt.ended.isoformat() if receipt.ended else None,
        error.code if error else None,
        error.title if error else None,
        changed.doubts,
    ]


def _encryption(status: EncryptionStatus | None) -> tuple[object, ...]:
    if status is None:
        return None, None, None
    if status.customer_algorithm:
        return Encryption.SSE_C.value, status.customer_key, False
    return status.record, status.key, status.bucket_key
