from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QWidget

from s3enc_gui.gui.widgets.drops.file_drops import FileDrops
from tests.fakes.drags import drop, enter, urls


@pytest.fixture
def target(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def text():
    mime = QMimeData()
    mime.setText("text")
    return mime


def test_files_are_accepted_as_copies(qtbot, target):
    drops, mime = FileDrops(target), urls("file:///home/a%20b.txt", "file:///home/folder")
    assert enter(target, mime).isAccepted()
    with qtbot.waitSignal(drops.dropped) as blocker:
        event = drop(target, mime)
    assert blocker.args == [["/home/a b.txt", "/home/folder"]]
    assert event.dropAction() is Qt.DropAction.CopyAction


@pytest.mark.parametrize("mime", [text(), urls("https://example.com/a.txt")])
def test_anything_but_files_is_refused(qtbot, target, mime):
    drops = FileDrops(target)
    with qtbot.assertNotEmitted(drops.dropped):
        assert not enter(target, mime).isAccepted()
        assert not drop(target, mime).isAccepted()


def test_only_local_files_of_a_mixture_are_accepted(qtbot, target):
    drops, mime = FileDrops(target), urls("https://example.com/a.txt", "file:///home/b.txt")
    enter(target, mime)
    with qtbot.waitSignal(drops.dropped) as blocker:
        drop(target, mime)
    assert blocker.args == [["/home/b.txt"]]


def test_reports_when_files_hover_and_when_they_leave(target):
    drops, mime = FileDrops(target), urls("file:///home/b.txt")
    seen: list[bool] = []
    drops.hovered.connect(seen.append)
    enter(target, mime)
    QApplication.sendEvent(target, QDragLeaveEvent())
    enter(target, mime)
    drop(target, mime)
    assert seen == [True, False, True, False]
