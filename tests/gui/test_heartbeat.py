"""The measure itself, and what it gives where there is nothing to measure."""

from __future__ import annotations

from time import sleep

import pytest

from tests.gui.heartbeat import Heartbeat


def test_a_gap_is_seen_once(qtbot):
    figures: dict[str, float] = {}
    heart = Heartbeat(qtbot, figures.__setitem__, "window")
    heart.note("busy", lambda: sleep(0.2))
    heart.note("no longer")
    assert figures["window: busy"] >= 0.2
    assert figures["window: no longer"] < figures["window: busy"]


@pytest.mark.measured
def test_an_idle_window(heartbeat):
    heartbeat("An idle window").note("200 beats", *[lambda: None] * 100)
