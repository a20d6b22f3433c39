from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread, current_thread, main_thread

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.job_runner import JobRunner
from s3enc_gui.jobs.context import Context, Services
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.settings_file import SettingsFile


@dataclass(frozen=True)
class Work:
    """A job that calls a function of the test."""

    do: Callable[[Context], object]

    def run(self, context: Context) -> object:
        return self.do(context)


@pytest.fixture
def runner(qapp, tmp_path):
    runner = JobRunner(Services(OpenSessions(), SettingsFile(tmp_path / "settings.json")))
    yield runner
    runner.shutdown()


def raising(error):
    def do(context):
        raise error

    return Work(do)


def until_cancelled(begun):
    def do(context):
        begun.set()
        context.stopped.wait(30)
        context.checkpoint()

    return Work(do)


def test_the_result_is_delivered_in_the_gui_thread(qtbot, runner):
    handle = runner.start(Work(lambda context: 5 * 1024**3))
    seen: list[object] = []
    handle.succeeded.connect(lambda result: seen.append((result, current_thread())))
    with qtbot.waitSignal(handle.finished):
        pass
    assert seen == [(5 * 1024**3, main_thread())]


def test_a_job_runs_on_another_thread(qtbot, runner):
    handle = runner.start(Work(lambda context: current_thread()))
    with qtbot.waitSignal(handle.succeeded) as blocker:
        pass
    assert blocker.args[0] is not main_thread()


def test_an_app_error_is_delivered_unchanged(qtbot, runner):
    error = AppError("No", "detail", "hint", "Code")
    with qtbot.waitSignal(runner.start(raising(error)).failed) as blocker:
        pass
    assert blocker.args == [error]


@pytest.mark.expects_log("Work failed unexpectedly")
def test_an_unexpected_error_is_logged_and_delivered(qtbot, runner):
    with qtbot.waitSignal(runner.start(raising(ZeroDivisionError("by zero"))).failed) as blocker:
        pass
    assert blocker.args[0].code == "InternalError"
    assert "ZeroDivisionError: by zero" in blocker.args[0].detail


@pytest.mark.expects_log("Work failed unexpectedly")
def test_system_exit_is_delivered_as_an_error(qtbot, runner):
    with qtbot.waitSignal(runner.start(raising(SystemExit(3))).failed) as blocker:
        pass
    assert "SystemExit" in blocker.args[0].detail


def test_cancel_stops_the_job(qtbot, runner):
    handle = runner.start(until_cancelled(Event()))
    with qtbot.waitSignals([handle.cancelled, handle.finished]):
        handle.cancel()


def test_all_reports_are_delivered_before_the_end(qtbot, runner):
    def do(context):
        threads = [Thread(target=context.report, args=(number,)) for number in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return "end"

    handle = runner.start(Work(do))
    seen: list[object] = []
    handle.progressed.connect(seen.extend)
    handle.succeeded.connect(seen.append)
    with qtbot.waitSignal(handle.finished):
        pass
    assert set(seen[:-1]) == set(range(50))
    assert seen[-1] == "end"


def test_lists_running_jobs_and_emits_idle_after_the_last(qtbot, runner):
    job = Work(lambda context: None)
    with qtbot.waitSignal(runner.idle):
        runner.start(job)
        assert runner.running() == (job,)
    assert runner.running() == ()


def test_shutdown_waits_for_every_thread(qtbot, runner):
    begun = [Event(), Event()]
    for event in begun:
        runner.start(until_cancelled(event))
    assert all(event.wait(10) for event in begun)
    runner.shutdown()
    assert runner.running() == ()


def test_the_runner_keeps_handles_alive(qtbot, runner):
    seen: list[object] = []
    runner.start(Work(lambda context: "done")).succeeded.connect(seen.append)
    with qtbot.waitSignal(runner.idle):
        pass
    assert seen == ["done"]
