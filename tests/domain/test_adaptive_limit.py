from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.adaptive_limit import LEAST_TIME, AdaptiveLimit


class Line:
    """A line on which `rate(requests in flight)` bytes a second arrive."""

    def __init__(self, rate, least=2, start=4, most=64):
        self.rate, self.now = rate, 100.0
        self.pace = AdaptiveLimit(least, start, most)

    def round(self):
        """As many requests as there may be, each of 1000 bytes."""
        count = self.pace.limit
        for _ in range(count):
            self.pace.begin(self.now)
            self.now += max(1000 / self.rate(count), LEAST_TIME / count)
            self.pace.done(self.now, 1000)

    def rounds(self, count):
        limits = []
        for _ in range(count):
            self.round()
            limits.append(self.pace.limit)
        return limits


def test_it_goes_up_while_it_helps():
    assert Line(lambda count: 1000 * count).rounds(6) == [8, 16, 32, 64, 64, 64]


def test_it_stays_where_more_is_of_no_use():
    assert Line(lambda _: 5000).rounds(5) == [8] * 5


def test_it_stops_where_the_line_is_full():
    assert max(Line(lambda count: 1000 * min(count, 16)).rounds(20)) <= 32


def test_it_goes_down_where_more_is_worse():
    line = Line(lambda count: 4000.0)
    line.rounds(3)
    line.rate = lambda count: 1000.0
    assert line.rounds(1)[0] < 8


def test_trouble_halves_it_down_to_the_least():
    pace = AdaptiveLimit(2, 16, 64)
    limits = []
    for _ in range(5):
        pace.trouble()
        limits.append(pace.limit)
    assert limits == [8, 4, 2, 2, 2]


def test_after_trouble_it_goes_up_more_slowly():
    line = Line(lambda count: 1000 * count, start=16)
    line.pace.trouble()
    assert line.rounds(3) == [9, 10, 11]


@pytest.mark.parametrize("idle", [True, False])
def test_time_in_which_nothing_is_in_flight_does_not_count(idle):
    line = Line(lambda count: 1000 * count)
    line.round()
    if idle:
        line.pace.idle()
    line.now += 1000
    line.round()
    assert line.pace.limit == (16 if idle else 6)


def test_a_moment_is_no_measurement():
    pace = AdaptiveLimit(1, 1, 64)
    pace.begin(0.0)
    pace.done(LEAST_TIME / 2, 1)
    assert pace.limit == 1
    pace.done(LEAST_TIME, 1)
    assert pace.limit == 2


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("done"), st.floats(0, 10), st.integers(1, 10**9)),
        st.sampled_from([("begin",), ("idle",), ("trouble",)]),
    ),
    max_size=200,
)


@given(st.integers(1, 4), st.integers(0, 4), st.integers(0, 60), STEPS)
def test_it_never_leaves_its_bounds(least, more, most, steps):
    pace, now = AdaptiveLimit(least, least + more, least + more + most), 0.0
    for name, *what in steps:
        if name == "done":
            now += what[0]
            pace.done(now, what[1])
        elif name == "begin":
            pace.begin(now)
        else:
            getattr(pace, name)()
        assert least <= pace.limit <= least + more + most
