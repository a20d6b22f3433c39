from __future__ import annotations

import asyncio
import sys
import threading

import pytest
from PySide6.QtWidgets import QPushButton

from s3enc_gui.aio.event_loop import EventLoop
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.job_runner import JobRunner
from s3enc_gui.gui.exception_hook import shown_by


def fails():
    raise ZeroDivisionError("by zero")


@pytest.fixture
def shown():
    """The AppErrors and the other errors that were shown."""
    errors: list[AppError] = []
    others: list[BaseException] = []
    with shown_by(errors.append, others.append):
        yield errors, others


@pytest.mark.expects_log("Unexpected error")
@pytest.mark.qt_no_exception_capture
def test_an_exception_in_a_slot_is_logged_and_reported(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: fails())
    seen: list[BaseException] = []
    with shown_by(print, seen.append):
        button.click()
    assert [type(error) for error in seen] == [ZeroDivisionError]


@pytest.mark.expects_log("Unexpected error")
def test_an_exception_of_a_thread_is_reported(shown):
    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    assert [str(error) for error in shown[1]] == ["by zero"]


@pytest.mark.expects_log("Unexpected error")
def test_an_exception_that_cannot_be_raised_is_reported(shown):
    class Bad:
        def __del__(self):
            fails()

    Bad()
    assert [type(error) for error in shown[1]] == [ZeroDivisionError]


@pytest.mark.expects_log("failed unexpectedly")
def test_a_bug_in_a_job_is_reported(qtbot, shown):
    class Job:
        def run(self, context):
            fails()

    runner = JobRunner(None)  # type: ignore[arg-type]
    with qtbot.waitSignal(runner.idle):
        runner.start(Job())
    runner.shutdown()
    assert [type(error) for error in shown[1]] == [ZeroDivisionError]


@pytest.mark.expects_log("Exception in callback")
def test_a_bug_in_a_callback_of_the_event_loop_is_reported(shown):
    loop = EventLoop()

    async def call():
        asyncio.get_running_loop().call_soon(fails)
        await asyncio.sleep(0)

    loop.run(call())
    loop.close()
    assert [type(error) for error in shown[1]] == [ZeroDivisionError]


@pytest.mark.expects_log("Unexpected error")
def test_an_app_error_is_shown_unchanged(shown):
    error = AppError("The disk is full")
    sys.excepthook(AppError, error, None)
    assert shown == ([error], [])


def test_the_hooks_are_restored():
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    with shown_by(print, print):
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
