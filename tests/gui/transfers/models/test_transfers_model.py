from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui import assets
from s3enc_gui.gui.messages.results import PHASE_SIGNS, PHASE_TEXTS, Phase, short_result_text
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.transfers.models.transfer_row import STORED
from s3enc_gui.gui.transfers.models.transfers_model import Column, TransfersModel
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    BytesSent,
    OrderChanged,
    Removed,
    StateChanged,
)
from tests.fakes.samples import outcome
from tests.gui.transfers.conftest import ended, queued

BIG = 100_000_000


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def model(qapp, qtmodeltester, clock):
    model = TransfersModel(clock=clock)
    qtmodeltester.check(model)
    model.apply([Added(tuple(queued(id) for id in range(5)))])
    return model


def text(model, row, column=Column.STATE):
    return model.index(row, column).data()


def order(model):
    return [row.id for row in model.rows()]


def check(model):
    """Compare the totals with sums over all rows."""
    rows, totals = model.rows(), model.totals
    assert [row.position for row in rows] == list(range(len(rows)))
    assert all(model.find(row.id) is row for row in rows)
    assert totals.states.total() == len(rows)
    assert totals.active == sum(not row.ended for row in rows)
    for result in Result:
        assert totals.results[result] == len(model.ids_with(result))
    counted = [row for row in rows if row.run == totals.run and not row.ended]
    assert totals.files - totals.ended == len(counted)


def test_file_is_waiting_uploading_checking_and_verified(model):
    assert text(model, 0) == "Waiting"
    model.apply([StateChanged((0,), TransferState.RUNNING), BytesSent(0, 500)])
    assert (text(model, 0), model.index(0, Column.PROGRESS).data()) == ("Uploading", "50%")
    model.apply([StateChanged((0,), TransferState.PAUSED)])
    assert text(model, 0) == "Paused"
    model.apply([StateChanged((0,), TransferState.RUNNING), BytesSent(0, 500)])
    assert text(model, 0) == "Checking"
    model.apply([ended(0)])
    assert text(model, 0) == "Verified"


@pytest.mark.parametrize("result", Result)
def test_every_result_has_a_label(model, result):
    model.apply([ended(1, result)])
    assert text(model, 1).startswith(short_result_text(result))
    assert model.ids_with(result) == (1,)
    assert model.index(1, 0).data(roles.PERMILLE) == (1000 if result in STORED else None)


def test_failure_has_its_reason(model):
    model.apply([ended(1, Result.FAILED)])
    assert text(model, 1) == "Failed: The KMS key is disabled"
    tip = model.index(1, Column.STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert "Choose another." in tip


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_text_and_icon(phase):
    assert PHASE_TEXTS[phase]
    assert assets.icon_path(PHASE_SIGNS[phase].icon).is_file()


def test_name_and_destination(model):
    assert (text(model, 2, Column.NAME), text(model, 2, Column.DESTINATION)) == (
        "2.txt",
        "my-bucket/in",
    )
    tips = [model.index(2, n).data(Qt.ItemDataRole.ToolTipRole) for n in (0, 1)]
    assert tips == ["/f/2.txt", "s3://my-bucket/in/2.txt"]


def test_an_empty_folder_has_its_own_name_and_destination(model):
    row = queued(9)
    model.apply([Added((replace(row, item=replace(row.item, key="in/empty/", size=0)),))])
    assert (text(model, 5, Column.NAME), text(model, 5, Column.DESTINATION)) == (
        "empty/",
        "my-bucket/in",
    )


def test_name_is_that_of_the_outcome(model):
    done = ended(2)
    other = replace(done.outcome.item, key="in/2 (1).txt")
    model.apply([replace(done, outcome=replace(done.outcome, item=other))])
    assert text(model, 2, Column.NAME) == "2 (1).txt"


def test_batch_emits_one_range(model):
    ranges = []
    model.dataChanged.connect(lambda first, last: ranges.append((first.row(), last.row())))
    model.apply([BytesSent(1, 1)] * 500 + [BytesSent(3, 1)] * 500)
    assert ranges == [(1, 3)]


def test_rows_are_inserted_in_batches(qtbot, model):
    with qtbot.waitSignal(model.rowsInserted) as blocker:
        model.apply([Added(tuple(queued(id) for id in range(10, 1010)))])
    assert blocker.args[1:] == [5, 1004]


def test_row_reported_twice_is_listed_once(model):
    model.apply([Added((queued(3), queued(9), queued(9)))])
    assert order(model) == [0, 1, 2, 3, 4, 9]
    check(model)


def test_other_reports_are_returned(model):
    assert model.apply([BytesSent(0, 1), OutageChanged(None)]) == [OutageChanged(None)]


def test_reports_about_removed_rows_are_ignored(model):
    model.apply([Removed(frozenset({1}))])
    model.apply(
        [
            BytesSent(1, 5),
            ended(1),
            StateChanged((1,), TransferState.PAUSED),
            Removed(frozenset({1, 7})),
        ]
    )
    assert order(model) == [0, 2, 3, 4]
    check(model)


# --- order and removal ---------------------------------------------------------------------------


def test_ended_rows_keep_their_positions(model):
    model.apply([ended(1), OrderChanged((4, 0, 2, 3))])
    assert order(model) == [4, 1, 0, 2, 3]
    check(model)


def test_persistent_index_moves_with_its_row(model):
    index = QPersistentModelIndex(model.index(3, Column.SIZE))
    model.apply([OrderChanged((3, 0, 1, 2, 4))])
    assert (index.row(), index.column()) == (0, Column.SIZE)


def test_unchanged_order_emits_nothing(qtbot, model):
    with qtbot.assertNotEmitted(model.layoutChanged):
        model.apply([OrderChanged((0, 1, 2, 3, 4))])


def test_incomplete_order_keeps_all_rows(model):
    model.apply([OrderChanged((3, 99))])
    assert order(model) == [3, 0, 1, 2, 4]


def test_ranges_are_removed(qtbot, model):
    removed = []
    model.rowsRemoved.connect(lambda _, first, last: removed.append((first, last)))
    model.apply([Removed(frozenset({0, 1, 3}))])
    assert (removed, order(model)) == ([(3, 3), (0, 1)], [2, 4])
    check(model)


def test_many_ranges_are_removed_as_one(qtbot, model):
    model.apply([Added(tuple(queued(id) for id in range(5, 100)))])
    kept = QPersistentModelIndex(model.index(51, 0))
    with qtbot.waitSignal(model.rowsRemoved) as blocker:
        model.apply([Removed(frozenset(range(0, 100, 2)))])
    assert (blocker.args[1:], order(model)) == ([50, 99], list(range(1, 100, 2)))
    assert model.row(kept.row()).id == 51
    check(model)


# --- totals --------------------------------------------------------------------------------------


def sums(model):
    totals = model.totals
    return totals.ended, totals.files, totals.done, totals.size


def test_sums(model):
    running = StateChanged((0, 1), TransferState.RUNNING)
    model.apply([running, BytesSent(0, 1000), BytesSent(1, 300)])
    assert sums(model) == (0, 5, 1300, 5000)
    model.apply([ended(0)])
    assert sums(model) == (1, 5, 1300, 5000)


def test_failed_file_is_not_part_of_the_work_until_retried(model):
    model.apply([BytesSent(1, 300), ended(1, Result.FAILED)])
    assert sums(model) == (1, 5, 0, 4000)
    model.apply([StateChanged((1,), TransferState.WAITING), BytesSent(1, -300)])
    assert sums(model) == (0, 5, 0, 5000)
    assert model.totals.results[Result.FAILED] == 0
    assert text(model, 1) == "Waiting"


def test_file_stored_before_counts_as_done(model):
    model.apply([ended(1, Result.VERIFIED)])
    assert sums(model) == (1, 5, 1000, 5000)
    model.apply([StateChanged((1,), TransferState.WAITING)])
    assert sums(model) == (0, 5, 0, 5000)


def test_clearing_ended_files_keeps_the_progress(model):
    model.apply([ended(0), Removed(frozenset({0}))])
    assert sums(model) == (1, 5, 1000, 5000)
    model.apply([Removed(frozenset({1}))])
    assert sums(model) == (1, 4, 1000, 4000)


def test_new_run_begins_after_all_ended(model):
    model.apply([ended(id) for id in range(5)])
    assert sums(model) == (5, 5, 5000, 5000)
    model.apply([Added((queued(7),))])
    assert sums(model) == (0, 1, 0, 1000)
    model.apply([StateChanged((0,), TransferState.WAITING)])
    assert sums(model) == (0, 2, 0, 2000)
    check(model)


def test_file_ended_before_is_in_no_run(model):
    model.apply([Added((queued(8, result=Result.VERIFIED),))])
    assert sums(model) == (0, 5, 0, 5000)
    assert model.totals.results[Result.VERIFIED] == 1


# --- speed ---------------------------------------------------------------------------------------


@pytest.fixture
def big(model, clock):
    model.apply([Added((queued(9, size=BIG),)), StateChanged((9,), TransferState.RUNNING)])
    clock.now = 2.0
    model.apply([BytesSent(9, 20_000_000)])
    return model.index(5, Column.PROGRESS)


def test_speed_of_a_running_row(big):
    assert big.data() == "20% · 10 MB/s"
    assert big.data(roles.DETAIL) == "10 MB/s"


def test_speed_falls_without_reports(model, big, clock):
    clock.now = 4.0
    model.tick()
    assert big.data(roles.DETAIL) == "5 MB/s"


@pytest.mark.parametrize("change", [StateChanged((9,), TransferState.PAUSED), ended(9)])
def test_paused_or_ended_row_has_no_speed(model, big, change):
    model.apply([change])
    model.tick()
    assert big.data(roles.DETAIL) == ""


@pytest.mark.parametrize("change", [ended(9), Removed(frozenset({9}))])
def test_ended_or_removed_row_is_not_measured(qtbot, model, big, change):
    model.apply([change])
    with qtbot.assertNotEmitted(model.dataChanged):
        model.tick()


def test_row_being_checked_has_no_speed(model, big):
    model.apply([BytesSent(9, BIG - 20_000_000)])
    assert big.data() == "100%"


# --- any reports ---------------------------------------------------------------------------------

IDS = st.integers(0, 30)
REPORTS = st.one_of(
    st.lists(IDS, max_size=8).map(lambda ids: Added(tuple(queued(id) for id in ids))),
    st.builds(queued, IDS, result=st.sampled_from(Result)).map(lambda row: Added((row,))),
    st.frozensets(IDS, max_size=12).map(Removed),
    st.builds(
        StateChanged,
        st.lists(IDS, max_size=5).map(tuple),
        st.sampled_from([TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED]),
    ),
    st.builds(BytesSent, IDS, st.integers(-500, 500)),
    st.builds(ended, IDS, st.sampled_from(Result)),
    st.permutations(range(31)).map(lambda ids: OrderChanged(tuple(ids))),
)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.lists(REPORTS, max_size=6), max_size=12))
def test_totals_and_positions_hold_for_any_reports(batches):
    model = TransfersModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for batch in batches:
        model.apply(batch)
        check(model)
    for id in list(order(model)):
        model.apply([ended(id)])
    totals = model.totals
    assert totals.active == 0
    assert (totals.ended, totals.done) == (totals.files, totals.size)
    del tester


def test_outcome_is_the_object_of_a_row(model):
    model.apply([ended(0)])
    expected = replace(outcome(Result.VERIFIED), item=queued(0).item)
    assert model.index(0, 0).data(roles.OBJECT) == expected


def test_transfer_is_found_by_its_id(model):
    model.apply([Removed(frozenset({0}))])
    assert model.find(0) is None
    assert model.find(1) is model.row(0)


WORK, HOME = Connection("work"), Connection("home")
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def waits(kind, connection=WORK, **more):
    error = AppError("The session has expired", code="ExpiredToken")
    return Outage(kind, error, NOON, connection=connection, **more)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (OutageKind.SIGNED_OUT, "Waiting for sign-in"),
        (OutageKind.OFFLINE, "Waiting for connection"),
    ],
)
def test_running_rows_say_what_they_wait_for(model, kind, shown):
    rows = (
        replace(queued(11, TransferState.RUNNING), connection=WORK),
        replace(queued(12, TransferState.RUNNING), connection=HOME),
        replace(queued(13, TransferState.PAUSED), connection=WORK),
    )
    model.apply([Added(rows)])
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    report = OutageChanged(waits(kind))
    assert model.apply([report]) == [report]
    assert changed[0] == (0, 7)
    assert [text(model, row) for row in (4, 5, 6, 7)] == ["Waiting", shown, "Uploading", "Paused"]
    state = model.index(5, Column.STATE)
    assert state.data(Qt.ItemDataRole.ToolTipRole).startswith("The session has expired")
    model.apply([OutageChanged(waits(kind, given_up=True))])
    assert text(model, 5) == "Uploading"
    model.apply([OutageChanged(waits(kind, HOME), (waits(kind, None),))])
    assert [text(model, row) for row in (5, 6)] == [shown, shown]
    model.apply([OutageChanged(None)])
    assert [text(model, row) for row in (5, 6)] == ["Uploading", "Uploading"]
