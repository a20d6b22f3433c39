from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.progress import WINDOW, Progress, Speedometer


@pytest.mark.parametrize(
    ("done", "total", "permille"),
    [
        (0, None, None),
        (0, 0, 1000),
        (0, 10, 0),
        (5, 10, 500),
        (10, 10, 1000),
        (11, 10, 1000),
        (5 * 2**40, 10 * 2**40, 500),
        (9_999, 10_000, 999),
    ],
)
def test_permille(done, total, permille):
    assert Progress(done, total).permille == permille


def run(*samples):
    meter = Speedometer()
    for now, done in samples:
        meter.add(now, done)
    return meter


@pytest.mark.parametrize("samples", [[], [(1.0, 5)], [(1.0, 0), (1.0, 5)]])
def test_no_speed_without_measurement(samples):
    meter = run(*samples)
    assert meter.speed is None
    assert meter.remaining(10) is None


def test_speed_and_remaining_time():
    meter = run((0.0, 0), (2.0, 200))
    assert meter.speed == 100
    assert meter.remaining(700) == 5


def test_no_remaining_time_without_speed():
    meter = run((0.0, 5), (2.0, 5))
    assert meter.speed == 0
    assert meter.remaining(10) is None


def test_the_speed_is_of_the_last_seconds():
    meter = run(*((float(second), second * 100) for second in range(20)))
    meter.add(19 + WINDOW, 1900)
    meter.add(20 + WINDOW, 1900)
    assert meter.speed == 0


def test_a_retry_is_no_negative_speed():
    assert run((0.0, 500), (1.0, 100)).speed == 0


@given(st.lists(st.tuples(st.floats(0.05, 5), st.just(1000.0)), min_size=2, max_size=60))
def test_a_constant_speed(steps):
    now, meter = 0.0, Speedometer()
    for wait, speed in steps:
        now += wait
        meter.add(now, round(now * speed))
    assert meter.speed == pytest.approx(1000, rel=0.05)


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(0, 2**50)), max_size=60))
def test_speed_and_time_are_never_negative(steps):
    now, meter = 0.0, Speedometer()
    for wait, done in steps:
        now += wait
        meter.add(now, done)
        assert meter.speed is None or meter.speed >= 0
        assert (meter.remaining(2**49) or 0) >= 0
