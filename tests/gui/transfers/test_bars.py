from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.uploads.plan import UploadOptions
from s3enc_gui.domain.uploads.transfer import Batch, InterruptedBatch
from s3enc_gui.gui import assets
from s3enc_gui.gui.messages.locale import time_text
from s3enc_gui.gui.messages.outage import OUTAGE_TEXTS
from s3enc_gui.gui.transfers.outage_bar import OutageBar
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.uploads.queue.events import InterruptedFound
from s3enc_gui.jobs.uploads.transfer_commands import DiscardInterrupted, ResumeInterrupted, TryNow
from tests.gui.transfers.test_panel import answer

NOON = datetime(2026, 3, 1, 12, 1, tzinfo=UTC)
ERROR = AppError("The network cannot be reached", "Nobody answers.")


def outage(kind=OutageKind.OFFLINE, seconds=None):
    next_try = None if seconds is None else NOON + timedelta(seconds=seconds)
    return Outage(kind, ERROR, NOON, next_try)


class Clock:
    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def bar(qtbot):
    bar = OutageBar(clock=Clock())
    qtbot.addWidget(bar)
    return bar


# --- outages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", OutageKind)
def test_every_outage_has_text_and_icon(bar, kind):
    expected = OUTAGE_TEXTS[kind]
    assert assets.icon_path(expected.sign.icon).is_file()
    bar.show_outage(outage(kind, seconds=25))
    assert bar.text.startswith(f"{expected.title}. Waiting since ")
    assert expected.advice in bar.text
    assert "Nobody answers." in bar.toolTip()


@pytest.mark.parametrize(
    ("connection", "title"),
    [
        (Connection("work"), "Signed out: work. "),
        (Connection(credentials="k1", title="key"), "Signed out: key. "),
        (Connection(credentials="k1"), "Signed out. "),
    ],
)
def test_the_bar_names_the_connection_to_sign_in_to(bar, qtbot, connection, title):
    bar.show_outage(replace(outage(OutageKind.SIGNED_OUT), connection=connection))
    assert bar.text.startswith(title)
    with qtbot.waitSignal(bar.sign_in_pressed) as pressed:
        bar.sign_in.click()
    assert pressed.args == [connection]


def test_time_is_local_and_without_date_today():
    assert time_text(datetime.now(UTC)) == datetime.now().astimezone().strftime("%H:%M")
    assert time_text(NOON).startswith("2026-03-01 ")


def test_counts_down_to_the_next_try(bar):
    bar.show_outage(outage(seconds=25))
    assert bar.text.endswith("Next try in 25 s.")
    bar._clock.now = NOON + timedelta(seconds=5)
    bar._timer.timeout.emit()
    assert bar.text.endswith("Next try in 20 s.")
    assert bar._timer.interval() == 1000


def test_countdown_stops_at_the_try(bar):
    bar.show_outage(outage(seconds=1))
    assert bar._timer.isActive()
    bar._clock.now = NOON + timedelta(seconds=2)
    bar._timer.timeout.emit()
    assert bar.text.endswith("Trying now…")
    assert not bar._timer.isActive()


@pytest.mark.parametrize("kind", OutageKind)
def test_while_it_tries_there_is_nothing_to_do(bar, kind):
    bar.show_outage(outage(kind))
    assert OUTAGE_TEXTS[kind].advice not in bar.text
    assert not bar.try_now.isEnabled()


@pytest.mark.parametrize("width", [320, 1200])
def test_the_bar_is_as_high_as_its_texts(bar, width):
    bar.show_outage(outage(OutageKind.PROXY, seconds=25))
    bar.resize(300, 400)
    bar.resize(width, 400)
    lines = 2 if width == 1200 else 6
    assert bar.height() < lines * 1.5 * bar.fontMetrics().height() + 10


def test_bar_is_hidden_after_the_outage(bar):
    bar.show_outage(outage(seconds=25))
    bar.show_outage(None)
    assert bar.isHidden()
    assert not bar._timer.isActive()


def test_outage_is_shown_and_retried(panel, report, runner):
    soon = datetime.now(UTC) + timedelta(minutes=1)
    report(OutageChanged(replace(outage(), next_try=soon)))
    assert panel.outage_bar.isVisible()
    panel.outage_bar.try_now.click()
    assert runner.started[-1] == TryNow()
    report(OutageChanged(None))
    assert panel.outage_bar.isHidden()


def test_outage_is_shown_while_the_panel_is_collapsed(four, report):
    four.head.fold.click()
    report(OutageChanged(outage()))
    assert four.outage_bar.isVisible()


# --- interrupted uploads -------------------------------------------------------------------------


def interrupted(id, files, size, bucket="my-bucket"):
    batch = Batch(id, Connection("work"), bucket, UploadOptions(), created=NOON)
    return InterruptedBatch(batch, files, size)


@pytest.fixture
def found(panel, report):
    report(InterruptedFound((interrupted(7, 1204, 12 * 10**9),)))
    return panel.interrupted_bar


def test_interrupted_files_are_shown(found):
    assert found.isVisible()
    assert found.text.startswith("1,204 files (12 GB) from an earlier session weren't uploaded.")
    assert "To my-bucket · 2026-03-01" in found.text


def test_tool_tip_lists_every_batch(panel, report):
    report(InterruptedFound((interrupted(7, 1204, 10), interrupted(8, 1, 20, "other"))))
    bar = panel.interrupted_bar
    assert bar.text == (
        "1,205 files (30 bytes) from an earlier session weren't uploaded."
        " 2 uploads to my-bucket, other"
    )
    assert [line.split(",")[0] for line in bar.toolTip().splitlines()] == ["my-bucket", "other"]
    assert bar.toolTip().endswith("1 file, 20 bytes")


def test_one_file(panel, report):
    report(InterruptedFound((interrupted(7, 1, 10),)))
    assert panel.interrupted_bar.text.startswith("1 file (10 bytes) from")


def test_resume(found, runner, report):
    found.resume.click()
    assert runner.started[-1] == ResumeInterrupted((7,))
    assert not found.resume.isEnabled()
    report(InterruptedFound(()))
    runner.succeed(1204)
    assert found.isHidden()


def test_discard_is_confirmed_first(found, panel, runner):
    found.discard.click()
    assert not runner.jobs_of(DiscardInterrupted)
    answer(panel, "Discard")
    assert runner.started[-1] == DiscardInterrupted((7,))


def test_discard_can_be_declined(found, panel, runner):
    found.discard.click()
    answer(panel, "Keep")
    assert not runner.jobs_of(DiscardInterrupted)
    assert found.resume.isEnabled()


def test_batch_gone_in_the_meantime_is_not_discarded(found, panel, runner, report):
    found.discard.click()
    report(InterruptedFound(()))
    answer(panel, "Discard")  # before the question has disappeared
    assert not runner.jobs_of(DiscardInterrupted)


def test_failure_is_reported_and_can_be_retried(found, panel, runner, qtbot):
    found.resume.click()
    with qtbot.waitSignal(panel.problem) as blocker:
        runner.fail(ERROR)
    assert blocker.args == [ERROR]
    assert found.resume.isEnabled()
