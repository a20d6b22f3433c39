from __future__ import annotations

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
from s3enc_gui.jobs.uploads.queue.events import InterruptedFound, OutageChanged
from s3enc_gui.jobs.uploads.transfer_commands import DiscardInterrupted, ResumeInterrupted, TryNow
from tests.gui.transfers.test_panel import answer

NOON = datetime(2026, 3, 1, 12, 1, tzinfo=UTC)
ERROR = AppError("The network cannot be reached", "Nobody answers.")


def outage(outage_kind=OutageKind.OFFLINE, seconds=None):
    next_try = None if seconds is None else NOON + timedelta(seconds=seconds)
    return Outage(outage_kind, ERROR, NOON, next_try)


class Clock:
    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def bar(qtbot):
    bar = OutageBar(clock=Clock())
    qtbot.addWidget(bar)
    return bar


# --- weather -------------------------------------------------------------------------------------


@pytest.mark.parametrize("outage_kind", OutageKind)
def test_every_outage_has_words_and_a_picture(bar, outage_kind):
    told = OUTAGE_TEXTS[outage_kind]
    assert assets.icon_path(told.sign.icon).is_file()
    bar.show_outage(outage(outage_kind))
    assert bar.words.startswith(f"{told.title}. Waiting since ")
    assert told.advice in bar.words
    assert "Nobody answers." in bar.toolTip()


def test_the_time_is_of_here_and_without_the_date_of_today():
    assert time_text(datetime.now(UTC)) == datetime.now().astimezone().strftime("%H:%M")
    assert time_text(NOON).startswith("2026-03-01 ")


def test_it_counts_down_to_the_next_try(bar):
    bar.show_outage(outage(seconds=25))
    assert bar.words.endswith("Next try in 25 s.")
    bar._clock.now = NOON + timedelta(seconds=5)
    bar._timer.timeout.emit()
    assert bar.words.endswith("Next try in 20 s.")
    assert bar._timer.interval() == 1000


def test_it_counts_no_further_than_to_the_try(bar):
    bar.show_outage(outage(seconds=1))
    assert bar._timer.isActive()
    bar._clock.now = NOON + timedelta(seconds=2)
    bar._timer.timeout.emit()
    assert bar.words.endswith("Trying now…")
    assert not bar._timer.isActive()


def test_fair_outage(bar):
    bar.show_outage(outage(seconds=25))
    bar.show_outage(None)
    assert bar.isHidden()
    assert not bar._timer.isActive()


def test_bad_outage_is_shown_and_tried_again(panel, report, runner):
    report(OutageChanged(outage()))
    assert panel.outage_bar.isVisible()
    panel.outage_bar.try_now.click()
    assert runner.started[-1] == TryNow()
    report(OutageChanged(None))
    assert panel.outage_bar.isHidden()


def test_it_is_seen_where_the_panel_is_folded(four, report):
    four.head.fold.click()
    report(OutageChanged(outage()))
    assert four.outage_bar.isVisible()


# --- what was interrupted ------------------------------------------------------------------------


def left(id, files, size, bucket="my-bucket"):
    batch = Batch(id, Connection("work"), bucket, UploadOptions(), created=NOON)
    return InterruptedBatch(batch, files, size)


@pytest.fixture
def found(panel, report):
    report(InterruptedFound((left(7, 1204, 12 * 10**9),)))
    return panel.interrupted_bar


def test_what_did_not_arrive_is_told(found):
    assert found.isVisible()
    assert found.words.startswith("1,204 files (12 GB) of an earlier session did not arrive.")
    assert "To my-bucket · 2026-03-01" in found.words


def test_of_several_batches_the_tool_tip_has_each(panel, report):
    report(InterruptedFound((left(7, 1204, 10), left(8, 1, 20, "other"))))
    bar = panel.interrupted_bar
    assert bar.words == (
        "1,205 files (30 bytes) of an earlier session did not arrive. 2 uploads to my-bucket, other"
    )
    assert [line.split(",")[0] for line in bar.toolTip().splitlines()] == ["my-bucket", "other"]
    assert bar.toolTip().endswith("1 file, 20 bytes")


def test_one_file(panel, report):
    report(InterruptedFound((left(7, 1, 10),)))
    assert panel.interrupted_bar.words.startswith("1 file (10 bytes) of")


def test_resume(found, runner, report):
    found.resume.click()
    assert runner.started[-1] == ResumeInterrupted((7,))
    assert not found.resume.isEnabled()
    report(InterruptedFound(()))
    runner.succeed(1204)
    assert found.isHidden()


def test_discard_is_asked_first(found, panel, runner):
    found.discard.click()
    assert not runner.jobs_of(DiscardInterrupted)
    answer(panel, "Discard")
    assert runner.started[-1] == DiscardInterrupted((7,))


def test_discard_may_be_thought_better_of(found, panel, runner):
    found.discard.click()
    answer(panel, "Keep")
    assert not runner.jobs_of(DiscardInterrupted)
    assert found.resume.isEnabled()


def test_what_is_gone_in_the_meantime_is_not_discarded(found, panel, runner, report):
    found.discard.click()
    report(InterruptedFound(()))
    answer(panel, "Discard")
    assert not runner.jobs_of(DiscardInterrupted)


def test_a_failure_is_told_and_can_be_tried_again(found, panel, runner, qtbot):
    found.resume.click()
    with qtbot.waitSignal(panel.problem) as blocker:
        runner.fail(ERROR)
    assert blocker.args == [ERROR]
    assert found.resume.isEnabled()
