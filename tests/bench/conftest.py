"""The endpoints of the benchmarks, as fixtures."""

from __future__ import annotations

import pytest

from tests.bench.endpoints import sinks


@pytest.fixture(scope="session")
def sink(tmp_path_factory):
    with sinks(tmp_path_factory.mktemp("sinks")) as started:
        yield started
