from __future__ import annotations

import pytest

from s3enc_gui.domain.desktop.notification import NotificationKind
from s3enc_gui.domain.downloads.download import FileOutcome
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.downloads.actions import DownloadCommand
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.downloads.events import DownloadProgress
from tests.gui.downloads.test_panel import ended, panel, press, request, result

__all__ = ["panel"]
ENDED, ATTENTION = NotificationKind.ENDED, NotificationKind.ATTENTION
CHECKED, FAILED, EXISTS = FileOutcome.CHECKED, FileOutcome.FAILED, FileOutcome.EXISTS


@pytest.mark.parametrize(
    ("outcomes", "kind", "title", "body"),
    [
        ([CHECKED], ENDED, "The download is complete", "photos/: Checked"),
        ([CHECKED, FAILED], ATTENTION, "The download ended with problems", "photos/: Failed: 1"),
        ([EXISTS], ATTENTION, "The download needs your decision", None),
    ],
)
def test_how_one_ended(panel, runner, outcomes, kind, title, body):
    panel.start(request())
    ended(runner, *(result(str(number), one) for number, one in enumerate(outcomes)))
    found = panel.result()
    assert (found.kind, found.title) == (kind, title)
    assert found.body == body or body is None


def test_one_that_failed_as_a_whole(panel, runner):
    panel.start(request())
    runner.handle_of(DownloadObjects).fail(AppError("The disk is full"))
    found = panel.result()
    assert (found.kind, found.title) == (ATTENTION, "The download failed")
    assert "The disk is full" in found.body


def test_several_are_counted(panel, runner):
    for number in range(3):
        panel.start(request(f"{number}/"))
    handles = [
        handle
        for job, handle in zip(runner.started, runner.handles, strict=True)
        if isinstance(job, DownloadObjects)
    ]
    handles[0].fail(AppError("No"))
    for handle in handles[1:]:
        handle.succeed(None)
    found = panel.result()
    assert (found.kind, found.title) == (ENDED, "The download ended with problems")
    assert found.body == "3 downloads, 1 with problems"
    panel.table.clearSelection()
    panel.show_result()
    assert [row.request.title for row in panel.table.selected()] == ["0/"]


def test_one_that_the_user_stopped_is_not_told(panel, runner):
    panel.start(request())
    press(panel, DownloadCommand.CANCEL)
    runner.handle_of(DownloadObjects).confirm_cancelled()
    assert panel.result() is None


def test_earlier_ones_do_not_count(panel, runner):
    panel.start(request("a/"))
    runner.handle_of(DownloadObjects).fail(AppError("No"))
    panel.start(request("b/"))
    ended(runner, result("x", CHECKED))
    assert panel.result().title == "The download is complete"


def test_work_tells_what_runs(panel, runner, qtbot):
    assert not panel.work().active
    panel.start(request())
    with qtbot.waitSignal(panel.changed):
        runner.report(DownloadProgress(0, 1, 50, 100))
    work = panel.work()
    assert (work.active, work.is_running) == (1, True)
    assert work.progress == Progress(50, 200_100)
    ended(runner, result("x", CHECKED))
    assert panel.work().active == 0
