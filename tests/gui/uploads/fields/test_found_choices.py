"""Linked folders, empty folders and system files on the page `Select files`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.found import FoundFile, FoundLink, Kind, Links, LinkState
from s3enc_gui.jobs.uploads.scan import Scanned, ScanPaths

FILE = FoundFile("/p/b.txt", "p/b.txt", 10)
EMPTY = FoundFile("/p/empty", "p/empty/", 0, Kind.EMPTY_FOLDER)
STORE = FoundFile("/p/.DS_Store", "p/.DS_Store", 6148, Kind.SYSTEM_FILE)
THUMBS = FoundFile("/p/t/Thumbs.db", "p/t/Thumbs.db", 10, Kind.SYSTEM_FILE)
ONLY_THUMBS = FoundFile("/p/t", "p/t/", 0, Kind.FOLDER_OF_SYSTEM_FILES)
LINK = FoundLink("/p/linked", "p/linked", "../other")
LINKED = FoundFile("/p/linked/c.txt", "p/linked/c.txt", 10, linked=True)
FOUND = Scanned((FILE, EMPTY, STORE, THUMBS, ONLY_THUMBS), (), (LINK,))
FOLLOWED = Scanned(
    (*FOUND.files, LINKED),
    (),
    (
        FoundLink(*(LINK.path, LINK.relative, LINK.target), LinkState.FOLLOWED),
        FoundLink("/p/linked/up", "p/linked/up", "..", LinkState.LOOP, linked=True),
    ),
)


@pytest.fixture
def page(wizard, runner):
    wizard.files.add(["/p"])
    runner.succeed(FOUND)
    return wizard.files


def keys(page):
    return [item.key.removeprefix("in/p/") for item in page._draft.files.items()[1:]]


def test_nothing_is_shown_for_plain_files(wizard):
    assert wizard.files.choices.isHidden()


def test_each_kind_is_counted_and_named_with_a_box(page):
    choices = page.choices
    assert choices.isVisible()
    for row, text, names in (
        (choices.linked_folders, "Include 1 &linked folder", "p/linked"),
        (choices.empty_folders, "Keep 1 &empty folder", "p/empty/"),
        (choices.system_files, "Leave out 2 s&ystem files", "p/.DS_Store, p/t/Thumbs.db"),
    ):
        assert (row.box.text(), row.names.text()) == (text, names)
        assert row.box.accessibleDescription() == names
        assert row.box.isVisible()
        assert not row.box.isChecked()
    assert keys(page) == ["b.txt", ".DS_Store", "t/Thumbs.db"]


def test_the_boxes_are_reached_with_the_keyboard(page):
    choices = page.choices
    boxes = [row.box for row in (choices.linked_folders, choices.empty_folders)]
    boxes.append(choices.system_files.box)
    assert [box.shortcut().toString() for box in boxes] == ["Alt+L", "Alt+E", "Alt+Y"]
    for before, box in zip([page.table, *boxes], boxes, strict=False):
        assert _next_tab_stop(before) is box
    QTest.keyClick(boxes[1], Qt.Key.Key_Space)
    assert boxes[1].isChecked()


def _next_tab_stop(widget):
    widget = widget.nextInFocusChain()
    while not (widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()):
        widget = widget.nextInFocusChain()
    return widget


def test_empty_folders_are_kept_as_rows_of_their_own(page):
    page.choices.empty_folders.box.click()
    assert keys(page) == ["b.txt", ".DS_Store", "t/Thumbs.db", "empty/"]
    assert page.table.model().index(4, 0).data() == "empty/"
    assert page._draft.files.items()[-1].is_folder
    page.choices.empty_folders.box.click()
    assert keys(page) == ["b.txt", ".DS_Store", "t/Thumbs.db"]


def test_system_files_are_left_out_and_their_folders_are_empty_then(page):
    page.choices.system_files.box.click()
    assert keys(page) == ["b.txt"]
    assert page.choices.empty_folders.box.text() == "Keep 2 &empty folders"
    page.choices.empty_folders.box.click()
    assert keys(page) == ["b.txt", "empty/", "t/"]
    page.choices.system_files.box.click()
    assert keys(page) == ["b.txt", "empty/", ".DS_Store", "t/Thumbs.db"]


def test_links_are_followed_by_another_scan(page, runner):
    page.choices.linked_folders.box.click()
    assert runner.started[-1] == ScanPaths(("/home/a.txt", "/p"), Links.ALL)
    assert page._busy.isVisible()
    runner.succeed(FOLLOWED)
    assert keys(page) == ["b.txt", ".DS_Store", "t/Thumbs.db", "linked/c.txt"]
    assert page.choices.linked_folders.box.text() == "Include 1 &linked folder"
    assert "p/linked/up" in page.choices.loops.text()
    page.choices.linked_folders.box.click()
    assert keys(page) == ["b.txt", ".DS_Store", "t/Thumbs.db"]
    assert page.choices.loops.isHidden()
    page.choices.linked_folders.box.click()
    assert keys(page)[-1] == "linked/c.txt"
    assert len(runner.jobs_of(ScanPaths)) == 3


def test_links_of_later_folders_are_followed_at_once(page, runner):
    page.choices.linked_folders.box.click()
    runner.succeed(FOLLOWED)
    page.add(["/q"])
    assert runner.started[-1] == ScanPaths(("/q",), Links.ALL)


def test_files_that_were_removed_stay_removed_when_links_are_followed(page, runner):
    page.table.selectRow(1)
    page.remove.click()
    page.choices.linked_folders.box.click()
    runner.succeed(FOLLOWED)
    assert keys(page) == [".DS_Store", "t/Thumbs.db", "linked/c.txt"]


def test_without_files_there_is_no_choice(page):
    page.table.selectAll()
    page.remove.click()
    assert page.choices.isHidden()
    assert page._draft.files.count == 0


def test_a_folder_of_empty_folders_can_be_uploaded(wizard, runner):
    page = wizard.files
    page.table.selectAll()
    page.remove.click()
    page.add(["/p"])
    runner.succeed(Scanned((EMPTY,)))
    assert page._draft.files.count == 0
    page.choices.empty_folders.box.click()
    assert [item.key for item in page._draft.files.items()] == ["in/p/empty/"]


def test_files_in_the_cloud_are_said_and_come_last(wizard, runner):
    page = wizard.files
    page.add(["/p"])
    cloud = FoundFile("/p/a.txt", "p/a.txt", 10, cloud_only=True)
    runner.succeed(Scanned((cloud, FILE)))
    assert page.choices.cloud_only.text().startswith("1 file is stored only in the cloud.")
    assert keys(page) == ["b.txt", "a.txt"]


def test_names_that_look_the_same_are_said(wizard, runner):
    page = wizard.files
    page.add(["/p"])
    names = ("p/\u00e4.txt", "p/a\u0308.txt", "p/\u00f6.txt")
    runner.succeed(Scanned(tuple(FoundFile(f"/{name}", name, 10) for name in names)))
    line = page.choices.twins
    assert line.isVisible()
    assert line.text().startswith("1 name looks like another")
    assert names[1] in line.text()
    page._draft.files.remove([1])
    assert not line.isVisible()


def test_many_names_are_shortened(wizard, runner):
    page = wizard.files
    page.add(["/p"])
    links = tuple(FoundLink(f"/p/{n}", f"p/{n}", "..") for n in range(40))
    runner.succeed(Scanned((), (), links))
    names = page.choices.linked_folders.names
    assert names.text() == "p/0, p/1, p/2, p/3, p/4 and 35 more"
    assert names.toolTip().endswith("p/29 and 10 more")


@pytest.mark.parametrize("size", [(900, 620), (1000, 740)])
def test_no_text_is_cut_off(page, wizard, runner, size):
    page.choices.linked_folders.box.click()
    cloud = FoundFile("/p/d.txt", "p/d.txt", 10, cloud_only=True)
    errors = tuple(AppError("Can't use it", f"smb://nas/{number}") for number in range(3))
    runner.succeed(replace(FOLLOWED, files=(*FOLLOWED.files, cloud), unreadable=errors))
    wizard.resize(*size)
    QGuiApplication.processEvents()
    shown = [one for one in page.findChildren(QLabel) if one.isVisible() and one.text()]
    assert {"Can't read 3 files or folders", page.choices.loops.text()} < {
        one.text() for one in shown
    }
    for one in shown:
        assert one.height() >= one.heightForWidth(one.width()), one.text()
    boxes = [one for one in page.choices.findChildren(QCheckBox) if one.isVisible()]
    assert len(boxes) == 3
    for box in boxes:
        assert box.height() >= box.sizeHint().height()
