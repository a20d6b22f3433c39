"""Receipts as CSV and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields

from s3enc_gui.domain.history.receipt import LaterCheck, Receipt, plain
from s3enc_gui.wording.csv_text import csv_names, csv_rows


def as_json(receipts: Iterable[Receipt]) -> str:
    """Return receipts as a JSON list; times in ISO 8601, findings as objects."""
    return json.dumps([plain(one) for one in receipts], indent=2, ensure_ascii=False) + "\n"


def as_csv(receipts: Iterable[Receipt]) -> str:
    """Return receipts as CSV with a header line; findings and later checks in one cell each."""
    names = csv_names(field.name for field in fields(Receipt))
    return names + csv_rows(map(_cells, receipts))


def _cells(receipt: Receipt) -> Iterable[object]:
    row = plain(receipt)
    row["findings"] = "; ".join(
        f"{found.record} ({found.verdict.value})" for found in receipt.findings
    )
    if receipt.encryption_context is not None:
        context = dict(receipt.encryption_context)
        row["encryption_context"] = json.dumps(context, ensure_ascii=False)
    row["checked_again"] = "; ".join(map(_check_text, receipt.checked_again))
    return row.values()


def _check_text(check: LaterCheck) -> str:
    result = f"{check.verdict} ({check.detail})" if check.detail else check.verdict
    return f"{check.at.isoformat()}: {result}" if check.at else result
