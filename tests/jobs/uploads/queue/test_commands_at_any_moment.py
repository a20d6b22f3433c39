"""Two wishes at once, and a wish at every moment."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import State
from s3enc_gui.jobs.uploads.queue.events import Action
from tests.jobs.uploads.context import SIZES, Desk, answer_all, answer_one


def paused_in_the_middle(desk):
    [one] = desk.add(45)
    desk.settle()
    answer_one(desk)  # the HEAD
    desk.steer(Action.PAUSE)
    answer_all(desk)
    assert (desk.state(one), len(desk.s3.uploads)) == (State.PAUSED, 1)
    return one


def ended_once(desk, one):
    assert len(desk.ends[one]) == 1
    stored = desk.entry(one).transfer.item.key in desk.s3.objects
    assert desk.ends == {one: [Result.VERIFIED if stored else Result.CANCELLED]}
    desk.check_nothing_is_left()


@pytest.mark.parametrize("turns", range(1, 7))
def test_cancelled_while_it_is_resumed(desk, turns):
    one = paused_in_the_middle(desk)
    desk.steer(Action.RESUME, turns=turns)
    desk.steer(Action.CANCEL)
    desk.finish()
    ended_once(desk, one)


@pytest.mark.parametrize("turns", range(9, 14))
def test_cancelled_before_it_is_opened_again(desk, turns):
    one = paused_in_the_middle(desk)
    desk.steer(Action.RESUME, turns=turns)
    desk.steer(Action.CANCEL)
    desk.finish()
    ended_once(desk, one)


@pytest.mark.parametrize("actions", [[Action.CANCEL], [Action.PAUSE, Action.CANCEL]])
@pytest.mark.parametrize("turns", range(12))
def test_an_upload_whose_beginning_nobody_heard_of_is_ended(desk, turns, actions):
    [one] = desk.add(45)
    desk.settle()
    desk.s3.mute = 1
    desk.s3.dead = True
    desk.s3.answer(0, "ok")  # the HEAD
    desk.turn(turns)
    for action in actions:
        desk.steer(action)
    desk.finish()
    ended_once(desk, one)


@pytest.mark.parametrize("turns", [None, *range(12)])
def test_cancelled_while_it_is_paused(desk, turns):
    [one] = desk.add(45)
    desk.settle()
    answer_one(desk)  # the HEAD
    desk.steer(Action.PAUSE, turns=turns)
    desk.steer(Action.CANCEL)
    desk.finish()
    ended_once(desk, one)


def test_a_number_that_is_named_twice_counts_once(desk):
    [one, other] = desk.add(45, 45)
    desk.steer(Action.PAUSE)
    answer_all(desk)
    desk.steer(Action.CANCEL, [one, one])
    assert (len(desk.ends[one]), desk.runs[0].left) == (1, 1)
    assert desk.results()[other] is None


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("action", [Action.CANCEL, Action.PAUSE])
def test_stopped_while_what_is_stored_is_looked_at_in_vain(desk, size, action):
    [one] = desk.add(size)
    desk.settle()
    while not desk.s3.objects:
        answer_one(desk)
    desk.s3.dead = True
    desk.s3.answer(0, "lost")  # the HEAD
    desk.turn(20)
    desk.steer(action, turns=20)
    expected = Result.CANNOT_TELL if action is Action.CANCEL else None
    assert desk.results() == {one: expected}
    desk.finish()
    assert desk.results() == {one: expected or Result.VERIFIED}
    assert desk.s3.puts == ["file-1"]
    desk.check_nothing_is_left()


@pytest.mark.parametrize("turns", range(1, 5))
def test_resuming_twice_sends_once(desk, turns):
    [one] = desk.add(4)
    desk.steer(Action.PAUSE)
    answer_all(desk)
    desk.steer(Action.RESUME, turns=turns)
    desk.steer(Action.RESUME)
    desk.finish()
    assert desk.s3.puts == ["file-1"]
    assert desk.ends == {one: [Result.VERIFIED]}


def at_every_turn(folder, size, act):
    """What is so when something is done after so many turns, until all has been stored."""
    for turns in range(200):
        desk = Desk(folder)
        try:
            [one] = desk.add(size)
            for _ in range(turns):
                desk.turn()
                if desk.s3.pending:
                    desk.s3.answer(0, "ok")
            if desk.entry(one).outcome:
                return
            act(desk, one)
        finally:
            desk.close()


@pytest.mark.usefixtures("small_sizes")
@pytest.mark.parametrize(
    "size",
    [
        4,
        12,
        45,
    ],
)
def test_cancelled_after_any_turn(tmp_path, size):
    def act(desk, one):
        desk.steer(Action.CANCEL)
        desk.finish()
        ended_once(desk, one)

    at_every_turn(tmp_path, size, act)


@pytest.mark.usefixtures("small_sizes")
@pytest.mark.parametrize("size", [4, 12, 45])
def test_paused_after_any_turn(tmp_path, size):
    def act(desk, one):
        desk.steer(Action.PAUSE)
        desk.finish()
        assert desk.ends == {one: [Result.VERIFIED]}
        assert len(desk.s3.puts) == 1
        desk.check_nothing_is_left()

    at_every_turn(tmp_path, size, act)


@pytest.mark.usefixtures("small_sizes")
@pytest.mark.parametrize("size", [4, 12, 45])
def test_closed_after_any_turn(tmp_path, size):
    def act(desk, one):
        closing = desk.loop.create_task(desk.queue.close())
        desk.s3.held = False
        while desk.s3.pending:
            desk.s3.answer(0, "ok")
        desk.settle()
        assert closing.done()
        assert desk.journal.queue() == ([] if desk.ends[one] else [one])

    at_every_turn(tmp_path, size, act)
