"""Ended jobs are released without crashing.

Background: docs/decisions/0010-wrappers-outlive-their-objects.md.
"""

from __future__ import annotations

import subprocess
import sys
import weakref
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from s3enc_gui.gui.bridge.job_runner import JobRunner

# The bindings keep the addresses of the layout items of 300 deleted labels; malloc reuses them for
# the next objects of the same size, the threads.
CRASH = """
import shiboken6
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QVBoxLayout, QWidget
from s3enc_gui.gui.bridge.job_runner import JobRunner

class Nothing:
    def run(self, context):
        return None

application, window, grid = QApplication([]), QWidget(), QGridLayout()
labels = [QLabel() for _ in range(600)]
for row, label in enumerate(labels):
    grid.addWidget(label, row, 0)
QVBoxLayout(window).addLayout(grid)
for label in labels[::2]:
    shiboken6.delete(label)

runner, rounds = JobRunner(None), iter(range(10))

def start():
    if next(rounds, None) is None:
        LAST_STEP
        application.quit()
    else:
        for _ in range(10):
            runner.start(Nothing())

runner.idle.connect(start)
start()
application.exec()
runner.shutdown()
print("alive")
"""


class Work:
    """A job that supports weak references."""

    def run(self, context):
        return self


@pytest.fixture
def runner(qapp):
    services: Any = None  # no job here uses services
    runner = JobRunner(services)
    yield runner
    runner.shutdown()


@pytest.mark.parametrize("last", ["pass", "[runner.start(Nothing()) for _ in range(50)]"])
def test_reused_addresses_of_layout_items_do_not_crash(last):
    script = CRASH.replace("LAST_STEP", last)
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout.strip()) == (0, "alive"), result.stderr


def test_an_ended_job_is_released(qtbot, runner):
    watched = weakref.ref(job := Work())
    with qtbot.waitSignal(runner.idle):
        runner.start(job)
    del job
    qtbot.waitUntil(lambda: watched() is None)


def test_its_handle_is_released(qtbot, runner):
    watched = weakref.ref(runner.start(Work()))
    qtbot.waitUntil(lambda: watched() is None)


def test_cancel_after_the_end_is_harmless(qtbot, runner):
    job = Work()
    watched, handle = weakref.ref(job), runner.start(job)
    del job
    qtbot.waitUntil(lambda: watched() is None)
    handle.cancel()


def test_shutdown_is_idempotent(qtbot, runner):
    with qtbot.waitSignal(runner.idle):
        runner.start(Work())
    runner.shutdown()
    runner.shutdown()


def test_no_job_is_started_after_shutdown(runner):
    runner.shutdown()
    runner.start(Work())  # the guards fail where a thread is left running
    assert runner.running() == ()


def test_no_signal_is_emitted_after_shutdown(runner):
    signals: list[object] = []
    runner.start(Work()).finished.connect(lambda: signals.append("finished"))
    runner.shutdown()
    QCoreApplication.processEvents()
    assert signals == []
