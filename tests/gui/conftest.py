from __future__ import annotations

import pytest

from tests.fakes.runner import FakeRunner


@pytest.fixture
def runner(qapp):
    return FakeRunner()
