from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.path_bar import PathBar, pieces_of


@pytest.fixture
def bar(qtbot):
    bar = PathBar()
    qtbot.addWidget(bar)
    bar.resize(600, 34)
    bar.show()
    return bar


def buttons(bar):
    found = (bar._row.itemAt(at).widget() for at in range(bar._row.count()))
    return [one for one in found if isinstance(one, QToolButton)]


def test_a_button_for_the_bucket_and_each_folder(bar, qtbot):
    bar.show_place(Location("my-bucket", "a & b/c/"))
    assert [one.text() for one in buttons(bar)] == ["my-bucket", "a && b", "c"]
    with qtbot.waitSignal(bar.chosen) as chosen:
        buttons(bar)[1].click()
    assert chosen.args == [Location("my-bucket", "a & b/")]


def test_where_there_is_no_room_the_first_ones_are_in_a_menu(bar, qtbot):
    bar.show_place(Location("my-bucket", "folder-with-a-long-name/" * 6))
    bar.resize(420, 34)
    more = buttons(bar)[0]
    assert more.text() == "…"
    actions = more.menu().actions()
    assert actions[0].text() == "my-bucket"
    with qtbot.waitSignal(bar.chosen) as chosen:
        actions[0].trigger()
    assert chosen.args == [Location("my-bucket")]


def test_an_address_can_be_typed(bar, qtbot):
    bar.show_place(Location("my-bucket", "in/"))
    bar.edit()
    assert bar._address.selectedText() == "s3://my-bucket/in/"
    bar._address.setText("s3://other/x/")
    with qtbot.waitSignal(bar.chosen) as chosen:
        qtbot.keyClick(bar._address, Qt.Key.Key_Return)
    assert chosen.args == [Location("other", "x/")]


def test_what_is_no_address_is_told(bar, qtbot):
    bar.edit()
    bar._address.setText("Not A Bucket")
    with qtbot.waitSignal(bar.problem) as problem:
        qtbot.keyClick(bar._address, Qt.Key.Key_Return)
    assert problem.args[0].code == "InvalidBucketName"


def test_escape_leaves_everything(bar, qtbot):
    bar.show_place(Location("my-bucket"))
    bar.edit()
    bar._address.setText("x")
    qtbot.keyClick(bar._address, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: buttons(bar)[0].isVisible())


def test_the_frame_shows_where_one_types_and_that_it_is_wrong(bar, qtbot):
    def looks():
        return bool(bar.property("focused")), bool(bar.property("invalid"))

    bar.activateWindow()
    bar.show_place(Location("my-bucket"))
    assert looks() == (False, False)
    bar.edit()
    qtbot.waitUntil(lambda: looks() == (True, False))
    bar._address.setText("Not A Bucket")
    qtbot.keyClick(bar._address, Qt.Key.Key_Return)
    assert looks() == (True, True)
    qtbot.keyClick(bar._address, Qt.Key.Key_Escape)
    assert looks() == (False, False)


@pytest.mark.parametrize(("typed", "told"), [("Not A Bucket", True), ("s3://other", False)])
def test_only_a_wrong_address_is_given_up(bar, qtbot, typed, told):
    given_up = []
    bar.given_up.connect(lambda: given_up.append(True))
    bar.show_place(Location("my-bucket"))
    bar.edit()
    bar._address.setText(typed)
    qtbot.keyClick(bar._address, Qt.Key.Key_Return)
    qtbot.keyClick(bar._address, Qt.Key.Key_Escape)
    assert bool(given_up) is told


@pytest.mark.parametrize(
    ("key", "names"),
    [("", ["b"]), ("x/", ["b", "x"]), ("x//y/", ["b", "x", "", "y"]), ("x/y", ["b", "x", "y…"])],
)
def test_pieces(key, names):
    pieces = pieces_of(Location("b", key))
    assert [name for name, _ in pieces] == names
    assert pieces[-1][1] == Location("b", key)


def test_a_folder_without_a_name_has_a_button(bar, qtbot):
    bar.show_place(Location("my-bucket", "/abs/"))
    assert [one.text() for one in buttons(bar)] == ["my-bucket", "(no name)", "abs"]
    with qtbot.waitSignal(bar.chosen) as chosen:
        buttons(bar)[1].click()
    assert chosen.args == [Location("my-bucket", "/")]
