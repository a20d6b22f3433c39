from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QMessageBox,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.transfers.models.transfers_model import Column
from s3enc_gui.gui.transfers.panel import TransfersPanel
from s3enc_gui.jobs.uploads.queue.events import (
    Action,
    Added,
    BytesSent,
    NoticeRaised,
    Removed,
    StateChanged,
)
from s3enc_gui.jobs.uploads.transfer_commands import (
    ControlTransfers,
    ResolveConflicts,
    WatchTransfers,
)
from tests.gui.transfers.conftest import ended, queued

_Key = Qt.Key
_ALT = Qt.KeyboardModifier.AltModifier
ERROR = AppError("The journal cannot be written")


def select(panel, *rows):
    panel.table.clearSelection()
    panel.table.setSelectionMode(panel.table.SelectionMode.MultiSelection)
    for row in rows:
        panel.table.selectRow(row)
    panel.table.setSelectionMode(panel.table.SelectionMode.ExtendedSelection)


def button(panel, name):
    return next(b for b in panel.findChildren(QToolButton) if b.text() == name)


def answer(panel, text):
    box = panel.window().findChild(QMessageBox)
    next(b for b in box.buttons() if b.text() == text).click()


def test_the_queue_is_watched_once(panel, runner):
    panel.start()
    assert runner.started == [WatchTransfers()]


def test_it_is_seen_only_while_there_is_something(panel, report):
    assert panel.isHidden()
    report(Added((queued(1),)))
    assert panel.isVisible()
    report(Removed(frozenset({1})))
    assert panel.isHidden()


def test_names_for_who_does_not_see(panel):
    assert panel.table.accessibleName() == "Transfers"
    labels = [label for label in panel.findChildren(QLabel) if label.buddy() is panel.table]
    assert [label.text() for label in labels] == ["Transfers"]


def test_the_summary(panel, report):
    report(Added(tuple(queued(id, size=10**9) for id in range(1204))))
    report(StateChanged((0, 1), TransferState.RUNNING), BytesSent(0, 10**9), ended(0))
    report(BytesSent(1, 500_000_000))
    assert panel.head.summary.text().startswith("1 of 1,204 files · 1.5 GB of 1.2 TB")
    assert panel.head.bar.value() == 1


def test_the_summary_in_the_end(panel, report):
    report(Added((queued(1), queued(2))), ended(1), ended(2, Result.FAILED))
    assert panel.head.summary.text() == "Verified: 1 · Failed: 1"
    assert panel.head.bar.isHidden()


def test_folded_only_the_summary_is_left(four, qtbot):
    with qtbot.waitSignal(four.folded) as blocker:
        four.head.fold.click()
    assert (blocker.args, four.table.isVisible(), four.head.isVisible()) == ([True], False, True)
    assert not button(four, "Pause").isVisible()
    four.head.fold.click()
    assert four.table.isVisible()


# --- what can be done to some --------------------------------------------------------------------

MOVES = {"Move to top", "Move up", "Move down", "Move to bottom"}


@pytest.mark.parametrize(
    ("rows", "possible"),
    [
        ((), set()),
        ((0,), {"Pause", "Cancel", "Move down", "Move to bottom"}),
        ((1,), {"Pause", "Cancel"}),
        ((2,), {"Resume", "Cancel", "Move to top", "Move up"}),
        ((3,), {"Retry"}),
        ((0, 1, 2, 3), {"Pause", "Resume", "Cancel", "Retry"}),
    ],
)
def test_only_what_does_something_is_enabled(four, rows, possible):
    select(four, *rows)
    actions = four.commands.actions.selected.values()
    assert {action.text() for action in actions if action.isEnabled()} == possible


def test_what_is_between_others_can_move_both_ways(four, report):
    report(Added((queued(5),)))
    select(four, 2)
    actions = four.commands.actions.selected.values()
    assert {action.text() for action in actions if action.isEnabled()} >= MOVES


@pytest.mark.parametrize(
    ("name", "job"),
    [
        ("Pause", ControlTransfers(Action.PAUSE, (1, 2))),
        ("Resume", ControlTransfers(Action.RESUME, (3,))),
        ("Cancel", ControlTransfers(Action.CANCEL, (1, 2, 3))),
        ("Retry", ControlTransfers(Action.RETRY, (4,))),
    ],
)
def test_buttons_control_those_they_mean_something_to(four, steered, name, job):
    four.table.selectAll()
    button(four, name).click()
    assert steered() == job


@pytest.mark.parametrize(
    ("row", "key", "modifier", "job"),
    [
        (0, _Key.Key_Delete, None, ControlTransfers(Action.CANCEL, (1,))),
        (0, _Key.Key_Space, None, ControlTransfers(Action.PAUSE, (1,))),
        (2, _Key.Key_Space, None, ControlTransfers(Action.RESUME, (3,))),
        (2, _Key.Key_Up, _ALT, ControlTransfers(Action.UP, (3,))),
        (0, _Key.Key_Down, _ALT, ControlTransfers(Action.DOWN, (1,))),
        (2, _Key.Key_Home, _ALT, ControlTransfers(Action.FIRST, (3,))),
        (0, _Key.Key_End, _ALT, ControlTransfers(Action.LAST, (1,))),
    ],
)
def test_keys(four, qtbot, steered, row, key, modifier, job):
    four.table.selectRow(row)
    qtbot.keyClick(four.table, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert steered() == job


def test_what_changes_its_state_changes_what_can_be_done(four, qtbot, report):
    four.table.selectRow(0)
    report(StateChanged((1,), TransferState.PAUSED))
    qtbot.waitUntil(button(four, "Resume").isEnabled)
    assert not button(four, "Pause").isEnabled()


def open_menu(panel):
    panel.table.customContextMenuRequested.emit(QPoint(5, 5))
    return panel.table.findChild(QMenu)


def words(menu):
    found = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    return found


def choose(panel, name):
    menu = open_menu(panel)
    next(action for action in menu.actions() if action.text() == name).trigger()
    menu.close()


def test_the_menu_has_everything(four):
    four.table.selectRow(0)
    assert words(open_menu(four)) == [
        "Encryption details",
        "Pause", "Resume", "Cancel", "Retry",
        "Move to top", "Move up", "Move down", "Move to bottom",
        "Pause all", "Resume all", "Cancel all", "Retry failed", "Clear finished",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "policy"), [("Replace", IfExists.OVERWRITE), ("Keep both", IfExists.RENAME)]
)
def test_taken_names_are_sent_as_the_user_decides(four, runner, report, name, policy):
    report(ended(1, Result.EXISTS), ended(2, Result.EXISTS))
    select(four, 0, 1, 3)
    choose(four, name)
    assert runner.started[-1] == ResolveConflicts((1, 2), policy)


def test_nothing_else_asks_about_names(four):
    four.table.selectRow(3)
    assert "Replace" not in words(open_menu(four))


# --- the proof -----------------------------------------------------------------------------------


def test_enter_shows_the_proof(four, qtbot, report):
    report(ended(2))
    four.table.selectRow(1)
    with qtbot.waitSignal(four.chosen) as blocker:
        qtbot.keyClick(four.table, _Key.Key_Return)
    assert blocker.args == [ended(2).outcome]


def test_what_is_selected_is_shown(four, qtbot):
    with qtbot.waitSignal(four.chosen) as blocker:
        four.table.selectRow(3)
    assert blocker.args[0].result is Result.FAILED


def test_of_several_none_is_shown(four, qtbot, report):
    report(ended(1))
    four.table.selectRow(1)
    with qtbot.assertNotEmitted(four.chosen):
        four.table.selectAll()


# --- what can be done to all ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "job"),
    [
        (Action.PAUSE, ControlTransfers(Action.PAUSE)),
        (Action.RESUME, ControlTransfers(Action.RESUME)),
        (Action.RETRY, ControlTransfers(Action.RETRY, (4,))),
        (Action.CLEAR, ControlTransfers(Action.CLEAR)),
    ],
)
def test_all(four, steered, action, job):
    four.commands.actions.every[action].trigger()
    assert steered() == job


def test_all_are_cancelled_only_after_a_question(four, runner, steered):
    four.commands.actions.every[Action.CANCEL].trigger()
    assert not runner.jobs_of(ControlTransfers)
    answer(four, "Cancel all")
    assert steered() == ControlTransfers(Action.CANCEL)


def test_the_question_may_be_answered_with_no(four, runner):
    cancel = four.commands.actions.every[Action.CANCEL]
    cancel.trigger()
    cancel.trigger()
    assert len(four.window().findChildren(QMessageBox)) == 1
    answer(four, "Keep uploading")
    assert not runner.jobs_of(ControlTransfers)


@pytest.mark.parametrize(
    ("row", "possible"),
    [
        (queued(1), {"Pause all", "Cancel all"}),
        (queued(1, TransferState.PAUSED), {"Resume all", "Cancel all"}),
        (queued(1, result=Result.FAILED), {"Retry failed", "Clear finished"}),
        (queued(1, result=Result.VERIFIED), {"Clear finished"}),
    ],
)
def test_of_all_too_only_what_does_something(panel, report, row, possible):
    report(Added((row,)))
    actions = panel.commands.actions.every.values()
    assert {action.text() for action in actions if action.isEnabled()} == possible


# --- trouble -------------------------------------------------------------------------------------


def test_a_watch_that_fails_is_told(panel, runner, qtbot):
    with qtbot.waitSignal(panel.problem) as blocker:
        runner.fail(ERROR)
    assert blocker.args == [ERROR]


def test_what_is_worth_knowing_is_told(panel, report, qtbot):
    with qtbot.waitSignal(panel.notice) as blocker:
        report(NoticeRaised(ERROR))
    assert blocker.args == [ERROR]


def test_what_cannot_be_done_is_told(four, runner, qtbot):
    four.commands.actions.every[Action.PAUSE].trigger()
    with qtbot.waitSignal(four.problem) as blocker:
        runner.fail(ERROR)
    assert blocker.args == [ERROR]


# --- its place -----------------------------------------------------------------------------------


@pytest.fixture
def placed(qtbot, runner):
    """The panel below something that takes all the rest."""
    window, panel = QWidget(), TransfersPanel(runner)
    qtbot.addWidget(window)
    window.resize(1000, 700)
    column = QVBoxLayout(window)
    column.addWidget(QSplitter(), 1)
    for widget in (*panel.bars, panel):
        column.addWidget(widget)
    panel.start()
    window.show()
    runner.handle_of(WatchTransfers).progressed.emit((Added((queued(1),)),))
    yield panel
    window.close()  # and lives till then


def test_folded_it_leaves_its_place_to_what_is_above(placed, qtbot):
    panel = placed
    qtbot.waitUntil(lambda: panel.height() == 266)
    panel.head.fold.click()
    qtbot.waitUntil(lambda: panel.height() < 70)
    panel.head.fold.click()
    qtbot.waitUntil(lambda: panel.height() == 266)


def test_in_a_large_window_it_is_larger_but_not_very(placed, qtbot):
    placed.window().resize(1000, 1100)
    placed.updateGeometry()
    qtbot.waitUntil(lambda: placed.height() == 370)


def test_its_upper_edge_can_be_pulled(placed, qtbot):
    panel, resize_handle = placed, placed._resize_handle
    qtbot.waitUntil(lambda: panel.height() == 266)
    qtbot.mousePress(resize_handle, Qt.MouseButton.LeftButton, pos=QPoint(5, 3))
    qtbot.mouseMove(resize_handle, QPoint(5, -37))
    qtbot.waitUntil(lambda: panel.height() == 306)
    resize_handle.pulled.emit(5000)
    qtbot.waitUntil(lambda: panel.height() == 420)
    resize_handle.pulled.emit(-5000)
    qtbot.waitUntil(lambda: panel.height() == panel.minimumSizeHint().height())


def test_where_there_is_little_room_the_buttons_are_icons(panel, report, qtbot):
    report(Added((queued(1),)))
    style = Qt.ToolButtonStyle
    for width, expected in (
        (1200, style.ToolButtonTextBesideIcon),
        (700, style.ToolButtonIconOnly),
    ):
        panel.window().resize(width, 320)
        qtbot.waitUntil(lambda e=expected: button(panel, "Pause").toolButtonStyle() == e)


def on_its_own(summary, heading):
    """Whether it is on another line."""
    window = heading.window()
    return summary.mapTo(window, QPoint()).y() > heading.mapTo(window, QPoint()).y() + 20


def test_where_there_is_less_the_names_keep_theirs(panel, report, qtbot):
    report(Added((queued(1),)))
    table, summary = panel.table, panel.head.summary
    for width, tight in ((1200, False), (500, True), (1200, False)):
        panel.window().resize(width, 320)
        qtbot.waitUntil(lambda t=tight: table.isColumnHidden(Column.DESTINATION) == t)
        qtbot.waitUntil(lambda t=tight: on_its_own(summary, panel.head.heading) == t)
        assert table.columnWidth(Column.NAME) > 100
