from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.run_order import RunOrder, moved


def entry(number, turn, state=TransferState.WAITING):
    return SimpleNamespace(id=number, turn=turn, state=state, task=None)


def lined_up(*entries):
    run_order = RunOrder()
    for one in entries:
        run_order.add(one)
    return run_order


def taken(run_order, fits=lambda _: True):
    numbers = []
    while (one := run_order.next(fits)) is not None:
        one.state = TransferState.RUNNING
        numbers.append(one.id)
    return numbers


@given(st.permutations(range(8)))
def test_by_their_turns(turns):
    run_order = lined_up(*(entry(turn, turn) for turn in turns))
    assert taken(run_order) == sorted(turns)


def test_turns_before_and_after_all_others():
    run_order = RunOrder()
    numbers = [
        run_order.first_turn(),
        run_order.last_turn(),
        run_order.first_turn(),
        run_order.last_turn(),
    ]
    assert numbers[2] < numbers[0] < numbers[1] < numbers[3]


@pytest.mark.parametrize(
    "state", [TransferState.PAUSED, TransferState.RUNNING, TransferState.ENDED]
)
def test_what_does_not_wait_is_passed_over(state):
    assert taken(lined_up(entry(1, 1.0, state), entry(2, 2.0))) == [2]


def test_what_does_not_fit_keeps_its_turn():
    run_order = lined_up(entry(1, 1.0), entry(2, 2.0))
    assert taken(run_order, lambda one: one.id != 1) == []
    assert taken(run_order) == [1, 2]


def test_a_new_turn_counts_not_the_old_one():
    first, second = entry(1, 1.0), entry(2, 2.0)
    run_order = lined_up(first, second)
    first.turn = 3.0
    run_order.add(first)
    assert taken(run_order) == [2, 1]


def test_added_twice_it_is_taken_once():
    one = entry(1, 1.0)
    assert taken(lined_up(one, one, entry(2, 1.0))) == [1, 2]


def test_nothing_waits():
    assert RunOrder().next(lambda _: True) is None


def order_after(chosen, *, up):
    entries = [entry(number, float(number)) for number in range(5)]
    moved(reversed(entries), set(chosen), up=up)
    return [one.id for one in sorted(entries, key=lambda one: one.turn)]


@pytest.mark.parametrize(
    ("chosen", "up", "order"),
    [
        ([2], True, [0, 2, 1, 3, 4]),
        ([2], False, [0, 1, 3, 2, 4]),
        ([2, 3], True, [0, 2, 3, 1, 4]),
        ([1, 2], False, [0, 3, 1, 2, 4]),
        ([0], True, [0, 1, 2, 3, 4]),
        ([0, 1], True, [0, 1, 2, 3, 4]),
        ([4], False, [0, 1, 2, 3, 4]),
        ([0, 2], True, [0, 2, 1, 3, 4]),
        ([1, 3], True, [1, 0, 3, 2, 4]),
        ([9], True, [0, 1, 2, 3, 4]),
    ],
)
def test_one_place_up_or_down(chosen, up, order):
    assert order_after(chosen, up=up) == order


@given(st.sets(st.integers(0, 4)), st.booleans())
def test_nobody_moves_by_more_than_those_chosen(chosen, up):
    order = order_after(chosen, up=up)
    assert sorted(order) == list(range(5))
    assert [one for one in order if one in chosen] == sorted(chosen)
    for one in chosen:
        assert abs(order.index(one) - one) <= 1


def test_entries_that_wait_and_have_a_task_still():
    """They are on their way to their end: their turn comes when they wait again."""

    async def work():
        one = entry(1, 1.0)
        one.task = asyncio.current_task()
        assert lined_up(one).next(lambda _: True) is None

    asyncio.run(work())
