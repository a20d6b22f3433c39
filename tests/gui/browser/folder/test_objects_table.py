"""Keyboard navigation, and the selection when rows change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit

from s3enc_gui.domain.listing import Page
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.folder.type_ahead import TypeAhead
from s3enc_gui.gui.browser.models.objects_model import NO_CONTEXT
from s3enc_gui.gui.browser.models.row_sorting import SortRows
from s3enc_gui.gui.browser.operations.delete_dialog import DeleteDialog
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed
from tests.fakes.folders import listed, page

SIZES = {"in/a.pdf": 5, "in/b.txt": 7}
Key, Held = Qt.Key, Qt.KeyboardModifier


def refresh(browser, *keys):
    browser.panel.show_changes()
    browser.list(*keys, sizes=SIZES)


def current(browser):
    index = browser.table.currentIndex()
    return browser.model.row(index.row()).name if index.isValid() else None


def test_a_refresh_keeps_selection_and_current_row(opened, qtbot):
    opened.select("a.pdf", "b.txt")
    opened.table.selectionModel().setCurrentIndex(
        opened.model.index(2, 0), opened.table.selectionModel().SelectionFlag.NoUpdate
    )
    selections = []
    opened.table.selection_changed.connect(lambda: selections.append(opened.selected()))
    refresh(opened, "in/new/", "in/x/", "in/a.pdf", "in/b.txt")
    assert opened.selected() == ["a.pdf", "b.txt"]
    assert current(opened) == "b.txt"
    assert selections == []
    refresh(opened, "in/x/", "in/b.txt")
    assert opened.selected() == ["b.txt"]
    assert selections[-1] == ["b.txt"]


def test_another_folder_starts_without_a_selection(opened):
    opened.select("a.pdf")
    opened.panel.go(Location("other", "in/"))
    opened.list("in/a.pdf", sizes=SIZES)
    assert opened.selected() == []
    assert not opened.actions.delete.isEnabled()


def test_a_refresh_keeps_the_scroll_position(browser):
    keys = [f"in/{number:04}" for number in range(300)]
    browser.open()
    browser.list(*keys)
    browser.table.scrollTo(browser.model.index(150, 0))
    first = browser.table.rowAt(0)
    assert first > 100
    refresh(browser, *keys)
    assert browser.table.rowAt(0) == first


def test_typed_characters_are_searched_together(browser):
    browser.open()
    browser.list("in/ab c", "in/eb", "in/re 1", "in/re 2")
    browser.table.setFocus()
    for typed, found in (("r", "re 1"), ("e", "re 1"), (" ", "re 1"), ("2", "re 2")):
        QTest.keyClicks(browser.table, typed)
        assert browser.selected() == [found]


@pytest.mark.parametrize("typed", ["n\u00e4", "N\u00c4"])
def test_typed_characters_find_any_unicode_form(browser, typed):
    browser.open()
    browser.list("in/a", "in/na\u0308chste")
    browser.table.setFocus()
    ahead = TypeAhead()
    found = [ahead.find(letter, browser.model.rows(), -1) for letter in typed]
    assert found[-1] is not None
    assert found[-1].name == "na\u0308chste"


def test_a_repeated_character_goes_to_the_next_match(browser):
    browser.open()
    browser.table.setFocus()
    browser.list("in/b1", "in/b2", "in/c")
    QTest.keyClicks(browser.table, "b")
    assert browser.selected() == ["b1"]
    QTest.keyClicks(browser.table, "b")
    assert browser.selected() == ["b2"]


def test_a_name_that_starts_with_a_repeated_character_is_found(
    browser,
):
    browser.open()
    browser.list("in/a", "in/sse-c", "in/sse-kms", "in/sse-s3")
    browser.table.setFocus()
    for typed, found in (("s", "sse-c"), ("s", "sse-kms"), ("e", "sse-c")):
        QTest.keyClicks(browser.table, typed)
        assert browser.selected() == [found]


@pytest.mark.parametrize("held", [Held.NoModifier, Held.ControlModifier])
@pytest.mark.parametrize(
    ("key", "row", "extended"),
    [(Key.Key_Home, "x/", ["x/", "a.pdf"]), (Key.Key_End, "b.txt", ["a.pdf", "b.txt"])],
)
def test_home_and_end_go_to_the_first_and_the_last_row(opened, qtbot, held, key, row, extended):
    opened.table.go_to(opened.model.row(1))
    qtbot.keyClick(opened.table, key, held | Held.ShiftModifier)
    assert (current(opened), opened.selected()) == (row, extended)
    opened.table.go_to(opened.model.row(1))
    qtbot.keyClick(opened.table, key, held)
    assert (current(opened), opened.selected()) == (row, [row])


@pytest.mark.parametrize("key", [Key.Key_Home, Key.Key_End])
def test_home_and_end_without_rows_do_nothing(browser, qtbot, key):
    browser.open()
    qtbot.keyClick(browser.table, key)
    assert current(browser) is None


@pytest.mark.parametrize(
    ("key", "held"),
    [(Key.Key_Return, Held.NoModifier), (Key.Key_Enter, Held.KeypadModifier)],
)
def test_both_enter_keys_open_a_folder(opened, qtbot, key, held):
    opened.table.setCurrentIndex(opened.model.index(0, 0))
    qtbot.keyClick(opened.table, key, held)
    assert opened.panel.location == Location("my-bucket", "in/x/")


def test_keys_of_the_table_edit_text_in_the_filter(opened, qtbot):
    opened.window.activateWindow()
    field = opened.panel.navigation.filter
    opened.select("a.pdf")
    field.setFocus()
    field.setText("abc")
    field.setCursorPosition(0)
    for key in (Key.Key_Delete, Key.Key_F2):
        qtbot.keyClick(field, key)
    assert field.text() == "bc"
    assert not opened.window.findChildren(QDialog)


def test_escape_in_the_filter_shows_everything_and_goes_to_the_table(opened, qtbot):
    opened.window.activateWindow()
    field = opened.panel.navigation.filter
    field.setFocus()
    field.setText("b.t")
    qtbot.keyClick(field, Key.Key_Return)
    assert opened.names() == ["b.txt"]
    qtbot.keyClick(field, Key.Key_Escape)
    assert (field.text(), opened.names()) == ("", ["x/", "a.pdf", "b.txt"])
    assert opened.window.focusWidget() is opened.table


def test_down_goes_from_the_filter_into_the_table(opened, qtbot):
    field = opened.panel.navigation.filter
    field.setFocus()
    qtbot.keyClick(field, Key.Key_Down)
    assert opened.window.focusWidget() is opened.table
    assert current(opened) == "x/"


def test_the_table_has_the_focus_after_an_address(opened, qtbot):
    opened.actions.address.trigger()
    address = opened.panel.navigation.path.findChild(QLineEdit)
    address.setText("s3://my-bucket/other/")
    qtbot.keyClick(address, Key.Key_Return)
    opened.list("other/z")
    assert opened.window.focusWidget() is opened.table


def test_escape_from_an_invalid_address_hides_its_message(opened, qtbot):
    opened.actions.address.trigger()
    address = opened.panel.navigation.path.findChild(QLineEdit)
    address.setText("Not A Bucket")
    qtbot.keyClick(address, Qt.Key.Key_Return)
    assert opened.folder.banner.isVisible()
    qtbot.keyClick(address, Qt.Key.Key_Escape)
    assert opened.folder.banner.isHidden()


@pytest.mark.parametrize(("button", "prefix"), [("back", "in/"), ("forward", "in/x/")])
def test_the_buttons_of_the_mouse_go_back_and_forward(opened, qtbot, button, prefix):
    opened.panel.go(Location("my-bucket", "in/x/"))
    opened.panel.back() if button == "forward" else None
    name = Qt.MouseButton.BackButton if button == "back" else Qt.MouseButton.ForwardButton
    qtbot.mouseClick(opened.table.viewport(), name)
    assert opened.panel.location == Location("my-bucket", prefix)


def test_the_newest_version_of_an_entered_key_is_selected(browser):
    browser.actions.versions.trigger()
    browser.open(Location("my-bucket", "in/a"))
    two = (listed("in/a", version_id="2"), listed("in/a", version_id="1", is_latest=False))
    handle = browser.runner.handle_of(ListFolder)

    handle.progressed.emit((PageListed(Page((), two)),))
    handle.succeed(Listed(2))
    assert [row.listed.version_id for row in browser.table.selected()] == ["2"]


def test_a_selection_made_during_the_listing_is_kept(opened):
    opened.actions.up.trigger()
    handle = opened.runner.handles[-1]

    handle.progressed.emit((PageListed(page("in/", "other/")),))
    opened.select("other/")
    handle.succeed(Listed(2))
    assert opened.selected() == ["other/"]


MANY = 50_000


@pytest.mark.measured
def test_very_many_objects_can_be_selected_and_refreshed(browser, qtbot, heartbeat):
    keys = [f"in/{number:06}" for number in range(MANY)]
    browser.open()
    browser.list(*keys)
    heart = heartbeat(f"{MANY:,} objects selected")
    browser.table.selectAll()
    browser.actions.copy_uri.trigger()
    browser.actions.delete.trigger()
    qtbot.waitUntil(lambda: bool(browser.window.findChildren(DeleteDialog)))
    heart.note("confirmation opened")
    browser.panel.refresh()
    handle = browser.runner.handle_of(ListFolder)
    handle.progressed.emit((PageListed(page(*keys)),))
    handle.succeed(Listed(MANY))
    result = browser.runner.jobs_of(SortRows)[-1].run(NO_CONTEXT)
    heart = heartbeat(f"{MANY:,} objects selected")
    heart.note("refreshed", lambda: browser.runner.handle_of(SortRows).succeed(result))
    assert len(browser.table.selected()) == MANY
