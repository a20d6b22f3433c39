from __future__ import annotations

from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.desktop.notification import NotificationKind, Subject
from s3enc_gui.domain.desktop.work import Work
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.uploads.queue.events import Added, StateChanged
from tests.gui.transfers.conftest import ended, queued

ENDED, ATTENTION = NotificationKind.ENDED, NotificationKind.ATTENTION


def run(panel, report, *results):
    ids = range(1, len(results) + 1)
    report(Added(tuple(queued(id) for id in ids)))
    report(*(ended(id, result) for id, result in zip(ids, results, strict=True)))
    return panel.result()


@pytest.mark.parametrize(
    ("results", "kind", "title", "body"),
    [
        ([Result.VERIFIED], ENDED, "The upload is complete", "1.txt: Verified"),
        ([Result.VERIFIED] * 3, ENDED, "The upload is complete", "Verified: 3"),
        (
            [Result.VERIFIED, Result.FAILED],
            ENDED,
            "The upload ended with problems",
            "Verified: 1 · Failed: 1",
        ),
        ([Result.FAILED] * 2, ATTENTION, "The upload failed", "Failed: 2"),
        ([Result.FAILED, Result.CANCELLED], ATTENTION, "The upload failed", None),
        ([Result.DIFFERENT], ATTENTION, "The upload failed", "1.txt: Stored differently"),
        ([Result.VERIFIED, Result.EXISTS], ATTENTION, "The upload needs your decision", None),
        ([Result.FAILED, Result.EXISTS], ATTENTION, "The upload ended with problems", None),
    ],
)
def test_how_a_run_ended(panel, report, results, kind, title, body):
    found = run(panel, report, *results)
    assert (found.kind, found.subject, found.title) == (kind, Subject.UPLOADS, title)
    assert found.body == body or body is None


@pytest.mark.parametrize("results", [[Result.CANCELLED], [Result.SKIPPED, Result.CANCELLED], []])
def test_what_the_user_chose_is_not_told(panel, report, results):
    assert run(panel, report, *results) is None


def test_only_the_last_run_counts(panel, report):
    run(panel, report, Result.FAILED)
    report(Added((queued(7),)))
    report(ended(7))
    assert panel.result().title == "The upload is complete"


def test_the_worst_one_is_selected(panel, report):
    run(panel, report, Result.VERIFIED, Result.FAILED, Result.EXISTS)
    panel.head.fold.setChecked(True)
    panel.show_result()
    assert [row.id for row in panel.table.selected()] == [2]
    assert panel.table.isVisible()


def test_without_a_run_nothing_is_selected(panel):
    panel.show_result()
    assert panel.table.selected() == []


def test_work_tells_what_runs(panel, report, qtbot):
    assert not panel.work().active
    with qtbot.waitSignal(panel.changed):
        report(Added((queued(1), queued(2))), StateChanged((1,), TransferState.RUNNING))
    assert (panel.work().active, panel.work().is_running) == (2, True)
    report(StateChanged((1, 2), TransferState.PAUSED))
    assert (panel.work().active, panel.work().is_running) == (2, False)
    report(ended(1), ended(2))
    assert panel.work().active == 0


def test_work_tells_of_a_sign_in(panel, report):
    connection = Connection("work")
    outage = Outage(
        OutageKind.SIGNED_OUT,
        AppError("x"),
        datetime(2026, 3, 1, tzinfo=UTC),
        connection=connection,
    )
    report(Added((queued(1),)), OutageChanged(outage, ()))
    assert panel.work().needs_sign_in
    assert panel.work().connection == connection
    report(OutageChanged(None, ()))
    assert not panel.work().needs_sign_in
    assert Work() == Work(0)
