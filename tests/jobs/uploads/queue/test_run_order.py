from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.run_order import RunOrder, move_by_one


def entry(number, turn, state=TransferState.WAITING):
    return SimpleNamespace(id=number, turn=turn, state=state, task=None)


def order_of(*entries):
    run_order = RunOrder()
    for one in entries:
        run_order.add(one)
    return run_order


def started(run_order, may_start=lambda _: True):
    numbers = []
    while (one := run_order.next(may_start)) is not None:
        one.state = TransferState.RUNNING
        numbers.append(one.id)
    return numbers


@given(st.permutations(range(8)))
def test_entries_start_by_their_turns(turns):
    run_order = order_of(*(entry(turn, turn) for turn in turns))
    assert started(run_order) == sorted(turns)


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
def test_entries_that_do_not_wait_are_skipped(state):
    assert started(order_of(entry(1, 1.0, state), entry(2, 2.0))) == [2]


def test_an_entry_that_may_not_start_keeps_its_turn():
    run_order = order_of(entry(1, 1.0), entry(2, 2.0))
    assert started(run_order, lambda one: one.id != 1) == []
    assert started(run_order) == [1, 2]


def test_the_latest_turn_counts():
    first, second = entry(1, 1.0), entry(2, 2.0)
    run_order = order_of(first, second)
    first.turn = 3.0
    run_order.add(first)
    assert started(run_order) == [2, 1]


def test_added_twice_it_is_started_once():
    one = entry(1, 1.0)
    assert started(order_of(one, one, entry(2, 1.0))) == [1, 2]


def test_an_empty_order():
    assert RunOrder().next(lambda _: True) is None


def order_after(chosen, *, up):
    entries = [entry(number, float(number)) for number in range(5)]
    move_by_one(reversed(entries), set(chosen), up=up)
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
def test_chosen_entries_move_by_one_at_most(chosen, up):
    order = order_after(chosen, up=up)
    assert sorted(order) == list(range(5))
    assert [one for one in order if one in chosen] == sorted(chosen)
    for one in chosen:
        assert abs(order.index(one) - one) <= 1


def test_waiting_entries_with_a_task_are_skipped():
    """Their task is ending; they are added again after that."""

    async def work():
        one = entry(1, 1.0)
        one.task = asyncio.current_task()
        assert order_of(one).next(lambda _: True) is None

    asyncio.run(work())
