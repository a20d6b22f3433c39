from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.journal_changes import (
    RecordEnd,
    RecordPart,
    RecordState,
    RecordUpload,
)
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions
from s3enc_gui.domain.uploads.transfer import InterruptedBatch, Transfer, TransferState
from s3enc_gui.store.journal.journal import Journal
from tests.store.journal.values import (
    CONNECTION,
    ITEMS,
    NOT_TEXT,
    OPTIONS,
    OTHER_PART,
    RECEIPT,
    UPLOAD,
    Programs,
)

PAIR = "\ud83d\ude00"  # two lone surrogates, not the character they would encode as a pair


@pytest.fixture
def programs():
    return Programs()


@pytest.fixture
def start(tmp_path, programs):
    """Start a program and return its journal; all use the same file."""
    with ExitStack() as stack:

        def start(name):
            journal = Journal(tmp_path / "journal.sqlite", programs.start(name))
            stack.callback(journal.close)
            return journal

        yield start


@pytest.fixture
def left_behind(start, programs):
    """A batch of a program that has ended: transfers 1 to 4."""
    start("dead").add(CONNECTION, "my-bucket", OPTIONS, ITEMS, "s3enc upload a b")
    programs.living.discard("dead")
    return 1


@pytest.mark.parametrize(
    "options",
    [
        OPTIONS,
        *(UploadOptions(EncryptionChoice(kind)) for kind in BY_HEADER),
        UploadOptions(EncryptionChoice(Encryption.SSE_C, customer_key="md5")),
        UploadOptions(EncryptionChoice(Encryption.SSE_KMS, context=(("für", "x"), ("z", "")))),
        *(UploadOptions(if_exists=one) for one in IfExists),
    ],
)
def test_a_batch_is_stored(start, options):
    batch, _ = start("a").add(CONNECTION, "my-bucket", options, ITEMS, NOT_TEXT)
    assert (batch.connection, batch.bucket, batch.options) == (CONNECTION, "my-bucket", options)
    assert batch.origin == NOT_TEXT
    assert start("b").batch(batch.id) == batch


def test_an_empty_connection_is_stored(start):
    batch, _ = start("a").add(Connection(), "b", UploadOptions(), ITEMS)
    assert batch.connection == Connection()


def test_a_new_batch_has_the_name_of_its_connection(start):
    """The name isn't recorded: a saved connection may be renamed."""
    journal = start("a")
    batch, _ = journal.add(Connection(credentials="k1", title="key"), "b", OPTIONS, ITEMS)
    assert batch.connection.title == "key"
    assert journal.batch(batch.id).connection.title is None


def test_a_batch_knows_when_it_was_created(start):
    batch, _ = start("a").add(CONNECTION, "b", OPTIONS, ITEMS)
    assert datetime.now(UTC) - batch.created < timedelta(minutes=1)


def test_odd_times_of_a_batch_and_its_transfers_are_not_known(start, tmp_path):
    journal = start("one")
    batch, (number, *_) = journal.add(CONNECTION, "b", OPTIONS, ITEMS)
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as database, database:
        database.execute("UPDATE batches SET created = 'soon'")
        database.execute("UPDATE transfers SET begun = ''")
    assert journal.batch(batch.id).created is None
    assert journal.transfer(number).begun is None


@pytest.mark.parametrize("name", [NOT_TEXT, PAIR, "\ud800", "a\0b", "", "Straße/ÄÖ/😀", "%_\\'\""])
def test_any_name_is_stored(start, name):
    item = UploadItem(name, name, 2**60)
    _, (number,) = start("a").add(Connection(ca_bundle=name), name, OPTIONS, [item], name)
    journal = start("b")
    assert journal.transfer(number).item == item
    assert journal.batch(1).connection == Connection(ca_bundle=name)
    assert (journal.batch(1).bucket, journal.batch(1).origin) == (name, name)


def test_transfers_are_queued_in_the_given_order(start):
    journal = start("a")
    _, numbers = journal.add(CONNECTION, "b", OPTIONS, ITEMS)
    expected = [Transfer(n, 1, item) for n, item in zip(numbers, ITEMS, strict=True)]
    assert journal.transfers(1) == expected


def test_more_items_are_appended(start):
    journal = start("a")
    journal.add(CONNECTION, "b", OPTIONS, ITEMS[:1])
    journal.add(CONNECTION, "c", OPTIONS, ITEMS[:1])
    assert journal.add_items(1, ITEMS[2:]) == (3, 4)
    assert [one.item for one in journal.transfers(1)] == [ITEMS[0], ITEMS[2], ITEMS[3]]


def test_a_batch_without_files_is_not_interrupted(start, programs):
    start("dead").add(CONNECTION, "b", OPTIONS, [])
    programs.living.clear()
    assert start("a").interrupted() == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda journal: journal.batch(7),
        lambda journal: journal.transfer(7),
        lambda journal: journal.add_items(7, ITEMS),
    ],
)
def test_an_unknown_id_is_an_error(start, ask):
    with pytest.raises(AppError, match="7") as caught:
        ask(start("a"))
    assert caught.value.code == "NotInJournal"


def test_an_unknown_batch_has_no_transfers(start):
    assert start("a").transfers(7) == []


def test_the_batch_of_an_ended_program_is_interrupted(start, left_behind):
    journal = start("a")
    assert journal.interrupted() == [InterruptedBatch(journal.batch(1), 4, 600)]


def test_the_batch_of_a_running_program_is_not_interrupted(start):
    start("b").add(CONNECTION, "b", OPTIONS, ITEMS)
    assert start("a").interrupted() == []


def test_the_program_s_own_batch_is_not_interrupted(start):
    journal = start("a")
    journal.add(CONNECTION, "b", OPTIONS, ITEMS)
    assert journal.interrupted() == []


def test_ended_files_and_sent_parts_do_not_remain(start, left_behind):
    journal = start("a")
    journal.write(
        [RecordEnd(4, Result.SKIPPED), RecordUpload(3, UPLOAD), RecordPart(3, OTHER_PART)]
    )
    assert journal.interrupted() == [InterruptedBatch(journal.batch(1), 3, 293)]


def test_a_finished_batch_is_not_interrupted(start, left_behind):
    journal = start("a")
    end_all(journal)
    assert journal.interrupted() == []


def test_unfinished_is_found_by_its_origin(start, left_behind):
    journal = start("a")
    assert journal.unfinished("s3enc upload a b") == journal.batch(1)
    assert journal.unfinished("s3enc upload a") is None
    assert journal.unfinished("") is None


def end_all(journal):
    journal.write(RecordEnd(number, Result.VERIFIED) for number in (1, 2, 3, 4))


def test_a_finished_open_batch_can_be_claimed(start, left_behind):
    end_all(start("a"))
    journal = start("b")
    assert journal.unfinished("s3enc upload a b").id == 1
    assert journal.claim(1)


def test_a_closed_finished_batch_cannot_be_claimed(start, programs):
    journal = start("dead")
    journal.add(CONNECTION, "my-bucket", OPTIONS, ITEMS, "s3enc upload a b")
    end_all(journal)
    journal.close_batches("s3enc upload a b")
    programs.living.discard("dead")
    assert start("a").unfinished("s3enc upload a b") is None
    assert not start("a").claim(1)


def test_batches_of_other_programs_stay_open(start, left_behind):
    end_all(start("a"))
    start("a").close_batches("s3enc upload a b")
    assert start("a").claim(1)


def test_a_finished_batch_without_origin_cannot_be_claimed(start, programs):
    journal = start("dead")
    journal.add(CONNECTION, "my-bucket", OPTIONS, ITEMS)
    end_all(journal)
    programs.living.discard("dead")
    assert not start("a").claim(1)


def test_a_forgotten_batch_is_not_unfinished(start, left_behind):
    start("a").write([RecordEnd(1, Result.VERIFIED)])
    start("a").forget(1)
    assert start("a").unfinished("s3enc upload a b") is None


def test_the_newest_of_several_is_found(start, left_behind, programs):
    start("dead").add(CONNECTION, "other", OPTIONS, ITEMS, "s3enc upload a b")
    programs.living.discard("dead")
    assert start("a").unfinished("s3enc upload a b").id == 2


def test_the_batch_of_a_running_program_is_not_unfinished(start, left_behind):
    assert start("b").claim(1)
    assert start("a").unfinished("s3enc upload a b") is None


def test_claimed_running_transfers_wait_and_paused_ones_stay_paused(start, left_behind):
    journal = start("a")
    journal.write(
        [RecordState((1, 2), TransferState.RUNNING), RecordState((3,), TransferState.PAUSED)]
    )
    journal.write([RecordEnd(2, Result.FAILED)])
    assert journal.claim(1)
    states = [one.state for one in journal.transfers(1)]
    assert states == [
        TransferState.WAITING,
        TransferState.ENDED,
        TransferState.PAUSED,
        TransferState.WAITING,
    ]


def test_a_claimed_batch_is_in_the_queue(start, left_behind):
    journal = start("a")
    journal.claim(1)
    assert journal.queue() == [1, 2, 3, 4]
    assert journal.interrupted() == []


def test_a_batch_is_claimed_once(start, left_behind):
    one, other = start("a"), start("b")
    assert (one.claim(1), other.claim(1), one.claim(1)) == (True, False, False)


def test_an_unknown_batch_cannot_be_claimed(start):
    assert not start("a").claim(7)


def test_forget_deletes_unfinished_transfers(start, left_behind):
    journal = start("a")
    journal.write([RecordEnd(2, Result.VERIFIED, RECEIPT), RecordUpload(1, UPLOAD)])
    assert journal.forget(1)
    assert [one.id for one in journal.transfers(1)] == [2]
    assert journal.receipt_of(2) == RECEIPT
    assert journal.known_uploads("my-bucket") == set()
    assert journal.interrupted() == []


def test_forget_deletes_a_batch_without_ended_transfers(start, left_behind):
    journal = start("a")
    journal.forget(1)
    with pytest.raises(AppError):
        journal.batch(1)


def test_ids_are_not_reused(start, left_behind):
    journal = start("a")
    journal.forget(1)
    assert journal.add(CONNECTION, "b", OPTIONS, ITEMS[:1])[1] == (5,)


def test_the_batch_of_a_running_program_is_not_deleted(start, left_behind):
    assert start("b").claim(1)
    assert not start("a").forget(1)
    assert len(start("a").transfers(1)) == 4


def test_the_uploads_of_all_programs_are_known(start, left_behind):
    one, other = start("a"), start("b")
    one.add(CONNECTION, "my-bucket", OPTIONS, ITEMS[:1])
    one.write([RecordUpload(5, UPLOAD)])
    other.write([RecordUpload(1, UPLOAD.__class__("second", 1, crc=False))])
    assert other.known_uploads("my-bucket") == {UPLOAD.upload_id, "second"}
    assert other.known_uploads("other") == set()
