from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.audits.audit_window import AuditWindow
from s3enc_gui.gui.customer_keys.keys_dialog import CustomerKeysDialog
from s3enc_gui.gui.tab_order import put_in_order, tab_stops
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone
from s3enc_gui.jobs.audits.past_audits import ReadAudited
from s3enc_gui.jobs.customer_keys.copies_of_keys import ReadKeyList
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed
from s3enc_gui.jobs.listing.buckets import ListBuckets
from tests.fakes.audits import KMS, report
from tests.fakes.folders import page
from tests.gui.audits.test_audit_window import PAGE
from tests.gui.customer_keys.conftest import LISTED
from tests.i18n.focus_order import wrong_order

pytestmark = pytest.mark.usefixtures("tab_order")
WORK = Connection("work")


def names(widgets):
    return [one.objectName() for one in widgets]


def named(kind, name):
    made = kind()
    made.setObjectName(name)
    return made


@pytest.fixture
def show(qtbot):
    def show(window):
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return show


def walk(qtbot, window, key=Qt.Key.Key_Tab):
    """Return where Tab stops, from the first widget that is read, until it comes back."""
    first = next(tab_stops(window))
    first.setFocus()
    found = [first]
    while True:
        qtbot.keyClick(found[-1], key)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused is first:
            return found
        assert focused not in found
        found.append(focused)


class Rows(QDialog):
    """Two rows of fields, made in the wrong order."""

    def __init__(self) -> None:
        super().__init__()
        fields = {name: named(QLineEdit, name) for name in "dbca"}
        column = QVBoxLayout(self)
        self.lines = [QHBoxLayout(), QHBoxLayout()]
        for line, row in zip(self.lines, ("ab", "cd"), strict=True):
            column.addLayout(line)
            for name in row:
                line.addWidget(fields[name])


def test_tab_goes_row_by_row_whatever_was_made_first(show, qtbot):
    rows = show(Rows())
    assert names(walk(qtbot, rows)) == list("abcd")
    assert names(walk(qtbot, rows, Qt.Key.Key_Backtab)) == list("adcb")


def test_rows_begin_at_the_right_where_one_reads_so(show, qtbot):
    rows = Rows()
    rows.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert names(walk(qtbot, show(rows))) == list("abcd")
    assert next(one.x() for one in tab_stops(rows)) > rows.width() // 2


def test_a_widget_that_is_made_later_has_its_place(show, qtbot):
    rows = show(Rows())
    walk(qtbot, rows)
    rows.lines[0].insertWidget(1, named(QLineEdit, "late"))
    QApplication.processEvents()
    assert names(walk(qtbot, rows)) == ["a", "late", "b", "c", "d"]


def test_what_is_hidden_or_disabled_is_passed_over(show, qtbot):
    rows = show(Rows())
    rows.findChild(QLineEdit, "b").hide()
    rows.findChild(QLineEdit, "c").setEnabled(False)
    assert names(walk(qtbot, rows)) == list("ad")


def test_each_column_is_read_before_the_next(show, qtbot):
    window = QDialog()
    split = QSplitter()
    QVBoxLayout(window).addWidget(split)
    right, left = QWidget(), QWidget()
    for side, pairs in ((right, "cd"), (left, "ab")):
        column = QVBoxLayout(side)
        for name in pairs:
            column.addWidget(named(QLineEdit, name))
    split.addWidget(left)
    split.addWidget(right)
    assert names(walk(qtbot, show(window))) == list("abcd")


def test_compound_widgets_are_one_stop_and_containers_have_theirs_inside(show, qtbot):
    window = QDialog()
    last, combo = named(QPushButton, "last"), named(QComboBox, "combo")
    combo.setEditable(True)
    spin, area, inside = named(QSpinBox, "spin"), QScrollArea(), named(QPushButton, "inside")
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    group = named(QGroupBox, "group")
    group.setCheckable(True)
    QVBoxLayout(group).addWidget(named(QLineEdit, "field"))
    column = QVBoxLayout(window)
    for widget in (combo, spin, group, area, last):
        column.addWidget(widget)
    order = ["combo", "spin", "group", "field", "inside", "last"]
    assert names(tab_stops(show(window))) == order
    put_in_order(window)
    assert names(walk(qtbot, window)) == order


def test_the_test_of_all_windows_finds_a_wrong_order(show, monkeypatch):
    rows = show(Rows())
    assert not list(wrong_order(rows))
    backwards = lambda top: reversed(list(tab_stops(top)))  # noqa: E731
    monkeypatch.setattr("tests.i18n.focus_order.tab_stops", backwards)
    assert len(list(wrong_order(rows))) == 4  # a over c, b over d, and two rows


def test_the_path_follows_the_buttons_before_it_in_the_main_window(show, qtbot, runner):
    window = show(MainWindow(runner, UploadWizard))
    window.start(WORK, "my-bucket", "in/x/")
    runner.handle_of(ListBuckets).succeed(("my-bucket", "other"))
    listing = runner.handle_of(ListFolder)
    listing.progressed.emit((PageListed(page("in/x/", "in/x/a.pdf")),))
    listing.succeed(Listed(1, None))
    QApplication.processEvents()
    found = walk(qtbot, window)
    path = [one for one in found if one.parent() is window._browser.navigation.path._crumbs]
    assert [one.text() for one in path] == ["my-bucket", "in", "x"]
    at = found.index(path[0])
    assert found[at + 3] is window._browser.navigation.filter
    assert found.index(window._buckets._list) < at < found.index(window._browser.folder.table)
    assert found == [one for one in tab_stops(window) if one.isEnabled()]


def test_the_audit_window_is_read_from_the_form_to_the_buttons(show, qtbot, runner, monkeypatch):
    window = show(AuditWindow(runner, WORK, "my-bucket", "p/"))
    window.form.audit.click()
    done = AuditDone("audit.sqlite", report((KMS, 8)))
    runner.handle_of(AuditBucket).succeed(done)
    runner.handle_of(ReadAudited).succeed(PAGE)
    QApplication.processEvents()
    found = walk(qtbot, window)
    assert found[-1] is window.close_button
    assert found.index(window.form.audit) < found.index(window.result_view.objects.search)
    assert found == [one for one in tab_stops(window) if one.isEnabled()]


def test_the_keys_window_is_read_from_the_table_to_close(show, qtbot, runner):
    window = CustomerKeysDialog(runner)
    show(window)
    runner.handle_of(ReadKeyList).succeed(LISTED)
    window.table.selectRow(0)
    QApplication.processEvents()
    found = walk(qtbot, window)
    buttons = [window.button(name) for name in ("new", "export", "check", "rename", "delete")]
    at = found.index(window.table)
    assert [one for one in found[at + 1 :] if one in buttons] == buttons
    assert found == [one for one in tab_stops(window) if one.isEnabled()]
