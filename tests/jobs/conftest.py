"""Fixtures of the tests of jobs: services with fake buckets, and a list of reports."""

from __future__ import annotations

from contextlib import closing

import pytest

from s3enc_gui.aio.event_loop import EventLoop
from tests.jobs.fake_buckets import FakeServices


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
