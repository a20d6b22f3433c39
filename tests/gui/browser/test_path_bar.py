from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.path_bar import PathBar, path_parts


@pytest.fixture
def bar(qtbot):
    bar = PathBar()
    qtbot.addWidget(bar)
    bar.resize(600, 34)
    bar.show()
    return bar


def buttons(bar):
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # the old ones
    return bar.findChildren(QToolButton)


def address(bar):
    return bar.findChild(QLineEdit)


def test_a_button_for_the_bucket_and_each_folder(bar, qtbot):
    bar.show_location(Location("my-bucket", "a & b/c/"))
    assert [one.text() for one in buttons(bar)] == ["my-bucket", "a && b", "c"]
    with qtbot.waitSignal(bar.chosen) as chosen:
        buttons(bar)[1].click()
    assert chosen.args == [Location("my-bucket", "a & b/")]


def test_folders_that_do_not_fit_are_in_a_menu(bar, qtbot):
    bar.show_location(Location("my-bucket", "folder-with-a-long-name/" * 6))
    bar.resize(420, 34)
    more = buttons(bar)[0]
    assert more.text() == "…"
    actions = more.menu().actions()
    assert actions[0].text() == "my-bucket"
    with qtbot.waitSignal(bar.chosen) as chosen:
        actions[0].trigger()
    assert chosen.args == [Location("my-bucket")]


def test_an_address_can_be_entered(bar, qtbot):
    bar.show_location(Location("my-bucket", "in/"))
    bar.edit()
    assert address(bar).selectedText() == "s3://my-bucket/in/"
    address(bar).setText("s3://other/x/")
    with qtbot.waitSignal(bar.chosen) as chosen:
        qtbot.keyClick(address(bar), Qt.Key.Key_Return)
    assert chosen.args == [Location("other", "x/")]


def test_an_invalid_address_is_reported(bar, qtbot):
    bar.edit()
    address(bar).setText("Not A Bucket")
    with qtbot.waitSignal(bar.problem) as problem:
        qtbot.keyClick(address(bar), Qt.Key.Key_Return)
    assert problem.args[0].code == "InvalidBucketName"


def test_escape_shows_the_buttons_again(bar, qtbot):
    bar.show_location(Location("my-bucket"))
    bar.edit()
    address(bar).setText("x")
    qtbot.keyClick(address(bar), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: buttons(bar)[0].isVisible())


def test_the_frame_shows_focus_and_an_invalid_address(bar, qtbot):
    def state():
        return bool(bar.property("focused")), bool(bar.property("invalid"))

    bar.activateWindow()
    bar.show_location(Location("my-bucket"))
    assert state() == (False, False)
    bar.edit()
    qtbot.waitUntil(lambda: state() == (True, False))
    address(bar).setText("Not A Bucket")
    qtbot.keyClick(address(bar), Qt.Key.Key_Return)
    assert state() == (True, True)
    qtbot.keyClick(address(bar), Qt.Key.Key_Escape)
    assert state() == (False, False)


@pytest.mark.parametrize(("typed", "told"), [("Not A Bucket", True), ("s3://other", False)])
def test_only_a_problem_is_dismissed(bar, qtbot, typed, told):
    problem_dismissed = []
    bar.problem_dismissed.connect(lambda: problem_dismissed.append(True))
    bar.show_location(Location("my-bucket"))
    bar.edit()
    address(bar).setText(typed)
    qtbot.keyClick(address(bar), Qt.Key.Key_Return)
    qtbot.keyClick(address(bar), Qt.Key.Key_Escape)
    assert bool(problem_dismissed) is told


@pytest.mark.parametrize(
    ("key", "names"),
    [("", ["b"]), ("x/", ["b", "x"]), ("x//y/", ["b", "x", "", "y"]), ("x/y", ["b", "x", "y…"])],
)
def test_path_parts(key, names):
    pieces = path_parts(Location("b", key))
    assert [name for name, _ in pieces] == names
    assert pieces[-1][1] == Location("b", key)


def test_a_folder_without_a_name_has_a_button(bar, qtbot):
    bar.show_location(Location("my-bucket", "/abs/"))
    assert [one.text() for one in buttons(bar)] == ["my-bucket", "(no name)", "abs"]
    with qtbot.waitSignal(bar.chosen) as chosen:
        buttons(bar)[1].click()
    assert chosen.args == [Location("my-bucket", "/")]


def offered(bar, typed):
    completer = address(bar).completer()
    completer.setCompletionPrefix(typed)
    return [
        completer.completionModel().index(row, 0).data()
        for row in range(completer.completionModel().rowCount())
    ]


def test_buckets_and_entered_addresses_are_offered_while_typing(bar, qtbot):
    bar.offer(["my-bucket", "other"])
    assert offered(bar, "buck") == ["s3://my-bucket/"]
    bar.edit()
    address(bar).setText("typed-bucket/in/")
    qtbot.keyClick(address(bar), Qt.Key.Key_Return)
    assert offered(bar, "buck") == ["s3://typed-bucket/in/", "s3://my-bucket/"]


def test_what_is_not_an_address_is_not_offered_again(bar, qtbot):
    bar.edit()
    address(bar).setText("No Bucket")
    qtbot.keyClick(address(bar), Qt.Key.Key_Return)
    assert offered(bar, "") == []
