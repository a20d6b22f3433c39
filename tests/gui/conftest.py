from __future__ import annotations

import pytest

from tests.fakes.runner import FakeRunner
from tests.gui.heartbeat import Heartbeat
from tests.i18n.conftest import pseudo_language

__all__ = ["pseudo_language"]


@pytest.fixture(autouse=True)
def application(qapp):
    """Every GUI test needs an application, for fonts, colors and icons."""


@pytest.fixture
def runner(qapp):
    return FakeRunner()


@pytest.fixture
def heartbeat(qtbot, figure):
    """Start a Heartbeat, `heartbeat("20,000 keys")`; its measurements have that title."""
    heartbeats = []

    def begin(title):
        heartbeats.append(Heartbeat(qtbot, figure, title))
        return heartbeats[-1]

    return begin
