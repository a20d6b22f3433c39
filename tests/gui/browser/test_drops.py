from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, qVersion
from PySide6.QtGui import QDragMoveEvent, QDropEvent
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
