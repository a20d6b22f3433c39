from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState, kept_bytes
from s3enc_gui.jobs.uploads.queue.events import Action
from s3enc_gui.jobs.uploads.queue.queue_entry import QueueEntry
from tests.jobs.uploads.context import SIZES, answer_all, answer_one


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("turns", range(0, 24, 3))
def test_canceled_at_any_moment_nothing_is_left(harness, size, turns):
    [one] = harness.add(size)
    harness.turn(turns)
    harness.control(Action.CANCEL)
    harness.finish()
    stored = "file-1" in harness.s3.objects
    assert harness.results() == {one: Result.VERIFIED if stored else Result.CANCELLED}
    harness.check_nothing_is_left()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("turns", range(0, 24, 3))
def test_paused_at_any_moment_it_can_be_resumed(harness, size, turns):
    [one] = harness.add(size)
    harness.turn(turns)
    harness.control(Action.PAUSE)
    answer_all(harness)
    harness.finish()
    assert harness.results() == {one: Result.VERIFIED}
    harness.check_nothing_is_left()


@pytest.mark.parametrize("action", [Action.PAUSE, Action.CANCEL])
def test_an_action_while_the_response_is_lost(harness, action):
    [one] = harness.add(45)
    harness.settle()  # HEAD is pending
    harness.control(action)
    harness.s3.dead = True
    harness.s3.answer(0, "lost")
    harness.turn(300)
    assert harness.state(one) in (TransferState.PAUSED, TransferState.ENDED)


def test_waiting_transfers_are_paused(harness):
    ids = harness.add(*SIZES)
    harness.control(Action.PAUSE)
    answer_all(harness)
    assert {harness.state(one) for one in ids} <= {TransferState.PAUSED, TransferState.ENDED}
    harness.finish()
    assert set(harness.results().values()) == {Result.VERIFIED}


def test_resuming_sends_only_what_is_missing(harness):
    [one] = harness.add(45)
    harness.settle()
    answer_one(harness)  # the HEAD
    harness.s3.answer(0, "ok")
    harness.s3.answer(0, "ok")
    harness.settle()
    harness.control(Action.PAUSE)
    answer_all(harness, "AccessDenied")
    assert harness.state(one) is TransferState.PAUSED
    sent = [len(parts) for parts in harness.s3.uploads.values()]
    harness.finish()
    assert (sent, harness.s3.created, harness.results()) == ([2], 1, {one: Result.VERIFIED})
    assert harness.entry(one).sent == 45


def halfway(harness):
    """Pause a file of three parts when S3 has two of them; return its transfer."""
    [one] = harness.add(45)
    harness.settle()
    answer_one(harness)  # the HEAD
    harness.s3.answer(0, "ok")
    harness.s3.answer(0, "ok")
    harness.settle()
    harness.control(Action.PAUSE)
    answer_all(harness, "AccessDenied")
    return one


def test_a_row_that_waits_shows_what_s3_has(harness):
    one = halfway(harness)
    kept = kept_bytes(harness.journal.transfer(one))
    assert 0 < kept < 45
    assert harness.shown[one] == kept
    harness.control(Action.RESUME, turns=0)
    seen = set()
    for _ in range(600):
        seen.add(harness.shown[one])
        harness.turn(1)
        if harness.state(one) is TransferState.RUNNING:
            break
    else:
        pytest.fail("it isn't resumed")
    assert seen == {kept}  # it doesn't begin at zero
    harness.finish()
    assert harness.shown[one] == 45


def test_after_a_start_a_row_shows_what_s3_has(harness):
    one = halfway(harness)
    transfer = harness.journal.transfer(one)
    entry = QueueEntry(transfer, harness.runs[0], 1.0)
    assert entry.row.sent == kept_bytes(transfer) > 0
    harness.queue.state.count_sent(entry, 30, known=True)  # what S3 lists
    assert entry.row.sent == 30


def test_a_paused_upload_is_aborted_when_it_is_cancelled(harness):
    harness.add(45)
    harness.settle()
    answer_one(harness)  # the HEAD
    harness.control(Action.PAUSE)
    answer_all(harness, "ok")
    assert len(harness.s3.uploads) == 1
    harness.control(Action.CANCEL)
    assert list(harness.results().values()) == [Result.CANCELLED]
    harness.check_nothing_is_left()


def test_a_failed_transfer_is_retried_at_the_end(harness):
    [one, other] = harness.add(12, 12)
    harness.settle()
    harness.s3.answer(0, "AccessDenied")
    harness.settle()
    assert harness.results()[one] is Result.FAILED
    harness.control(Action.RETRY)
    assert harness.entry(one).turn > harness.entry(other).turn
    harness.finish()
    assert set(harness.results().values()) == {Result.VERIFIED}


def test_a_run_is_done_only_when_all_have_ended(harness):
    [_, other] = harness.add(12, 12)
    harness.settle()
    for _ in range(2):
        harness.s3.answer(
            0 if len(harness.s3.pending) == 2 and not harness.ends else -1, "AccessDenied"
        )
        harness.settle()
        harness.control(Action.RETRY)
    assert harness.results()[other] is None
    assert not harness.runs[0].done.done()


def test_ended_transfers_are_cleared(harness):
    harness.add(*SIZES)
    harness.finish()
    harness.control(Action.CLEAR)
    assert harness.queue.state.entries == {}


@pytest.mark.parametrize("action", list(Action))
def test_an_action_skips_transfers_it_does_not_fit(harness, action):
    ids = harness.add(4)
    harness.finish()
    before = harness.results()
    harness.control(action, [*ids, 999])
    assert harness.results() in (before, {})


def order(harness):
    unended = [entry for _, entry in harness.entries() if entry.state is not TransferState.ENDED]
    return [one.id for one in sorted(unended, key=lambda one: one.turn)]


@pytest.mark.parametrize(
    ("action", "chosen", "expected"),
    [
        (Action.FIRST, [2, 3], [2, 3, 0, 1, 4]),
        (Action.LAST, [0, 1], [2, 3, 4, 0, 1]),
        (Action.UP, [2], [0, 2, 1, 3, 4]),
        (Action.DOWN, [2, 3], [0, 1, 4, 2, 3]),
    ],
)
def test_the_order(harness, action, chosen, expected):
    ids = harness.add(*[45] * 5)
    harness.control(Action.PAUSE)
    answer_all(harness)
    harness.control(action, [ids[at] for at in chosen])
    assert order(harness) == [ids[at] for at in expected]
    assert harness.journal.queue() == order(harness)
