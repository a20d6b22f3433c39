from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget

from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.gui.encryption.legend import LINES, flow
from s3enc_gui.gui.encryption.share_bar import MIN_WIDTH, bounds
from s3enc_gui.gui.encryption.summary_bar import Share, SummaryBar
from s3enc_gui.wording.audits.audit_colors import group_colors
from tests.fakes.audits import BARE, KMS, S3

SHARES = (
    Share(KMS, "SSE-KMS test_key", 812, 1_200_000),
    Share(S3, "SSE-S3", 40, 3_400),
    Share(BARE, "Not encrypted", 1, 900),
)
OPEN = Share(None, "Checking…", 147, None)
MANY = tuple(
    Share(Group(StatusKind.SSE_KMS, f"key-{number}"), f"SSE-KMS team-{number}", number + 1, 1)
    for number in range(40)
)
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot):
    bar = SummaryBar()
    qtbot.addWidget(bar)
    bar.resize(900, 100)
    bar.show()
    bar.show_shares(SHARES)
    return bar


@pytest.fixture
def filters(bar):
    filters: list[StatusFilter] = []
    bar.chosen.connect(filters.append)
    return filters


def button(bar, group):
    return next(one for one in bar.legend.buttons if one.encryption_group == group)


def groups(bar):
    return [one.encryption_group for one in bar.legend.buttons]


def test_accessible_names_and_counts(bar):
    names = [one.accessibleName() for one in bar.legend.buttons]
    assert names == [
        "SSE-KMS test_key, 812 objects, 1.2 MB",
        "SSE-S3, 40 objects, 3.4 KB",
        "Not encrypted, 1 object, 900 bytes",
    ]
    assert bar.total.text() == "853 objects, 1.2 MB"
    assert button(bar, S3).toolTip() == "SSE-S3, 40 objects, 3.4 KB (4.7%)"


def test_a_key_in_danger_has_a_warning_in_the_legend(bar):
    plain = button(bar, KMS).sizeHint().width()
    bar.show_shares((replace(SHARES[0], warns=True), *SHARES[1:]))
    assert [one.warns for one in bar.legend.buttons] == [True, False, False]
    assert button(bar, KMS).sizeHint().width() > plain
    bar.grab()
    bar.show_shares((*SHARES[:2], replace(SHARES[2], warns=True)))
    assert groups(bar) == [BARE, KMS, S3]  # first, so that it isn't among "+ 12 more"
    bar.show_shares(SHARES)
    assert not any(one.warns for one in bar.legend.buttons)


def test_unknown_sizes_are_not_shown(bar):
    bar.show_shares((*SHARES, OPEN))
    assert button(bar, None).accessibleName() == "Checking…, 147 objects"
    assert bar.total.text() == "1,000 objects"


def test_buttons_are_kept_when_counts_change(bar):
    before = bar.legend.buttons
    bar.show_shares([replace(one, objects=one.objects + 1) for one in SHARES])
    assert bar.legend.buttons == before
    assert before[1].accessibleName().startswith("SSE-S3, 41 objects")


def test_a_click_filters_and_another_clears(bar, filters, qtbot):
    qtbot.mouseClick(button(bar, S3), LEFT)
    assert (button(bar, S3).isChecked(), bar.total.text()) == (True, "40 of 853 objects, 3.4 KB")
    qtbot.mouseClick(button(bar, S3), LEFT)
    assert filters == [StatusFilter(frozenset({S3})), EVERYTHING]
    assert not button(bar, S3).isChecked()


def test_ctrl_click_excludes(bar, filters, qtbot):
    qtbot.mouseClick(button(bar, S3), LEFT, CTRL)
    assert filters == [StatusFilter(frozenset({S3}), excluded=True)]
    assert button(bar, S3).excluded
    assert button(bar, S3).accessibleDescription() == "Excluded"


def test_a_press_released_elsewhere_is_no_click(bar, filters, qtbot):
    qtbot.mousePress(button(bar, S3), LEFT)
    qtbot.mouseRelease(button(bar, S3), LEFT, CTRL, QPoint(-50, 5))
    assert filters == []


def test_inverting_and_clearing_the_filter(bar, filters):
    assert not bar.inverse.isVisible()
    button(bar, S3).click()
    assert bar.inverse.text() == "All but these"
    bar.inverse.click()
    assert bar.inverse.text() == "Only these"
    bar.clear.click()
    assert filters[1:] == [StatusFilter(frozenset({S3}), excluded=True), EVERYTHING]
    assert not bar.clear.isVisible()


def test_by_keyboard(bar, filters, qtbot):
    first, second, third = bar.legend.buttons
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    qtbot.keyClick(second, Qt.Key.Key_Space, CTRL)
    qtbot.keyClick(second, Qt.Key.Key_End)
    assert third.hasFocus()
    qtbot.keyClick(third, Qt.Key.Key_Down)  # it is the last one
    assert third.hasFocus()
    qtbot.keyClick(third, Qt.Key.Key_Return)
    assert filters == [
        StatusFilter(frozenset({S3})),
        StatusFilter(frozenset({S3}), excluded=True),
        StatusFilter(frozenset({BARE})),
    ]
    tab_stops = [one for one in bar.legend.buttons if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert tab_stops == [third]


def test_a_click_on_the_bar_filters(bar, filters, qtbot):
    qtbot.mouseClick(bar.bar, LEFT, pos=QPoint(5, 5))
    qtbot.mouseClick(bar.bar, LEFT, CTRL, QPoint(5, 5))
    assert filters == [
        StatusFilter(frozenset({KMS})),
        StatusFilter(frozenset({KMS}), excluded=True),
    ]


def test_by_screen_reader(bar, filters):
    reader = QAccessible.queryAccessibleInterface(button(bar, S3))
    assert reader.role() == QAccessible.Role.CheckBox
    for _ in range(2):
        reader.actionInterface().doAction("Toggle")
    assert filters == [StatusFilter(frozenset({S3})), EVERYTHING]
    assert not button(bar, S3).isChecked()


def test_the_context_menu(bar, filters):
    menu = QMenu(bar)
    only, exclude = button(bar, S3).actions_in(menu)
    assert (only.text(), exclude.text()) == ("Show only this", "Exclude this")
    exclude.trigger()
    assert [one.text() for one in button(bar, S3).actions_in(menu)][1] == "Show again"


def test_a_chosen_group_without_objects_stays(bar):
    bar.show_shares((*SHARES, OPEN))
    button(bar, None).click()
    bar.show_shares(SHARES)
    assert button(bar, None).accessibleName().startswith("Checking…, 0 objects")
    button(bar, None).click()
    bar.show_shares(SHARES[:2])
    assert groups(bar) == [KMS, S3]


def test_the_order_changes_later_and_unchecked_objects_come_last(bar, monkeypatch):
    monkeypatch.setattr(bar, "underMouse", lambda: False)
    button(bar, KMS).clearFocus()
    bar.show_shares((SHARES[1], OPEN, SHARES[0], SHARES[2]))
    assert groups(bar) == [KMS, S3, BARE, None]
    bar.findChild(QTimer).timeout.emit()
    assert groups(bar) == [S3, KMS, BARE, None]


def test_the_order_does_not_change_while_focused(bar):
    button(bar, S3).setFocus()
    bar.show_shares(SHARES[::-1])
    bar.findChild(QTimer).timeout.emit()
    assert groups(bar) == [KMS, S3, BARE]


def test_another_folder_starts_in_its_order(bar):
    bar.show_shares(SHARES[:1])
    bar.show_shares(SHARES[:0:-1])
    assert groups(bar) == [BARE, S3]


def test_entries_that_do_not_fit_are_in_the_menu(bar, filters):
    bar.show_shares(MANY)
    legend = bar.legend
    hidden = 40 - len(legend.buttons)
    assert legend.more.isVisible()
    assert legend.more.text() == f"+ {hidden} more"
    assert legend.more.geometry().right() < legend.width()
    for _ in range(2):  # it is filled each time it opens
        legend.more.menu().aboutToShow.emit()
    last = legend.more.menu().actions()[-1]
    assert last.text().split("   ") == ["SSE-KMS team-39", "40"]
    last.trigger()
    assert filters == [StatusFilter(frozenset({MANY[39].group}))]
    assert legend.buttons[0].encryption_group == MANY[39].group  # it is visible now
    bar.clear.click()
    bar.show_shares(SHARES[:2])
    assert not legend.more.isVisible()


def test_a_narrow_legend_has_more_lines(bar):
    high = bar.legend.height()
    bar.resize(420, 100)
    assert bar.legend.height() > high
    assert all(one.geometry().right() < bar.legend.width() for one in bar.legend.buttons)


def test_colors_are_stable_and_those_of_the_reports(bar):
    def colors():
        return {one.encryption_group: one.color for one in bar.legend.buttons}

    assert colors() == group_colors([KMS, S3, BARE])
    other = Share(Group(StatusKind.SSE_KMS, "other"), "SSE-KMS other", 5000, 1)
    bar.show_shares((other, *SHARES))
    assert colors()[KMS] == group_colors([KMS])[KMS] != colors()[other.group]


@pytest.mark.parametrize("wanted", [EVERYTHING, StatusFilter(frozenset({S3, None}))])
def test_painting(bar, wanted):
    bar.show_shares((*SHARES, OPEN))
    bar.show_filter(wanted)
    bar.grab()
    kms = QColor(group_colors([KMS])[KMS])
    is_kms = bar.bar.grab().toImage().pixelColor(40, 7) == kms
    assert is_kms is wanted.accepts(KMS)


@pytest.mark.parametrize("amounts", [[800, 40, 1], [1, 1], [0, 5, 0], [10**12, 1, 1], [1] * 100])
@pytest.mark.parametrize("width", [90, 733])
def test_shares_fill_the_bar_and_small_ones_are_visible(amounts, width):
    edges = bounds(amounts, width)
    assert edges[-1][1] == pytest.approx(width)
    assert all(right == left for (_, right), (left, _) in pairwise(edges))
    seen = [b - a for (a, b), amount in zip(edges, amounts, strict=True) if amount]
    assert min(seen) >= min(MIN_WIDTH, width // len(seen)) - 0.001


def test_bounds_without_shares():
    assert bounds([0, 0], 100) == [(0.0, 0.0)] * 2
    assert bounds([], 100) == []


def test_flow():
    assert len(flow([100, 100, 100], 210, 210)) == 3
    areas = flow([100] * 9, 210, 110)
    assert len(areas) == 3  # two lines, the last one with space for the menu
    assert len({area.top() for area in areas}) == LINES
    assert flow([500], 100, 100)[0].width() == 100


@pytest.mark.usefixtures("tab_order")
def test_the_legend_is_one_tab_stop(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    before, bar, after = QLineEdit(), SummaryBar(), QLineEdit()
    for widget in (before, bar, after):
        column.addWidget(widget)
    window.resize(500, 200)
    window.show()
    bar.show_shares(MANY)
    window.activateWindow()
    before.setFocus()
    QApplication.processEvents()  # the entries get their places
    seen = []
    for _ in range(4):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    assert seen == [bar.legend.buttons[0], bar.legend.more, after, before]
