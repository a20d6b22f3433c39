from __future__ import annotations

from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from s3enc_gui.domain.journal_changes import Ended, Moved
from s3enc_gui.domain.outcome import Result
from s3enc_gui.domain.receipt_query import ReceiptQuery
from s3enc_gui.domain.transfer import State
from s3enc_gui.store.instance import SoleInstance
from s3enc_gui.store.journal import Journal
from tests.store.journal_values import ARN, BARE, NOT_TEXT, RECEIPT

ALL = ReceiptQuery()
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def journal():
    with closing(Journal(None, SoleInstance())) as journal:
        yield journal


@pytest.fixture
def keep(journal):
    """Keep receipts, one a transfer."""

    def keep(*receipts):
        journal.write(Ended(n, Result.VERIFIED, one) for n, one in enumerate(receipts, 1))

    return keep


def keys(found):
    return [one.key for one in found]


def ended(minutes, key="k"):
    return replace(BARE, key=key, ended=NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize("receipt", [RECEIPT, BARE])
def test_a_receipt_comes_back_as_it_was(journal, keep, receipt):
    keep(receipt)
    assert journal.receipts(ALL) == [receipt]


@pytest.mark.parametrize("field", [field.name for field in fields(RECEIPT)])
def test_every_field_comes_back_by_itself(journal, keep, field):
    receipt = replace(BARE, **{field: getattr(RECEIPT, field)})
    keep(receipt)
    assert journal.receipt_of(1) == receipt


def test_times_keep_their_zone(journal, keep):
    keep(RECEIPT)
    (found,) = journal.receipts(ALL)
    assert found.started.utcoffset() == timedelta(hours=5, minutes=30)


def test_the_newest_come_first_and_the_endless_last(journal, keep):
    keep(BARE, ended(1, "one"), ended(3, "three"), ended(2, "two"))
    assert keys(journal.receipts(ALL)) == ["three", "two", "one", "a"]


def test_at_the_same_time_the_one_written_last_comes_first(journal, keep):
    keep(ended(1, "a"), ended(1, "b"))
    assert keys(journal.receipts(ALL)) == ["b", "a"]


def test_the_zone_does_not_matter_for_the_order(journal, keep):
    there = timezone(timedelta(hours=-8))
    keep(ended(1, "later"), replace(BARE, key="sooner", ended=NOON.astimezone(there)))
    assert keys(journal.receipts(ALL)) == ["later", "sooner"]


def test_pages(journal, keep):
    keep(*(ended(n, str(n)) for n in range(10)))
    assert keys(journal.receipts(ALL, offset=3, limit=2)) == ["6", "5"]
    assert journal.receipts(ALL, offset=10) == []
    assert journal.count_receipts(ALL) == 10


SEARCHES = [
    ("invoices", True),
    ("INVOICES", True),
    ("straße", True),  # the key says STRASSE
    ("strasse", True),
    ("\udcff", True),
    ("/HOME/anna", True),
    ("txt", True),
    ("100%", False),
    ("_", False),
    ("%", False),
    ("*", False),
    ("txtinvoices", False),  # the end of one name and the beginning of the other
    ("my-bucket", False),
]


@pytest.mark.parametrize(("text", "matches"), SEARCHES)
def test_text_is_looked_for_in_path_and_key(journal, keep, text, matches):
    keep(RECEIPT)
    assert journal.receipts(ReceiptQuery(text=text)) == [RECEIPT] * matches
    assert journal.count_receipts(ReceiptQuery(text=text)) == matches


@pytest.mark.parametrize("name", ["ÄRGER 100%_done", "Ωμέγα", "ЖУРНАЛ", "a\u0308rger 100%_"])
def test_case_and_composition_do_not_matter_in_any_script(journal, keep, name):
    keep(replace(BARE, file=name), BARE)
    for text in (name, name.lower(), name.upper()):
        assert journal.receipts(ReceiptQuery(text=text)) == [replace(BARE, file=name)]


def test_composed_and_decomposed_are_the_same(journal, keep):
    keep(replace(BARE, file="/A\u0308.txt"))  # as macOS names files
    assert journal.count_receipts(ReceiptQuery(text="ä.TXT")) == 1


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        (ReceiptQuery(bucket="my-bucket"), True),
        (ReceiptQuery(bucket="my"), False),
        (ReceiptQuery(bucket="other-bucket"), False),
        (ReceiptQuery(kms_key=ARN), True),
        (ReceiptQuery(kms_key="0ecd1de5"), True),
        (ReceiptQuery(kms_key="0ecd1de6"), False),
        (ReceiptQuery(text="invoices", bucket="my-bucket", kms_key="key/0e"), True),
        (ReceiptQuery(text="nothing", bucket="my-bucket", kms_key="key/0e"), False),
    ],
)
def test_bucket_and_key(journal, keep, query, matches):
    keep(RECEIPT)
    assert journal.count_receipts(query) == matches


def test_without_a_key_there_is_none_to_find(journal, keep):
    keep(BARE)
    assert journal.receipts(ReceiptQuery(kms_key="arn")) == []


def test_since_is_within_and_until_is_not(journal, keep):
    keep(*(ended(n, str(n)) for n in range(4)))
    query = ReceiptQuery(since=NOON + timedelta(minutes=1), until=NOON + timedelta(minutes=3))
    assert keys(journal.receipts(query)) == ["2", "1"]


def test_a_microsecond_counts(journal, keep):
    keep(ended(0))
    late = NOON + timedelta(microseconds=1)
    assert journal.count_receipts(ReceiptQuery(since=late)) == 0
    assert journal.count_receipts(ReceiptQuery(until=late)) == 1


def test_what_has_no_end_is_in_no_span(journal, keep):
    keep(BARE)
    assert journal.count_receipts(ReceiptQuery(since=NOON)) == 0
    assert journal.count_receipts(ReceiptQuery(until=NOON)) == 0


def test_buckets_by_name(journal, keep):
    keep(RECEIPT, BARE, RECEIPT, replace(BARE, bucket=NOT_TEXT))
    assert journal.receipt_buckets() == sorted(["my-bucket", "other-bucket", NOT_TEXT])


def test_no_receipts(journal):
    assert journal.receipts(ALL) == []
    assert journal.receipt_buckets() == []
    assert journal.receipt_of(1) is None


def test_a_transfer_tried_again_has_the_later_receipt_and_both_are_kept(journal):
    journal.write([Ended(1, Result.FAILED, BARE), Moved((1,), State.WAITING)])
    journal.write([Ended(1, Result.VERIFIED, RECEIPT)])
    assert journal.receipt_of(1) == RECEIPT
    assert journal.count_receipts(ALL) == 2
