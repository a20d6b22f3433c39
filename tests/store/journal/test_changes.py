from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import get_args

import pytest

from s3enc_gui.domain.uploads.journal_changes import (
    Change,
    RecordContent,
    RecordEnd,
    RecordOrder,
    RecordPart,
    RecordStart,
    RecordState,
    RecordUpload,
)
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import OnlyProcess
from tests.store.journal.values import (
    CONNECTION,
    ITEMS,
    MARK,
    NOT_TEXT,
    NOW,
    OPTIONS,
    OTHER_PART,
    PART,
    RECEIPT,
    SENT,
    UPLOAD,
)

OPEN = RecordUpload(1, UPLOAD)
OTHER_UPLOAD = replace(UPLOAD, upload_id="other", crc=False, context=(("für", "x"), ("z", "")))
WITH_PARTS = replace(UPLOAD, parts=(PART, OTHER_PART))
# Earlier changes, the change, and the fields of transfer 1 that then differ from a new one.
TABLE = [
    ([], RecordState((1,), TransferState.RUNNING), {"state": TransferState.RUNNING}),
    ([], RecordState((1,), TransferState.PAUSED), {"state": TransferState.PAUSED}),
    ([RecordState((1,), TransferState.RUNNING)], RecordState((1,), TransferState.WAITING), {}),
    ([], RecordState((2, 3), TransferState.PAUSED), {}),
    ([RecordEnd(1, Result.FAILED)], RecordState((1,), TransferState.WAITING), {}),
    (
        [RecordEnd(1, Result.FAILED)],
        RecordState((1,), TransferState.ENDED),
        {"state": TransferState.ENDED, "result": Result.FAILED},
    ),
    ([], RecordStart(1, NOT_TEXT, MARK, NOW), {"key": NOT_TEXT, "mark": MARK, "begun": NOW}),
    (
        [OPEN, RecordContent(1, SENT)],
        RecordStart(1, "", MARK, NOW),
        {"key": "", "mark": MARK, "begun": NOW, "upload": UPLOAD},
    ),
    ([], OPEN, {"upload": UPLOAD}),
    ([], RecordUpload(1, WITH_PARTS), {"upload": WITH_PARTS}),
    ([RecordUpload(1, WITH_PARTS)], RecordUpload(1, OTHER_UPLOAD), {"upload": OTHER_UPLOAD}),
    ([RecordUpload(1, WITH_PARTS)], RecordUpload(1, None), {}),
    ([RecordUpload(1, WITH_PARTS), RecordUpload(1, None)], OPEN, {"upload": UPLOAD}),
    ([OPEN], RecordPart(1, PART), {"upload": replace(UPLOAD, parts=(PART,))}),
    ([OPEN, RecordPart(1, OTHER_PART)], RecordPart(1, PART), {"upload": WITH_PARTS}),
    (
        [OPEN, RecordPart(1, OTHER_PART)],
        RecordPart(1, replace(PART, number=2)),
        {"upload": replace(UPLOAD, parts=(replace(PART, number=2),))},
    ),
    ([], RecordPart(1, PART), {}),
    ([RecordPart(1, PART)], OPEN, {"upload": UPLOAD}),
    ([], RecordContent(1, SENT), {"sent": SENT}),
    ([], RecordContent(1, replace(SENT, md5_etag=None)), {"sent": replace(SENT, md5_etag=None)}),
    *(
        ([], RecordEnd(1, result), {"state": TransferState.ENDED, "result": result})
        for result in Result
    ),
    (
        [RecordStart(1, "k", MARK, NOW), RecordUpload(1, WITH_PARTS), RecordContent(1, SENT)],
        RecordEnd(1, Result.VERIFIED, RECEIPT),
        {
            "state": TransferState.ENDED,
            "result": Result.VERIFIED,
            "key": "k",
            "begun": NOW,
            "mark": MARK,
            "sent": SENT,
        },
    ),
    *(
        (
            [RecordStart(1, "k", MARK, NOW), RecordContent(1, SENT)],
            RecordEnd(1, result),
            {"state": TransferState.ENDED, "result": result},
        )
        for result in (Result.EXISTS, Result.SKIPPED)  # the object isn't ours
    ),
    ([], RecordOrder((4, 1)), {}),
]


@pytest.fixture
def journal():
    with closing(Journal(None, OnlyProcess())) as journal:
        journal.add(CONNECTION, "my-bucket", OPTIONS, ITEMS)
        yield journal


@pytest.mark.parametrize(("before", "change", "differs"), TABLE)
def test_a_change_affects_only_its_transfer(journal, before, change, differs):
    new, *_ = journal.transfers(1)
    journal.write(before)
    others = {one.id: one for one in journal.transfers(1) if one.id != 1}
    journal.write([change])
    assert journal.transfer(1) == replace(new, **differs)
    if not isinstance(change, RecordState):
        assert {one.id: one for one in journal.transfers(1) if one.id != 1} == others


def test_every_change_is_in_the_table():
    assert {type(change) for _, change, _ in TABLE} == set(get_args(Change))


@pytest.mark.parametrize(("before", "change", "differs"), TABLE)
def test_transfer_and_transfers_return_the_same(journal, before, change, differs):
    journal.write([*before, change])
    assert [journal.transfer(one.id) for one in journal.transfers(1)] == journal.transfers(1)


def test_several_states_change_at_once(journal):
    journal.write([RecordState((1, 3), TransferState.PAUSED)])
    states = [one.state for one in journal.transfers(1)]
    assert states == [
        TransferState.PAUSED,
        TransferState.WAITING,
        TransferState.PAUSED,
        TransferState.WAITING,
    ]


def test_ordered_transfers_come_first_and_the_others_keep_their_order(journal):
    journal.write([RecordOrder((4, 2))])
    assert [one.id for one in journal.transfers(1)] == [4, 2, 1, 3]


def test_the_last_order_counts(journal):
    journal.write([RecordOrder((4, 3, 2, 1))])
    journal.write([RecordOrder((2,))])
    assert [one.id for one in journal.transfers(1)] == [2, 4, 3, 1]


def test_the_order_spans_batches_and_new_transfers_come_last(journal):
    journal.add(CONNECTION, "other", OPTIONS, ITEMS[:2])
    journal.write([RecordOrder((6, 1, 5))])
    journal.add_items(1, ITEMS[:1])
    assert journal.queue() == [6, 1, 5, 2, 3, 4, 7]


def test_ended_transfers_are_not_in_the_queue(journal):
    journal.write([RecordEnd(2, Result.SKIPPED)])
    assert journal.queue() == [1, 3, 4]


def test_the_receipt_is_added_with_the_end(journal):
    journal.write([RecordEnd(1, Result.VERIFIED, RECEIPT)])
    assert journal.receipt_of(1) == RECEIPT
    assert journal.receipt_of(2) is None


def test_the_parts_are_deleted_with_the_end(journal):
    journal.write([RecordUpload(1, WITH_PARTS), RecordEnd(1, Result.VERIFIED)])
    journal.write([RecordState((1,), TransferState.WAITING), OPEN])
    assert journal.transfer(1).upload == UPLOAD


def test_all_changes_are_written_or_none(journal):
    with pytest.raises(OverflowError):
        journal.write(
            [RecordState((1,), TransferState.RUNNING), RecordState((2**70,), TransferState.RUNNING)]
        )
    assert journal.transfer(1).state is TransferState.WAITING


def test_nothing_is_written_if_the_iterable_raises(journal):
    def changes():
        yield RecordState((1,), TransferState.RUNNING)
        raise LookupError

    with pytest.raises(LookupError):
        journal.write(changes())
    assert journal.transfer(1).state is TransferState.WAITING


def test_changes_of_a_forgotten_transfer_are_ignored_but_for_its_receipt(journal):
    journal.forget(1)
    journal.write([OPEN, RecordPart(1, PART), RecordEnd(1, Result.VERIFIED, RECEIPT)])
    assert journal.known_uploads("my-bucket") == set()
    assert journal.receipt_of(1) == RECEIPT


def test_no_change_at_all(journal):
    journal.write([])
    assert journal.queue() == [1, 2, 3, 4]
