"""The Heartbeat fixture, with and without work in the event loop."""

from __future__ import annotations

from time import sleep

import pytest

from tests.gui.heartbeat import Heartbeat


def test_a_gap_is_recorded_once(qtbot):
    figures: dict[str, float] = {}
    heart = Heartbeat(qtbot, figures.__setitem__, "window")
    heart.note("busy", lambda: sleep(0.2))
    heart.note("idle")
    assert figures["window: busy"] >= 0.2
    assert figures["window: idle"] < figures["window: busy"]


@pytest.mark.measured
def test_an_idle_window(heartbeat, capsys):
    steps = []
    heartbeat("An idle window").note("200 beats", *[lambda: steps.append("done")] * 100)
    assert len(steps) == 100
    assert capsys.readouterr().out.startswith("An idle window: 200 beats: ")
