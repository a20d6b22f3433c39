"""Fixtures of the tests of jobs: services with fake buckets, and a list of reports."""

from __future__ import annotations

from contextlib import closing

import pytest

from s3enc_gui.aio import outage_gate
from s3enc_gui.aio.event_loop import EventLoop
from tests.jobs.fake_buckets import FakeServices


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    """Requests are sent again at once."""
    for name in ("MAX_PAUSE", "MAX_PAUSE_THROTTLED", "FIRST_PROBE", "MAX_PROBE"):
        monkeypatch.setattr(outage_gate, name, 0.0)


@pytest.fixture
def loop():
    with closing(EventLoop()) as loop:
        yield loop


@pytest.fixture
def services(loop):
    return FakeServices(loop)


@pytest.fixture
def s3(services):
    return services.fake


@pytest.fixture
def reports():
    return []
