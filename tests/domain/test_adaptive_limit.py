from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.adaptive_limit import MIN_TIME, AdaptiveLimit


class Network:
    """A network with `rate(concurrent requests)` bytes per second."""

    def __init__(self, rate, least=2, start=4, most=64):
        self.rate, self.now = rate, 100.0
        self.limiter = AdaptiveLimit(least, start, most)

    def round(self):
        """Finish as many requests of 1000 bytes as the limit allows."""
        count = self.limiter.limit
        for _ in range(count):
            self.limiter.begin(self.now)
            self.now += max(1000 / self.rate(count), MIN_TIME / count)
            self.limiter.done(self.now, 1000)

    def rounds(self, count):
        limits = []
        for _ in range(count):
            self.round()
            limits.append(self.limiter.limit)
        return limits


def test_the_limit_grows_with_the_throughput():
    assert Network(lambda count: 1000 * count).rounds(6) == [8, 16, 32, 64, 64, 64]


def test_the_limit_stays_if_the_throughput_does():
    assert Network(lambda _: 5000).rounds(5) == [8] * 5


def test_the_limit_stops_when_the_network_is_saturated():
    assert max(Network(lambda count: 1000 * min(count, 16)).rounds(20)) <= 32


def test_the_limit_falls_with_the_throughput():
    network = Network(lambda count: 4000.0)
    network.rounds(3)
    network.rate = lambda count: 1000.0
    assert network.rounds(1)[0] < 8


def test_backing_off_halves_the_limit():
    limiter = AdaptiveLimit(2, 16, 64)
    limits = []
    for _ in range(5):
        limiter.back_off()
        limits.append(limiter.limit)
    assert limits == [8, 4, 2, 2, 2]


def test_after_backing_off_the_limit_grows_slowly():
    network = Network(lambda count: 1000 * count, start=16)
    network.limiter.back_off()
    assert network.rounds(3) == [9, 10, 11]


@pytest.mark.parametrize("idle", [True, False])
def test_idle_time_is_not_measured(idle):
    network = Network(lambda count: 1000 * count)
    network.round()
    if idle:
        network.limiter.idle()
    network.now += 1000
    network.round()
    assert network.limiter.limit == (16 if idle else 6)


def test_short_times_are_not_measured():
    limiter = AdaptiveLimit(1, 1, 64)
    limiter.begin(0.0)
    limiter.done(MIN_TIME / 2, 1)
    assert limiter.limit == 1
    limiter.done(MIN_TIME, 1)
    assert limiter.limit == 2


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("done"), st.floats(0, 10), st.integers(1, 10**9)),
        st.sampled_from([("begin",), ("idle",), ("back_off",)]),
    ),
    max_size=200,
)


@given(st.integers(1, 4), st.integers(0, 4), st.integers(0, 60), STEPS)
def test_the_limit_stays_in_its_bounds(least, more, most, steps):
    limiter, now = AdaptiveLimit(least, least + more, least + more + most), 0.0
    for name, *what in steps:
        if name == "done":
            now += what[0]
            limiter.done(now, what[1])
        elif name == "begin":
            limiter.begin(now)
        else:
            getattr(limiter, name)()
        assert least <= limiter.limit <= least + more + most
