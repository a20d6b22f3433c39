from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.widgets.drops.drop_frame import DropFrame
from tests.fakes import drags


def _temporary_folders():
    return set(Path(gettempdir()).glob("s3enc-*"))


def _at(opened, row):
    """The middle of a row, or a point below all rows."""
    if row is None:
        return QPoint(20, opened.table.viewport().height() - 4)
    return opened.table.visualRect(opened.model.index(row, 0)).center()


def move(opened, row):
    drags.move(opened.table.viewport(), _at(opened, row), drags.urls("file:///home/a.txt"))


def drop(opened, row):
    drags.drop_at(opened.table.viewport(), _at(opened, row), drags.urls("file:///home/a.txt"))


@pytest.mark.parametrize(
    ("row", "prefix"), [(0, "in/x/"), (1, "in/"), (None, "in/")], ids=["folder", "object", "beside"]
)
def test_files_go_to_the_folder_below_the_pointer(opened, qtbot, row, prefix):
    with qtbot.waitSignal(opened.panel.upload_requested) as requested:
        drop(opened, row)
    assert requested.args == [["/home/a.txt"], Location("my-bucket", prefix)]


def test_a_frame_shows_the_target(opened):
    frame = opened.table.findChild(DropFrame)
    move(opened, 0)
    assert frame.isVisible()
    assert frame.height() == opened.table.visualRect(opened.model.index(0, 0)).height()
    move(opened, None)
    assert frame.height() == opened.table.viewport().height()
    drop(opened, 0)
    assert frame.isHidden()


def test_anything_but_files_shows_no_frame(opened):
    mime = QMimeData()
    mime.setText("some text")
    event = drags.enter(opened.table.viewport(), mime)
    assert not event.isAccepted()
    assert opened.table.findChild(DropFrame).isHidden()


def test_files_can_be_dropped_during_a_listing(browser, qtbot):
    browser.open()
    with qtbot.waitSignal(browser.panel.upload_requested) as requested:
        drop(browser, None)
    assert requested.args[1] == Location("my-bucket", "in/")


def test_a_row_removed_before_the_drop_is_no_target(opened, qtbot):
    move(opened, 0)
    opened.panel.go(Location("other"))
    with qtbot.waitSignal(opened.panel.upload_requested) as requested:
        drop(opened, None)
    assert requested.args[1] == Location("other")


def test_rows_are_not_dropped_on_the_window_itself(opened, monkeypatch):
    """They would be downloaded only to be uploaded again."""
    accepted, folders = [], _temporary_folders()

    def dragged(drag, actions):
        accepted.append(drags.enter(opened.table.viewport(), drag.mimeData()).isAccepted())
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", dragged)
    opened.select("a.pdf")
    opened.table.dragged.emit()
    assert accepted == [False]
    assert drags.enter(opened.table.viewport(), drags.urls("file:///home/a.txt")).isAccepted()
    assert _temporary_folders() == folders
