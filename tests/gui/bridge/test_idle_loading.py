"""Modules of windows that are opened later are loaded when no job begins or ends."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from s3enc_gui.gui.bridge import idle_loading
from s3enc_gui.gui.bridge.idle_loading import IdleLoading
from s3enc_gui.jobs.load_modules import LoadModules
from s3enc_gui.jobs.log import ReadLog
from tests.fakes.runner import FakeRunner

NAMES = ("json.tool",)
LOAD = LoadModules(NAMES)
WATCHES, LISTS = ReadLog(), ReadLog()


@pytest.fixture
def runner(monkeypatch):
    monkeypatch.setattr(idle_loading, "QUIET_MS", 10)
    return FakeRunner()


def test_they_are_loaded_once(runner, qtbot):
    owner = QObject()
    IdleLoading(runner, NAMES, owner)
    qtbot.waitUntil(lambda: runner.started == [LOAD])
    runner.handle_of(LoadModules).succeed(None)
    qtbot.wait(60)
    assert runner.started == [LOAD]


def test_a_job_that_goes_on_does_not_prevent_it(runner, qtbot):
    owner = QObject()
    runner.start(WATCHES)
    IdleLoading(runner, NAMES, owner)
    qtbot.waitUntil(lambda: runner.started == [WATCHES, LOAD])


def test_nothing_is_loaded_while_jobs_begin_and_end(runner, qtbot):
    owner = QObject()
    loading = IdleLoading(runner, NAMES, owner)
    for _ in range(4):
        handle = runner.start(LISTS)
        loading._look()
        handle.succeed(())
        loading._look()
    assert LOAD not in runner.started
