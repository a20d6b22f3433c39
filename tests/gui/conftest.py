from __future__ import annotations

import pytest

from tests.fakes.runner import FakeRunner
from tests.gui.heartbeat import Heartbeat


@pytest.fixture(autouse=True)
def application(qapp):
    """Without one Qt has no fonts, colours or icons; any test may be the first of its worker."""


@pytest.fixture
def runner(qapp):
    return FakeRunner()


@pytest.fixture
def heartbeat(qtbot, figure):
    """`heartbeat("20,000 keys")` begins to beat; what it notes has that title."""
    hearts = []

    def begin(title):
        hearts.append(Heartbeat(qtbot, figure, title))
        return hearts[-1]

    return begin
