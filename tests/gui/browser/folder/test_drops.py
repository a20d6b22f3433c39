from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, qVersion
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from s3enc_gui.domain.location import Location
from tests.fakes import drags

_COPY = Qt.DropAction.CopyAction


def move(opened, row):
    """Drag files over a row, or beside all of them; return where that is."""
    viewport = opened.table.viewport()
    mime = drags.urls("file:///home/a.txt")
    drags.enter(viewport, mime)
    at = QPoint(20, viewport.height() - 4)
    if row is not None:
        at = opened.table.visualRect(opened.model.index(row, 0)).center()
    point: Any = QPointF(at) if qVersion() >= "6.12" else at
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(viewport, QDragMoveEvent(point, _COPY, mime, left, none))
    return at, mime


def drop(opened, row):
    at, mime = move(opened, row)
    event = QDropEvent(
        QPointF(at), _COPY, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(opened.table.viewport(), event)


@pytest.mark.parametrize(
    ("row", "prefix"), [(0, "in/x/"), (1, "in/"), (None, "in/")], ids=["folder", "object", "beside"]
)
def test_files_go_to_the_folder_below_them(opened, qtbot, row, prefix):
    with qtbot.waitSignal(opened.panel.upload_wanted) as wanted:
        drop(opened, row)
    assert wanted.args == [["/home/a.txt"], Location("my-bucket", prefix)]


def test_a_frame_shows_where_they_would_go(opened):
    frame = opened.panel._drops._frame
    move(opened, 0)
    assert frame.isVisible()
    assert frame.height() == opened.table.visualRect(opened.model.index(0, 0)).height()
    move(opened, None)
    assert frame.height() == opened.table.viewport().height()
    drop(opened, 0)
    assert frame.isHidden()


def test_what_is_no_file_leaves_no_frame(opened):
    mime = QMimeData()
    mime.setText("some words")
    event = drags.enter(opened.table.viewport(), mime)
    assert not event.isAccepted()
    assert opened.panel._drops._frame.isHidden()


def test_files_can_be_dropped_while_a_folder_is_listed(browser, qtbot):
    browser.open()
    with qtbot.waitSignal(browser.panel.upload_wanted) as wanted:
        drop(browser, None)
    assert wanted.args[1] == Location("my-bucket", "in/")


def test_a_row_that_is_gone_before_the_drop_takes_no_files(opened, qtbot):
    move(opened, 0)
    opened.panel.go(Location("other"))
    with qtbot.waitSignal(opened.panel.upload_wanted) as wanted:
        drop(opened, None)
    assert wanted.args[1] == Location("other")


def test_rows_are_not_dropped_on_the_program_itself(opened, monkeypatch):
    """That would fetch them only to upload them again."""
    taken = []

    def dragged(drag, actions):
        taken.append(drags.enter(opened.table.viewport(), drag.mimeData()).isAccepted())
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", dragged)
    opened.select("a.pdf")
    opened.table.dragged.emit()
    assert taken == [False]
    assert drags.enter(opened.table.viewport(), drags.urls("file:///home/a.txt")).isAccepted()
    assert opened.panel._object_actions._drag_out._folders == []  # nothing was to be kept
