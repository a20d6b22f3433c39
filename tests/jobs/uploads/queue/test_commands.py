from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import State
from s3enc_gui.jobs.uploads.queue.events import Action
from tests.jobs.uploads.context import SIZES, answer_all, answer_one


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("turns", range(0, 24, 3))
def test_cancelled_at_any_moment_it_leaves_nothing(desk, size, turns):
    [one] = desk.add(size)
    desk.turn(turns)
    desk.steer(Action.CANCEL)
    desk.finish()
    stored = "file-1" in desk.s3.objects
    assert desk.results() == {one: Result.VERIFIED if stored else Result.CANCELLED}
    desk.check_nothing_is_left()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("turns", range(0, 24, 3))
def test_paused_at_any_moment_it_goes_on(desk, size, turns):
    [one] = desk.add(size)
    desk.turn(turns)
    desk.steer(Action.PAUSE)
    answer_all(desk)
    desk.finish()
    assert desk.results() == {one: Result.VERIFIED}
    desk.check_nothing_is_left()


@pytest.mark.parametrize("action", [Action.PAUSE, Action.CANCEL])
def test_a_wish_that_comes_while_the_answer_is_being_lost(desk, action):
    [one] = desk.add(45)
    desk.settle()  # HEAD is on its way
    desk.steer(action)
    desk.s3.dead = True
    desk.s3.answer(0, "lost")
    desk.turn(300)
    assert desk.state(one) in (State.PAUSED, State.ENDED)


def test_paused_what_waits_waits_on(desk):
    ids = desk.add(*SIZES)
    desk.steer(Action.PAUSE)
    answer_all(desk)
    assert {desk.state(one) for one in ids} <= {State.PAUSED, State.ENDED}
    desk.finish()
    assert set(desk.results().values()) == {Result.VERIFIED}


def test_resuming_sends_only_what_is_missing(desk):
    [one] = desk.add(45)
    desk.settle()
    answer_one(desk)  # the HEAD
    desk.s3.answer(0, "ok")
    desk.s3.answer(0, "ok")
    desk.settle()
    desk.steer(Action.PAUSE)
    answer_all(desk, "AccessDenied")
    assert desk.state(one) is State.PAUSED
    kept = [len(parts) for parts in desk.s3.uploads.values()]
    desk.finish()
    assert (kept, desk.s3.made, desk.results()) == ([2], 1, {one: Result.VERIFIED})
    assert desk.entry(one).sent == 45


def test_a_paused_upload_is_aborted_when_it_is_cancelled(desk):
    desk.add(45)
    desk.settle()
    answer_one(desk)  # the HEAD
    desk.steer(Action.PAUSE)
    answer_all(desk, "ok")
    assert len(desk.s3.uploads) == 1
    desk.steer(Action.CANCEL)
    assert list(desk.results().values()) == [Result.CANCELLED]
    desk.check_nothing_is_left()


def test_what_failed_is_tried_again_at_the_end(desk):
    [one, other] = desk.add(12, 12)
    desk.settle()
    desk.s3.answer(0, "AccessDenied")
    desk.settle()
    assert desk.results()[one] is Result.FAILED
    desk.steer(Action.RETRY)
    assert desk.entry(one).turn > desk.entry(other).turn
    desk.finish()
    assert set(desk.results().values()) == {Result.VERIFIED}


def test_a_run_is_done_only_when_all_have_ended(desk):
    [_, other] = desk.add(12, 12)
    desk.settle()
    for _ in range(2):
        desk.s3.answer(0 if len(desk.s3.pending) == 2 and not desk.ends else -1, "AccessDenied")
        desk.settle()
        desk.steer(Action.RETRY)
    assert desk.results()[other] is None
    assert not desk.runs[0].done.done()


def test_ended_ones_are_taken_off_the_list(desk):
    desk.add(*SIZES)
    desk.finish()
    desk.steer(Action.CLEAR)
    assert desk.queue.entries == {}


@pytest.mark.parametrize("action", list(Action))
def test_what_it_does_not_fit_is_passed_over(desk, action):
    ids = desk.add(4)
    desk.finish()
    before = desk.results()
    desk.steer(action, [*ids, 999])
    assert desk.results() in (before, {})


def order(desk):
    unended = [entry for _, entry in desk.entries() if entry.state is not State.ENDED]
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
def test_the_order(desk, action, chosen, expected):
    ids = desk.add(*[45] * 5)
    desk.steer(Action.PAUSE)
    answer_all(desk)
    desk.steer(action, [ids[at] for at in chosen])
    assert order(desk) == [ids[at] for at in expected]
    assert desk.journal.queue() == order(desk)
