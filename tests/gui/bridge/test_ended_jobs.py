"""Ended jobs leave neither a crash nor anything else behind.

The reason: docs/decisions/0010-wrappers-outlive-their-objects.md.
"""

from __future__ import annotations

import subprocess
import sys
import weakref
from typing import Any

import pytest

from s3enc_gui.gui.bridge.job_runner import JobRunner

# On the map of the binding stay the addresses of the items of 300 deleted labels; malloc gives
# them to the next objects of their size, the threads.
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
        HOW_IT_ENDS
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
    """A job that can be watched."""

    def run(self, context):
        return self


@pytest.fixture
def runner(qapp):
    services: Any = None  # no job here asks for any
    runner = JobRunner(services)
    yield runner
    runner.shutdown()


@pytest.mark.parametrize("last", ["pass", "[runner.start(Nothing()) for _ in range(50)]"])
def test_no_crash_where_items_of_layouts_were(last):
    script = CRASH.replace("HOW_IT_ENDS", last)
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout.strip()) == (0, "alive"), result.stderr


def test_an_ended_job_is_let_go(qtbot, runner):
    watched = weakref.ref(job := Work())
    with qtbot.waitSignal(runner.idle):
        runner.start(job)
    del job
    qtbot.waitUntil(lambda: watched() is None)


def test_so_is_its_handle(qtbot, runner):
    watched = weakref.ref(runner.start(Work()))
    qtbot.waitUntil(lambda: watched() is None)


def test_a_handle_kept_may_still_ask_to_stop(qtbot, runner):
    job = Work()
    watched, handle = weakref.ref(job), runner.start(job)
    del job
    qtbot.waitUntil(lambda: watched() is None)
    handle.cancel()


def test_shutdown_after_the_end_is_no_trouble(qtbot, runner):
    with qtbot.waitSignal(runner.idle):
        runner.start(Work())
    runner.shutdown()
    runner.shutdown()


def test_nothing_is_heard_after_shutdown(qtbot, runner):
    heard: list[object] = []
    runner.start(Work()).finished.connect(lambda: heard.append("finished"))
    runner.shutdown()
    with qtbot.waitSignal(runner.idle):
        runner.start(Work())
    assert heard == []
