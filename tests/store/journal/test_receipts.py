from __future__ import annotations

import json
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.comparison import Aspect, Finding, Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.uploads.journal_changes import RecordEnd, RecordState
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.store.journal import receipts as receipts
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.journal.rows import pack_receipt
from s3enc_gui.store.process_lock import OnlyProcess
from s3enc_gui.store.sqlite.packing import pack_json
from tests.store.journal.values import ARN, BARE, CONNECTION, ITEMS, NOT_TEXT, OPTIONS, RECEIPT

ALL = ReceiptQuery()
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def journal():
    with closing(Journal(None, OnlyProcess())) as journal:
        yield journal


@pytest.fixture
def add(journal):
    """Add receipts, one per transfer."""

    def add(*receipts):
        journal.write(RecordEnd(n, Result.VERIFIED, one) for n, one in enumerate(receipts, 1))

    return add


def keys(found):
    return [one.key for one in found]


def ended(minutes, key="k"):
    return replace(BARE, key=key, ended=NOON + timedelta(minutes=minutes))


IN_CONTEXT = replace(BARE, encryption_context=(("für", "x"), ("z", "")))


@pytest.mark.parametrize("receipt", [RECEIPT, BARE, IN_CONTEXT])
def test_a_receipt_is_stored(journal, add, receipt):
    add(receipt)
    assert journal.receipts(ALL) == [receipt]


@pytest.mark.parametrize("field", [field.name for field in fields(RECEIPT)])
def test_every_field_is_stored(journal, add, field):
    receipt = replace(BARE, **{field: getattr(RECEIPT, field)})
    add(receipt)
    assert journal.receipt_of(1) == receipt


ODD_TIMES = ["", "soon", "0001-01-01T00:00:00+00:00", "10000-01-01T00:00:00Z", 7, None]


@pytest.fixture
def edited(tmp_path):
    """Return a journal with three receipts, of which one is stored as `body`."""

    def edited(body):
        path = tmp_path / "journal.sqlite"
        with closing(Journal(path, OnlyProcess())) as journal:
            rows = enumerate((ended(1, "one"), RECEIPT, ended(3, "three")), 1)
            journal.write(RecordEnd(n, Result.VERIFIED, one) for n, one in rows)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE receipt_bodies SET body = ? WHERE id = 2", (body,))
        return opened.enter_context(closing(Journal(path, OnlyProcess())))

    with ExitStack() as opened:
        yield edited


@pytest.mark.parametrize("time", ODD_TIMES)
def test_an_odd_time_of_a_receipt_is_not_known(edited, time):
    row = json.loads(pack_receipt(RECEIPT))
    row |= {name: time for name in ("last_modified", "started", "ended")}
    row["checked_again"] = [{"at": time, "verdict": "verified", "detail": ""}]
    found = next(one for one in edited(pack_json(row)).receipts(ALL) if one.key == RECEIPT.key)
    assert (found.last_modified, found.started, found.ended) == (None, None, None)
    assert found.checked_again[0].at is None


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"\xff", b"null", b'{"verdict": 1, "more": 2}']
)
def test_a_receipt_that_cannot_be_read_leaves_the_others(edited, body):
    journal = edited(body)
    assert {one.key for one in journal.receipts(ALL)} == {"one", "three", ""}
    assert journal.count_receipts(ALL) == 3


def test_what_is_known_of_a_receipt_of_a_later_version_is_read(edited):
    row = json.loads(pack_receipt(RECEIPT))
    later = {"aspect": "New", "asked": "a", "stored": "b", "verdict": "verified"}
    packed = pack_json(row | {"new": 1, "findings": [*row["findings"], later]})
    assert RECEIPT in edited(packed).receipts(ALL)


def test_times_keep_their_zone(journal, add):
    add(RECEIPT)
    (found,) = journal.receipts(ALL)
    assert found.started.utcoffset() == timedelta(hours=5, minutes=30)


def test_the_newest_come_first_and_those_without_end_last(journal, add):
    add(BARE, ended(1, "one"), ended(3, "three"), ended(2, "two"))
    assert keys(journal.receipts(ALL)) == ["three", "two", "one", "a"]


def test_with_equal_times_the_last_added_comes_first(journal, add):
    add(ended(1, "a"), ended(1, "b"))
    assert keys(journal.receipts(ALL)) == ["b", "a"]


def test_the_time_zone_does_not_affect_the_order(journal, add):
    there = timezone(timedelta(hours=-8))
    add(ended(1, "later"), replace(BARE, key="sooner", ended=NOON.astimezone(there)))
    assert keys(journal.receipts(ALL)) == ["later", "sooner"]


def test_pages(journal, add):
    add(*(ended(n, str(n)) for n in range(10)))
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
    ("txtinvoices", False),  # the end of one name and the start of the other
    ("my-bucket", False),
]


@pytest.mark.parametrize(("text", "matches"), SEARCHES)
def test_path_and_key_are_searched(journal, add, text, matches):
    add(RECEIPT)
    assert journal.receipts(ReceiptQuery(text=text)) == [RECEIPT] * matches
    assert journal.count_receipts(ReceiptQuery(text=text)) == matches


@pytest.mark.parametrize("name", ["ÄRGER 100%_done", "Ωμέγα", "ЖУРНАЛ", "a\u0308rger 100%_"])
def test_the_search_ignores_case_and_composition_in_any_script(journal, add, name):
    add(replace(BARE, file=name), BARE)
    for text in (name, name.lower(), name.upper()):
        assert journal.receipts(ReceiptQuery(text=text)) == [replace(BARE, file=name)]


def test_decomposed_names_are_found(journal, add):
    add(replace(BARE, file="/A\u0308.txt"))  # as macOS names files
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
def test_bucket_and_key(journal, add, query, matches):
    add(RECEIPT)
    assert journal.count_receipts(query) == matches


def test_a_receipt_without_a_kms_key_does_not_match(journal, add):
    add(BARE)
    assert journal.receipts(ReceiptQuery(kms_key="arn")) == []


def test_since_is_inclusive_and_until_is_not(journal, add):
    add(*(ended(n, str(n)) for n in range(4)))
    query = ReceiptQuery(since=NOON + timedelta(minutes=1), until=NOON + timedelta(minutes=3))
    assert keys(journal.receipts(query)) == ["2", "1"]


def test_a_microsecond_counts(journal, add):
    add(ended(0))
    late = NOON + timedelta(microseconds=1)
    assert journal.count_receipts(ReceiptQuery(since=late)) == 0
    assert journal.count_receipts(ReceiptQuery(until=late)) == 1


def test_a_receipt_without_end_is_in_no_range(journal, add):
    add(BARE)
    assert journal.count_receipts(ReceiptQuery(since=NOON)) == 0
    assert journal.count_receipts(ReceiptQuery(until=NOON)) == 0


def test_buckets_by_name(journal, add):
    add(RECEIPT, BARE, RECEIPT, replace(BARE, bucket=NOT_TEXT))
    assert journal.receipt_buckets() == sorted(["my-bucket", "other-bucket", NOT_TEXT])


def test_no_receipts(journal):
    assert journal.receipts(ALL) == []
    assert journal.receipt_buckets() == []
    assert journal.receipt_of(1) is None


def test_a_retried_transfer_has_two_receipts(journal):
    journal.write([RecordEnd(1, Result.FAILED, BARE), RecordState((1,), TransferState.WAITING)])
    journal.write([RecordEnd(1, Result.VERIFIED, RECEIPT)])
    assert journal.receipt_of(1) == RECEIPT
    assert journal.count_receipts(ALL) == 2


LATER = NOON + timedelta(days=1)
UNSEEN = Finding(Aspect.OBJECT, "confirmed by the server", "not allowed", Verdict.CANNOT_TELL)


def again(receipt=RECEIPT, **more):
    return replace(receipt, ended=LATER, **more)


def test_a_second_check_of_an_object_is_added_to_its_receipt(journal):
    journal.write([RecordEnd(1, Result.VERIFIED, RECEIPT)])
    journal.write([RecordEnd(1, Result.VERIFIED, again()) for _ in range(3)])
    (receipt,) = journal.receipts(ALL)
    assert [check.at for check in receipt.checked_again] == [LATER] * 3
    assert replace(receipt, checked_again=()) == RECEIPT
    assert journal.count_receipts(ReceiptQuery(since=LATER)) == 0  # not uploaded on that day


def test_another_version_has_another_receipt(journal):
    journal.write([RecordEnd(1, Result.VERIFIED, RECEIPT)])
    journal.write([RecordEnd(1, Result.VERIFIED, again(version_id="next"))])
    journal.write([RecordEnd(1, Result.VERIFIED, again())])  # of the first version
    versions = [(one.version_id, len(one.checked_again)) for one in journal.receipts(ALL)]
    assert versions == [("next", 0), (RECEIPT.version_id, 1)]


def test_a_check_by_another_transfer_is_added_to_the_receipt_of_the_first(journal):
    journal.write([RecordEnd(1, Result.VERIFIED, RECEIPT)])
    journal.write([RecordEnd(2, Result.VERIFIED, again(), earlier_transfer=1)])
    assert len(journal.receipt_of(1).checked_again) == 1
    assert journal.receipt_of(2) is None


@pytest.mark.parametrize("stored", ["my-key", "arn:aws:kms:my-key"])
@pytest.mark.parametrize("asked", ["my-key", "arn:aws:kms:my-key", "My"])
def test_a_key_of_minio_is_found_with_and_without_its_prefix(journal, add, stored, asked):
    add(replace(RECEIPT, kms_key_arn=stored))
    assert journal.count_receipts(ReceiptQuery(kms_key=asked)) == 1


def test_the_receipts_of_many_keys_are_counted_by_one_query(journal, add):
    one, other = replace(BARE, customer_key="Ab+/=="), replace(BARE, customer_key="cD+/==")
    add(one, RECEIPT, other, one, BARE)
    statements: list[str] = []
    journal._database.set_trace_callback(statements.append)
    counts = journal.count_by_key(["Ab+/==", "cD+/==", "Ef+/==", ARN])
    assert counts == {"Ab+/==": 2, "cD+/==": 1, ARN: 1}
    assert len([one for one in statements if one.startswith("SELECT")]) == 1
    assert journal.count_by_key([]) == {}


def test_a_kms_key_found_by_a_later_check_is_searchable(journal):
    unknown = replace(RECEIPT, verdict="cannot tell", kms_key_arn=None, findings=(UNSEEN,))
    journal.write([RecordEnd(1, Result.CANNOT_TELL, unknown)])
    journal.write([RecordEnd(1, Result.VERIFIED, again())])
    assert journal.count_receipts(ReceiptQuery(kms_key=ARN)) == 1


def test_a_receipt_of_an_earlier_release_is_read(journal, add):
    add(RECEIPT)
    body = json.loads(pack_receipt(RECEIPT).decode("utf-8", "surrogatepass"))
    del body["checked_again"]
    journal._database.execute("UPDATE receipt_bodies SET body = ?", (pack_json(body),))
    assert journal.receipts(ALL) == [RECEIPT]


def test_several_receipts_of_one_transfer_are_read(journal):
    journal.write([RecordEnd(1, Result.VERIFIED, RECEIPT)])
    journal._database.execute(
        "INSERT INTO receipts SELECT 9, 1, ended, bucket, kms_key, names FROM receipts"
    )
    journal._database.execute("INSERT INTO receipt_bodies SELECT 9, body FROM receipt_bodies")
    assert journal.receipts(ALL) == [RECEIPT] * 2


def command(journal, origin, items=ITEMS, connection=CONNECTION):
    """Run a command that stores all of its files."""
    batch, ids = journal.add(connection, "my-bucket", OPTIONS, items, origin)
    for number, item in zip(ids, items, strict=True):
        receipt = replace(RECEIPT, file=item.path, key=item.key, version_id=f"v{number}")
        journal.write([RecordEnd(number, Result.VERIFIED, receipt)])
    journal.close_batches(origin)
    return batch, ids


def test_receipts_of_the_same_command_are_found_newest_first(journal):
    _, first = command(journal, "a")
    batch, second = command(journal, "a")
    command(journal, "b")
    found = journal.receipts_of_command(batch, ITEMS[1])
    assert [(number, one.key) for number, one in found] == [
        (second[1], ITEMS[1].key),
        (first[1], ITEMS[1].key),
    ]


@pytest.mark.parametrize("other", [{"path": "/elsewhere"}, {"key": "elsewhere"}])
def test_another_file_or_key_does_not_match(journal, other):
    batch, _ = command(journal, "a")
    assert journal.receipts_of_command(batch, replace(ITEMS[1], **other)) == []


def test_receipts_of_a_key_of_other_transfers_are_found(journal):
    _, first = command(journal, "a")
    batch, second = command(journal, "b")
    command(journal, "c", connection=Connection("another"))
    found = journal.receipts_of_key(batch.connection, batch.bucket, ITEMS[1].key, second[1])
    assert [one.version_id for one in found] == [f"v{first[1]}"]


@pytest.mark.parametrize("select", [receipts._OF_KEY])
def test_a_key_is_looked_up_by_an_index(journal, select):
    plan = journal._database.execute(f"EXPLAIN QUERY PLAN {select}", (b"k", b"b")).fetchall()
    assert not [step for step in plan if step[3].startswith("SCAN")], plan


def test_expired_receipts_take_their_transfers_with_them_in_finished_batches(journal):
    _, done = journal.add(CONNECTION, "b", OPTIONS, ITEMS[:2])
    _, running = journal.add(CONNECTION, "b", OPTIONS, ITEMS[:2])
    old, new = ended(-1), ended(1)
    journal.write(
        RecordEnd(number, Result.VERIFIED, one)
        for number, one in zip((*done, running[0]), (old, new, old), strict=True)
    )
    assert journal.expire_receipts(NOON, 10) == 2
    assert journal.receipts(ALL) == [new]
    with pytest.raises(AppError, match="no transfer"):
        journal.transfer(done[0])
    assert [journal.transfer(one).id for one in (done[1], *running)] == [done[1], *running]
    assert journal.expire_receipts(NOON, 10) == 0
