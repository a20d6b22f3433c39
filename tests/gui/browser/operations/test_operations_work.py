"""What the desktop is told of copies, moves and deletions."""

from __future__ import annotations

from s3enc_gui.domain.copies.outcome import CopyResult
from s3enc_gui.domain.desktop.notification import NotificationKind, Subject
from s3enc_gui.domain.desktop.work import combined_permille
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.browser.operations.destination_dialog import DestinationDialog
from s3enc_gui.jobs.copies.copy_objects import CopyObjects, CopyProgress
from tests.gui.browser.operations.test_object_actions import EXISTING, VERIFIED, dialog


def begin(opened):
    """Start a copy; return what the desktop is told, and the signals so far."""
    work = opened.panel.operations.work
    signals: list[int] = []
    work.changed.connect(lambda: signals.append(1))
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    asked = dialog(opened, DestinationDialog)
    asked.field.setText("s3://my-bucket/out/")
    asked.accept_button.click()
    return work, signals


def test_a_copy_is_work(opened):
    work, signals = begin(opened)
    assert signals
    assert (work.work().active, work.work().is_running) == (1, True)
    assert combined_permille([work.work()]) is None
    signals.clear()
    handle = opened.runner.handle_of(CopyObjects)
    handle.progressed.emit((CopyProgress(0, 2, 1, 4),))
    assert signals
    assert work.work().progress == Progress(500, 1000)
    signals.clear()
    handle.succeed(CopyResult({Result.VERIFIED: 1}, 5, (VERIFIED,)))
    assert signals
    assert work.work().active == 0


def test_how_it_ended(opened):
    work, _ = begin(opened)
    assert work.result() is None
    opened.runner.handle_of(CopyObjects).succeed(CopyResult({Result.VERIFIED: 1}, 5, (VERIFIED,)))
    told = work.result()
    assert (told.kind, told.subject) == (NotificationKind.ENDED, Subject.OPERATIONS)
    assert told.title == "The operation is complete"
    assert told.body.startswith("Copied and verified: “")
    work.show_result()


def test_one_that_asks_needs_the_user(opened):
    work, _ = begin(opened)
    opened.runner.handle_of(CopyObjects).succeed(CopyResult({Result.EXISTS: 1}, 0, (EXISTING,)))
    assert work.result().kind is NotificationKind.ATTENTION


def test_one_that_failed_needs_the_user(opened):
    work, _ = begin(opened)
    opened.runner.handle_of(CopyObjects).fail(AppError("No such bucket"))
    told = work.result()
    assert (told.kind, told.title) == (
        NotificationKind.ATTENTION,
        "The operation ended with problems",
    )


def test_one_that_the_user_stopped_is_not_told(opened):
    work, _ = begin(opened)
    opened.runner.handle_of(CopyObjects).confirm_cancelled()
    assert work.result() is None
