"""Two actions at once, and an action after any turn of the loop."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.events import Action
from tests.jobs.uploads.context import SIZES, Harness, answer_all, answer_one


def paused_in_the_middle(harness):
    [one] = harness.add(45)
    harness.settle()
    answer_one(harness)  # the HEAD
    harness.control(Action.PAUSE)
    answer_all(harness)
    assert (harness.state(one), len(harness.s3.uploads)) == (TransferState.PAUSED, 1)
    return one


def ended_once(harness, one):
    assert len(harness.ends[one]) == 1
    stored = harness.entry(one).transfer.item.key in harness.s3.objects
    assert harness.ends == {one: [Result.VERIFIED if stored else Result.CANCELLED]}
    harness.check_nothing_is_left()


@pytest.mark.parametrize("turns", range(1, 7))
def test_canceled_while_it_is_resumed(harness, turns):
    one = paused_in_the_middle(harness)
    harness.control(Action.RESUME, turns=turns)
    harness.control(Action.CANCEL)
    harness.finish()
    ended_once(harness, one)


@pytest.mark.parametrize("turns", range(9, 14))
def test_canceled_before_it_is_opened_again(harness, turns):
    one = paused_in_the_middle(harness)
    harness.control(Action.RESUME, turns=turns)
    harness.control(Action.CANCEL)
    harness.finish()
    ended_once(harness, one)


@pytest.mark.parametrize("actions", [[Action.CANCEL], [Action.PAUSE, Action.CANCEL]])
@pytest.mark.parametrize("turns", range(12))
def test_an_upload_whose_id_was_lost_is_aborted(harness, turns, actions):
    [one] = harness.add(45)
    harness.settle()
    harness.s3.mute = 1
    harness.s3.dead = True
    harness.s3.answer(0, "ok")  # the HEAD
    harness.turn(turns)
    for action in actions:
        harness.control(action)
    harness.finish()
    ended_once(harness, one)


@pytest.mark.parametrize("turns", [None, *range(12)])
def test_canceled_while_it_is_paused(harness, turns):
    [one] = harness.add(45)
    harness.settle()
    answer_one(harness)  # the HEAD
    harness.control(Action.PAUSE, turns=turns)
    harness.control(Action.CANCEL)
    harness.finish()
    ended_once(harness, one)


def test_an_id_that_is_given_twice_counts_once(harness):
    [one, other] = harness.add(45, 45)
    harness.control(Action.PAUSE)
    answer_all(harness)
    harness.control(Action.CANCEL, [one, one])
    assert (len(harness.ends[one]), harness.runs[0].left) == (1, 1)
    assert harness.results()[other] is None


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("action", [Action.CANCEL, Action.PAUSE])
def test_stopped_while_the_object_cannot_be_verified(harness, size, action):
    [one] = harness.add(size)
    harness.settle()
    while not harness.s3.objects:
        answer_one(harness)
    harness.s3.dead = True
    harness.s3.answer(0, "lost")  # the HEAD
    harness.turn(20)
    harness.control(action, turns=20)
    expected = Result.CANNOT_TELL if action is Action.CANCEL else None
    assert harness.results() == {one: expected}
    harness.finish()
    assert harness.results() == {one: expected or Result.VERIFIED}
    assert harness.s3.puts == ["file-1"]
    harness.check_nothing_is_left()


@pytest.mark.parametrize("turns", range(1, 5))
def test_resuming_twice_sends_once(harness, turns):
    [one] = harness.add(4)
    harness.control(Action.PAUSE)
    answer_all(harness)
    harness.control(Action.RESUME, turns=turns)
    harness.control(Action.RESUME)
    harness.finish()
    assert harness.s3.puts == ["file-1"]
    assert harness.ends == {one: [Result.VERIFIED]}


def at_every_turn(folder, size, act):
    """Call `act` after each number of turns that is not enough to end the transfer."""
    for turns in range(200):
        harness = Harness(folder)
        try:
            [one] = harness.add(size)
            for _ in range(turns):
                harness.turn()
                if harness.s3.pending:
                    harness.s3.answer(0, "ok")
            if harness.entry(one).outcome:
                return
            act(harness, one)
        finally:
            harness.close()


@pytest.mark.usefixtures("small_sizes")
@pytest.mark.parametrize("size", SIZES)
def test_canceled_after_any_turn(tmp_path, size):
    def act(harness, one):
        harness.control(Action.CANCEL)
        harness.finish()
        ended_once(harness, one)

    at_every_turn(tmp_path, size, act)


@pytest.mark.usefixtures("small_sizes")
@pytest.mark.parametrize("size", SIZES)
def test_paused_after_any_turn(tmp_path, size):
    def act(harness, one):
        harness.control(Action.PAUSE)
        harness.finish()
        assert harness.ends == {one: [Result.VERIFIED]}
        assert len(harness.s3.puts) == 1
        harness.check_nothing_is_left()

    at_every_turn(tmp_path, size, act)


@pytest.mark.usefixtures("small_sizes")
@pytest.mark.parametrize("size", SIZES)
def test_closed_after_any_turn(tmp_path, size):
    def act(harness, one):
        closing = harness.loop.create_task(harness.queue.close())
        harness.s3.held = False
        while harness.s3.pending:
            harness.s3.answer(0, "ok")
        harness.settle()
        assert closing.done()
        assert harness.journal.queue() == ([] if harness.ends[one] else [one])

    at_every_turn(tmp_path, size, act)
