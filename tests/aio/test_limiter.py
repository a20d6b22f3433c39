from __future__ import annotations

import asyncio

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from s3enc_gui.aio.cancellation import take_back_cancellation
from s3enc_gui.aio.limiter import ByteBudget, Limiter
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit

LIMIT = 100


def limits(*starts):
    memory = ByteBudget(LIMIT)
    return memory, [Limiter(AdaptiveLimit(1, start, 64), memory) for start in starts]


async def turns():
    for _ in range(3):
        await asyncio.sleep(0)


def entering(limiter, *sizes):
    return [asyncio.create_task(limiter.enter(size)) for size in sizes]


def inside(tasks):
    return [task.done() and not task.cancelled() for task in tasks]


def test_who_was_to_stop_does_not_wait_for_room():
    async def work():
        _, [limiter] = limits(1)
        await limiter.enter(1)

        async def comes():
            take_back_cancellation()
            await limiter.enter(1)

        task = asyncio.create_task(comes())
        await asyncio.wait([task], timeout=5)
        assert task.cancelled()
        limiter.leave(1)
        await limiter.enter(1)  # nobody is left in the queue

    asyncio.run(work())


def test_so_many_and_not_more():
    async def work():
        _, [limiter] = limits(2)
        tasks = entering(limiter, 1, 1, 1)
        await turns()
        assert inside(tasks) == [True, True, False]
        assert limiter.free == 0
        limiter.leave(1)
        await turns()
        assert inside(tasks) == [True] * 3

    asyncio.run(work())


def test_so_many_bytes_and_not_more_in_all_rooms():
    async def work():
        memory, [one, other] = limits(9, 9)
        tasks = [*entering(one, 60), *entering(other, 60)]
        await turns()
        assert (inside(tasks), memory.held) == ([True, False], 60)
        one.leave(60)
        await turns()
        assert (inside(tasks), memory.held) == ([True, True], 60)

    asyncio.run(work())


def test_one_that_is_too_large_goes_alone():
    async def work():
        memory, [limiter] = limits(9)
        tasks = entering(limiter, 1, 5 * LIMIT, 1)
        await turns()
        assert inside(tasks) == [True, False, False]
        limiter.leave(1)
        await turns()
        assert inside(tasks) == [True, True, False]
        limiter.leave(5 * LIMIT)
        await turns()
        assert (inside(tasks), memory.held) == ([True] * 3, 1)

    asyncio.run(work())


def test_nobody_overtakes():
    async def work():
        _, [limiter] = limits(9)
        tasks = entering(limiter, 90, 50, 1)
        await turns()
        assert inside(tasks) == [True, False, False]
        [late] = entering(limiter, 1)
        await turns()
        assert not late.done()
        limiter.leave(90)
        await asyncio.gather(*tasks, late)

    asyncio.run(work())


@pytest.mark.parametrize("let_in", [False, True])
def test_who_is_cancelled_takes_no_place(let_in):
    async def work():
        memory, [limiter] = limits(1)
        first, second, third = entering(limiter, 10, 20, 30)
        await turns()
        if let_in:
            limiter.leave(10)
        second.cancel()
        await turns()
        if not let_in:
            limiter.leave(10)
        await third
        assert (second.cancelled(), memory.held, first.done()) == (True, 30, True)

    asyncio.run(work())


def test_what_is_done_moves_the_pace():
    async def work():
        _, [limiter] = limits(1)
        told = []
        limiter.adaptive_limit.done = lambda now, amount: told.append(amount)
        for size, done in ((0, True), (7, True), (9, False)):
            await limiter.enter(size)
            limiter.leave(size, done=done)
        assert told == [1, 7]

    asyncio.run(work())


class Crowd(RuleBasedStateMachine):
    """Requests that come, go and give up in any order, in two rooms that share a memory."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.memory, self.limits = limits(2, 3)
        self.asked = []  # (room, size, task), in order
        self.held = []

    def teardown(self):
        for limiter, size in self.held:
            limiter.leave(size)
        self.held.clear()
        self.settle()
        while self.held:
            limiter, size = self.held.pop()
            limiter.leave(size)
            self.settle()
        assert (self.memory.held, self.asked) == (0, [])
        assert [limiter._inside for limiter in self.limits] == [0, 0]
        assert not any(limiter._queue for limiter in self.limits)
        self.loop.close()

    def settle(self):
        self.loop.run_until_complete(turns())
        before = tuple(self.asked)
        for one in before:
            limiter, size, task = one
            if task.done():
                self.asked.remove(one)
                if not task.cancelled():
                    assert not self._waits_before(before, one)
                    self.held.append((limiter, size))

    def _waits_before(self, before, one):
        """Whether somebody who came earlier to the same room still waits."""
        earlier = before[: before.index(one)]
        return any(limiter is one[0] and not task.done() for limiter, _, task in earlier)

    @rule(which=st.integers(0, 1), size=st.sampled_from([0, 1, 30, 60, 100, 250]))
    def enter(self, which, size):
        limiter = self.limits[which]
        task = self.loop.create_task(limiter.enter(size))
        self.asked.append((limiter, size, task))
        self.settle()

    @precondition(lambda self: self.held)
    @rule(data=st.data(), done=st.booleans(), give_up=st.booleans())
    def leave(self, data, done, give_up):
        limiter, size = self.held.pop(data.draw(st.integers(0, len(self.held) - 1)))
        limiter.leave(size, done=done)
        if give_up and self.asked:
            self.asked[data.draw(st.integers(0, len(self.asked) - 1))][2].cancel()
        self.settle()

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def give_up(self, data):
        self.asked[data.draw(st.integers(0, len(self.asked) - 1))][2].cancel()
        self.settle()

    @rule(which=st.integers(0, 1))
    def trouble(self, which):
        self.limits[which].adaptive_limit.trouble()

    @invariant()
    def nobody_too_many(self):
        sizes = [size for _, size in self.held]
        assert self.memory.held == sum(sizes)
        assert sum(sizes) <= LIMIT or len([size for size in sizes if size]) == 1
        for limiter in self.limits:
            assert limiter._inside == len([one for one, _ in self.held if one is limiter])
            assert limiter.free >= 0

    @invariant()
    def nobody_waits_for_nothing(self):
        if not self.held:
            assert not self.asked


Crowd.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestCrowd = Crowd.TestCase
