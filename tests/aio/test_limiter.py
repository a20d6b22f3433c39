from __future__ import annotations

import asyncio

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from s3enc_gui.aio.cancellation import defer_cancellation
from s3enc_gui.aio.limiter import ByteBudget, Limiter
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit

LIMIT = 100


def limiters(*starts):
    budget = ByteBudget(LIMIT)
    return budget, [Limiter(AdaptiveLimit(1, start, 64), budget) for start in starts]


async def run_tasks():
    for _ in range(3):
        await asyncio.sleep(0)


def entering(limiter, *sizes):
    return [asyncio.create_task(limiter.enter(size)) for size in sizes]


def inside(tasks):
    return [task.done() and not task.cancelled() for task in tasks]


def test_a_deferred_cancellation_is_raised_before_waiting():
    async def work():
        _, [limiter] = limiters(1)
        await limiter.enter(1)

        async def comes():
            defer_cancellation()
            await limiter.enter(1)

        task = asyncio.create_task(comes())
        await asyncio.wait([task], timeout=5)
        assert task.cancelled()
        limiter.leave(1)
        await limiter.enter(1)  # the queue is empty

    asyncio.run(work())


def test_the_number_of_requests_is_limited():
    async def work():
        _, [limiter] = limiters(2)
        tasks = entering(limiter, 1, 1, 1)
        await run_tasks()
        assert inside(tasks) == [True, True, False]
        assert limiter.free == 0
        limiter.leave(1)
        await run_tasks()
        assert inside(tasks) == [True] * 3

    asyncio.run(work())


def test_the_bytes_of_all_limiters_are_limited():
    async def work():
        budget, [one, other] = limiters(9, 9)
        tasks = [*entering(one, 60), *entering(other, 60)]
        await run_tasks()
        assert (inside(tasks), budget.held) == ([True, False], 60)
        one.leave(60)
        await run_tasks()
        assert (inside(tasks), budget.held) == ([True, True], 60)

    asyncio.run(work())


def test_a_request_larger_than_the_budget_runs_alone():
    async def work():
        budget, [limiter] = limiters(9)
        tasks = entering(limiter, 1, 5 * LIMIT, 1)
        await run_tasks()
        assert inside(tasks) == [True, False, False]
        limiter.leave(1)
        await run_tasks()
        assert inside(tasks) == [True, True, False]
        limiter.leave(5 * LIMIT)
        await run_tasks()
        assert (inside(tasks), budget.held) == ([True] * 3, 1)

    asyncio.run(work())


def test_requests_are_admitted_in_order():
    async def work():
        _, [limiter] = limiters(9)
        tasks = entering(limiter, 90, 50, 1)
        await run_tasks()
        assert inside(tasks) == [True, False, False]
        [late] = entering(limiter, 1)
        await run_tasks()
        assert not late.done()
        limiter.leave(90)
        await asyncio.gather(*tasks, late)

    asyncio.run(work())


@pytest.mark.parametrize("let_in", [False, True])
def test_a_canceled_request_takes_no_capacity(let_in):
    async def work():
        budget, [limiter] = limiters(1)
        first, second, third = entering(limiter, 10, 20, 30)
        await run_tasks()
        if let_in:
            limiter.leave(10)
        second.cancel()
        await run_tasks()
        if not let_in:
            limiter.leave(10)
        await third
        assert (second.cancelled(), budget.held, first.done()) == (True, 30, True)

    asyncio.run(work())


def test_finished_requests_adapt_the_limit():
    async def work():
        _, [limiter] = limiters(1)
        noted = []
        limiter.adaptive_limit.done = lambda now, amount: noted.append(amount)
        for size, done in ((0, True), (7, True), (9, False)):
            await limiter.enter(size)
            limiter.leave(size, done=done)
        assert noted == [1, 7]

    asyncio.run(work())


class Requests(RuleBasedStateMachine):
    """Requests that enter, leave and are canceled in any order, in two limiters with one budget."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.budget, self.limiters = limiters(2, 3)
        self.asked = []  # (limiter, size, task), in order
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
        assert (self.budget.held, self.asked) == (0, [])
        assert [limiter._active for limiter in self.limiters] == [0, 0]
        assert not any(limiter._queue for limiter in self.limiters)
        self.loop.close()

    def settle(self):
        self.loop.run_until_complete(run_tasks())
        before = tuple(self.asked)
        for one in before:
            limiter, size, task = one
            if task.done():
                self.asked.remove(one)
                if not task.cancelled():
                    assert not self._waits_before(before, one)
                    self.held.append((limiter, size))

    def _waits_before(self, before, one):
        """Whether an earlier request of the same limiter still waits."""
        earlier = before[: before.index(one)]
        return any(limiter is one[0] and not task.done() for limiter, _, task in earlier)

    @rule(which=st.integers(0, 1), size=st.sampled_from([0, 1, 30, 60, 100, 250]))
    def enter(self, which, size):
        limiter = self.limiters[which]
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
    def back_off(self, which):
        self.limiters[which].adaptive_limit.back_off()

    @invariant()
    def the_limits_are_kept(self):
        sizes = [size for _, size in self.held]
        assert self.budget.held == sum(sizes)
        assert sum(sizes) <= LIMIT or len([size for size in sizes if size]) == 1
        for limiter in self.limiters:
            assert limiter._active == len([one for one, _ in self.held if one is limiter])
            assert limiter.free >= 0

    @invariant()
    def no_request_waits_without_reason(self):
        if not self.held:
            assert not self.asked


Requests.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestRequests = Requests.TestCase


def test_the_requests_of_all_limiters_are_limited():
    async def work():
        budget, [one, other] = limiters(9, 9)
        budget.most = 2
        first, second = entering(one, 1, 1, 1), entering(other, 1, 1)
        await run_tasks()
        assert inside(first) + inside(second) == [True, True, False, False, False]
        one.leave(1)
        await run_tasks()
        one.leave(1)
        await run_tasks()
        # They take turns.
        assert inside(first) + inside(second) == [True, True, True, True, False]
        budget.most = None
        budget.wake()
        await run_tasks()
        assert all(inside(first) + inside(second))

    asyncio.run(work())
