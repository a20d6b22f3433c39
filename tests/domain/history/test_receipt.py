from __future__ import annotations

import csv
import json
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.wording.history.receipt_export import as_csv, as_json
from tests.fakes.samples import ARN, outcome

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def receipt(result, **rest):
    return Receipt.of(outcome(result), "my-bucket", **rest)


def test_records_what_is_stored():
    done = outcome(Result.VERIFIED)
    one = Receipt.of(done, "my-bucket", started=NOW, who="arn:aws:iam::1:user/me")
    assert (one.verdict, one.key, one.size) == ("verified", done.item.key, done.item.size)
    assert (one.algorithm, one.kms_key_arn, one.bucket_key) == ("aws:kms", ARN, True)
    assert (one.started, one.who) == (NOW, "arn:aws:iam::1:user/me")


@pytest.mark.parametrize("result", Result)
def test_every_outcome_has_a_receipt_in_both_forms(result):
    one = receipt(result)
    assert json.loads(as_json([one]))[0]["verdict"] == result.value
    assert next(csv.DictReader(as_csv([one]).splitlines()))["verdict"] == result.value


def test_a_failure_records_nothing_stored():
    one = receipt(Result.FAILED)
    assert one.error
    assert (one.etag, one.algorithm, one.bucket_key) == (None, None, None)


def test_names_are_no_formulas():
    one = replace(receipt(Result.VERIFIED), file="=f", key="x;=HYPERLINK(1)")
    row = next(csv.DictReader(as_csv([one]).splitlines()))
    assert (row["file"], row["key"]) == ("'=f", "x;'=HYPERLINK(1)")
    assert json.loads(as_json([one]))[0]["key"] == one.key


def test_times_have_a_time_zone():
    assert json.loads(as_json([receipt(Result.VERIFIED, ended=NOW)]))[0]["ended"] == (
        "2026-03-01T12:00:00+00:00"
    )


def test_csv_has_every_field_and_both_sides_of_a_difference():
    rows = list(csv.reader(as_csv([receipt(Result.DIFFERENT)]).splitlines()))
    assert rows[0] == [field.name for field in fields(Receipt)]
    assert "requested" in rows[1][rows[0].index("findings")]
    assert "stored" in rows[1][rows[0].index("findings")]


def test_the_encryption_context_is_json_in_each_format():
    receipt = Receipt("verified", "f", 1, "b", "k", encryption_context=(("für", "x"), ("z", "=1")))
    (row,) = csv.DictReader(as_csv([receipt]).splitlines())
    assert json.loads(row["encryption_context"]) == {"für": "x", "z": "=1"}
    (document,) = json.loads(as_json([receipt]))
    assert document["encryption_context"] == {"für": "x", "z": "=1"}
