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
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.progress_table import ROW_HEIGHT
from s3enc_gui.jobs.desktop.show_file import FindFile, ShowInFolder
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


def test_queue_is_watched_once(panel, runner):
    panel.start()
    assert runner.started == [WatchTransfers()]


def test_hidden_while_empty(panel, report):
    assert panel.isHidden()
    report(Added((queued(1),)))
    assert panel.isVisible()
    report(Removed(frozenset({1})))
    assert panel.isHidden()


def test_accessible_names(panel):
    assert panel.table.accessibleName() == "Transfers"
    labels = [label for label in panel.findChildren(QLabel) if label.buddy() is panel.table]
    assert [label.text() for label in labels] == ["Transfers"]


def test_summary(panel, report):
    report(Added(tuple(queued(id, size=10**9) for id in range(1204))))
    report(StateChanged((0, 1), TransferState.RUNNING), BytesSent(0, 10**9), ended(0))
    report(BytesSent(1, 500_000_000))
    assert panel.head.summary.text().startswith("1 of 1,204 files · 1.5 GB of 1.2 TB")
    assert panel.head.bar.value() == 1


def test_summary_at_the_end(panel, report):
    report(Added((queued(1), queued(2))), ended(1), ended(2, Result.FAILED))
    assert panel.head.summary.text() == "Verified: 1 · Failed: 1"
    assert panel.head.bar.isHidden()


def test_collapsed_only_the_summary_is_shown(four, qtbot):
    with qtbot.waitSignal(four.folded) as blocker:
        four.head.fold.click()
    assert (blocker.args, four.table.isVisible(), four.head.isVisible()) == ([True], False, True)
    assert not button(four, "Pause").isVisible()
    four.head.fold.click()
    assert four.table.isVisible()


# --- actions on the selection --------------------------------------------------------------------

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
def test_only_actions_with_an_effect_are_enabled(four, rows, possible):
    select(four, *rows)
    actions = four.commands.actions.selected.values()
    assert {action.text() for action in actions if action.isEnabled()} == possible


def test_transfer_between_others_can_move_both_ways(four, report):
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
def test_buttons_control_the_transfers_they_apply_to(four, controlled, name, job):
    four.table.selectAll()
    button(four, name).click()
    assert controlled() == job


@pytest.mark.parametrize("selected", [[], [3]])
@pytest.mark.parametrize(
    ("name", "job"),
    [
        ("Pause", ControlTransfers(Action.PAUSE)),
        ("Resume", ControlTransfers(Action.RESUME)),
        ("Cancel", ControlTransfers(Action.CANCEL)),
    ],
)
def test_buttons_control_what_is_under_way_without_a_selection(
    four, qtbot, controlled, selected, name, job
):
    select(four, *selected)
    qtbot.waitUntil(button(four, name).isEnabled)
    assert button(four, name).toolTip() == f"{name} all"
    button(four, name).click()
    if name == "Cancel":
        answer(four, "Cancel all")
    assert controlled() == job


def test_when_all_have_ended_nothing_can_be_paused(panel, qtbot, report):
    report(Added((queued(1, TransferState.RUNNING),)))
    qtbot.waitUntil(button(panel, "Pause").isEnabled)
    report(ended(1))
    qtbot.waitUntil(lambda: not button(panel, "Pause").isEnabled())
    assert not button(panel, "Cancel").isEnabled()


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
def test_keys(four, qtbot, controlled, row, key, modifier, job):
    four.table.selectRow(row)
    qtbot.keyClick(four.table, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert controlled() == job


def test_state_change_updates_the_actions(four, qtbot, report):
    four.table.selectRow(0)
    report(StateChanged((1,), TransferState.PAUSED))
    qtbot.waitUntil(button(four, "Resume").isEnabled)
    assert not button(four, "Pause").isEnabled()


def open_menu(panel):
    panel.table.customContextMenuRequested.emit(QPoint(5, 5))
    return panel.table.findChild(QMenu)


def texts(menu):
    found = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    return found


def choose(panel, name):
    menu = open_menu(panel)
    next(action for action in menu.actions() if action.text() == name).trigger()
    menu.close()


def test_menu_has_all_actions(four):
    four.table.selectRow(0)
    assert texts(open_menu(four)) == [
        "Encryption details", "Open file", "Show in folder",
        "Pause", "Resume", "Cancel", "Retry",
        "Move to top", "Move up", "Move down", "Move to bottom",
        "Pause all", "Resume all", "Cancel all", "Retry failed", "Clear finished",
    ]  # fmt: skip


def test_the_file_of_a_transfer_is_opened_and_shown_in_its_folder(four, runner):
    four.table.selectRow(0)
    path = four.table.selected()[0].item.path
    choose(four, "Show in folder")
    assert runner.started[-1] == ShowInFolder(path)
    choose(four, "Open file")
    assert runner.started[-1] == FindFile(path)


@pytest.mark.parametrize(
    ("name", "policy"), [("Overwrite", IfExists.OVERWRITE), ("Keep both", IfExists.RENAME)]
)
def test_conflicts_are_resolved_as_chosen(four, runner, report, name, policy):
    report(ended(1, Result.EXISTS), ended(2, Result.EXISTS))
    select(four, 0, 1, 3)
    choose(four, name)
    assert runner.started[-1] == ResolveConflicts((1, 2), policy)


def test_menu_has_no_conflict_actions_without_conflicts(four):
    four.table.selectRow(3)
    assert "Overwrite" not in texts(open_menu(four))


# --- encryption details --------------------------------------------------------------------------


def test_enter_shows_the_details(four, qtbot, report):
    report(ended(2))
    four.table.selectRow(1)
    with qtbot.waitSignal(four.chosen) as blocker:
        qtbot.keyClick(four.table, _Key.Key_Return)
    assert blocker.args == [ended(2).outcome]


def test_selected_transfer_is_shown(four, qtbot):
    with qtbot.waitSignal(four.chosen) as blocker:
        four.table.selectRow(3)
    assert blocker.args[0].result is Result.FAILED


def test_none_of_several_is_shown(four, qtbot, report):
    report(ended(1))
    four.table.selectRow(1)
    with qtbot.assertNotEmitted(four.chosen):
        four.table.selectAll()


# --- actions on all ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "job"),
    [
        (Action.PAUSE, ControlTransfers(Action.PAUSE)),
        (Action.RESUME, ControlTransfers(Action.RESUME)),
        (Action.RETRY, ControlTransfers(Action.RETRY, (4,))),
        (Action.CLEAR, ControlTransfers(Action.CLEAR)),
    ],
)
def test_actions_on_all(four, controlled, action, job):
    four.commands.actions.all[action].trigger()
    assert controlled() == job


def test_cancel_all_is_confirmed_first(four, runner, controlled):
    four.commands.actions.all[Action.CANCEL].trigger()
    assert not runner.jobs_of(ControlTransfers)
    answer(four, "Cancel all")
    assert controlled() == ControlTransfers(Action.CANCEL)


def test_cancel_all_can_be_declined(four, runner):
    cancel = four.commands.actions.all[Action.CANCEL]
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
def test_only_actions_on_all_with_an_effect_are_enabled(panel, report, row, possible):
    report(Added((row,)))
    actions = panel.commands.actions.all.values()
    assert {action.text() for action in actions if action.isEnabled()} == possible


# --- errors --------------------------------------------------------------------------------------


def test_failed_watch_is_reported(panel, runner, qtbot):
    with qtbot.waitSignal(panel.problem) as blocker:
        runner.fail(ERROR)
    assert blocker.args == [ERROR]


def test_notice_is_reported(panel, report, qtbot):
    with qtbot.waitSignal(panel.notice) as blocker:
        report(NoticeRaised(ERROR))
    assert blocker.args == [ERROR]


def test_failed_action_is_reported(four, runner, qtbot):
    four.commands.actions.all[Action.PAUSE].trigger()
    with qtbot.waitSignal(four.problem) as blocker:
        runner.fail(ERROR)
    assert blocker.args == [ERROR]


# --- size ----------------------------------------------------------------------------------------


@pytest.fixture(params=[30])
def placed(request, qtbot, runner):
    """The panel with transfers, below a widget that takes the remaining height."""
    window, panel = QWidget(), TransfersPanel(runner)
    qtbot.addWidget(window)
    window.resize(1000, 700)
    column = QVBoxLayout(window)
    column.addWidget(QSplitter(), 1)
    for widget in (*panel.bars, panel):
        column.addWidget(widget)
    panel.start()
    window.show()
    runner.handle_of(WatchTransfers).progressed.emit(
        (Added(tuple(queued(id) for id in range(request.param))),)
    )
    yield panel
    window.close()


def test_collapsed_it_is_only_as_high_as_its_header(placed, qtbot):
    panel = placed
    qtbot.waitUntil(lambda: panel.height() == 266)
    panel.head.fold.click()
    qtbot.waitUntil(lambda: panel.height() < 70)
    panel.head.fold.click()
    qtbot.waitUntil(lambda: panel.height() == 266)


@pytest.mark.parametrize("placed", [2], indirect=True)
def test_it_is_as_high_as_its_rows(placed, qtbot):
    qtbot.waitUntil(lambda: 0 < placed.height() <= 180)  # 266 before: 38 % of the window
    assert placed.table.viewport().height() >= 2 * scaled(ROW_HEIGHT)


def test_default_height_is_limited(placed, qtbot):
    placed.window().resize(1000, 1100)
    placed.updateGeometry()
    qtbot.waitUntil(lambda: placed.height() == 370)


def test_upper_edge_can_be_dragged(placed, qtbot):
    panel, resize_handle = placed, placed._resize_handle
    qtbot.waitUntil(lambda: panel.height() == 266)
    qtbot.mousePress(resize_handle, Qt.MouseButton.LeftButton, pos=QPoint(5, 3))
    qtbot.mouseMove(resize_handle, QPoint(5, -37))
    qtbot.waitUntil(lambda: panel.height() == 306)
    resize_handle.dragged.emit(5000)
    qtbot.waitUntil(lambda: panel.height() == 420)
    resize_handle.dragged.emit(-5000)
    qtbot.waitUntil(lambda: panel.height() == panel.minimumSizeHint().height())


def test_narrow_panel_has_icon_buttons(panel, report, qtbot):
    report(Added((queued(1),)))
    style = Qt.ToolButtonStyle
    for width, expected in (
        (1200, style.ToolButtonTextBesideIcon),
        (700, style.ToolButtonIconOnly),
    ):
        panel.window().resize(width, 320)
        qtbot.waitUntil(lambda e=expected: button(panel, "Pause").toolButtonStyle() == e)


def is_wrapped(summary, heading):
    """Return whether the summary is in the second row."""
    window = heading.window()
    return summary.mapTo(window, QPoint()).y() > heading.mapTo(window, QPoint()).y() + 20


def test_narrower_panel_hides_destinations_and_wraps_the_summary(panel, report, qtbot):
    report(Added((queued(1),)))
    table, summary = panel.table, panel.head.summary
    for width, narrow in ((1200, False), (500, True), (1200, False)):
        panel.window().resize(width, 320)
        qtbot.waitUntil(lambda n=narrow: table.isColumnHidden(Column.DESTINATION) == n)
        qtbot.waitUntil(lambda n=narrow: is_wrapped(summary, panel.head.heading) == n)
        assert table.columnWidth(Column.NAME) > 100
