from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt
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


@pytest.mark.parametrize(
    ("dropped", "sources"),
    [
        (["smb://nas/photos/a%20b.jpg"], ["smb://nas/photos/a%20b.jpg"]),
        (["sftp://anna:secret@host/a"], ["sftp://anna@host/a"]),
        (["file://server/share/a"], ["file://server/share/a"]),
        (["mtp:/Phone/DCIM", "file:///home/b"], ["mtp:/Phone/DCIM", "/home/b"]),
        (["https://e.org/a", "file:///home/b"], ["https://e.org/a", "/home/b"]),
    ],
)
def test_files_elsewhere_are_passed_on_as_urls(qtbot, target, dropped, sources):
    """None of a mixture is left out: what can't be read is named later."""
    drops, mime = FileDrops(target), urls(*dropped)
    assert enter(target, mime).isAccepted()
    with qtbot.waitSignal(drops.dropped) as blocker:
        drop(target, mime)
    assert blocker.args == [sources]


class _Foreign(QMimeData):
    """URLs of another program, as it wrote them."""

    def formats(self):
        return ["text/uri-list"]

    def retrieveData(self, mimetype, kind):
        return QByteArray(b"# comment\r\nmtp://[usb:001,008]/DCIM\r\nfile:///home/b\r\n")


def test_an_address_that_qt_cannot_read_is_not_lost(qtbot, target):
    drops, mime = FileDrops(target), _Foreign()
    assert enter(target, mime).isAccepted()
    with qtbot.waitSignal(drops.dropped) as blocker:
        drop(target, mime)
    assert blocker.args == [["mtp://[usb:001,008]/DCIM", "/home/b"]]


def test_reports_when_files_hover_and_when_they_leave(target):
    drops, mime = FileDrops(target), urls("file:///home/b.txt")
    seen: list[bool] = []
    drops.hovered.connect(seen.append)
    enter(target, mime)
    QApplication.sendEvent(target, QDragLeaveEvent())
    enter(target, mime)
    drop(target, mime)
    assert seen == [True, False, True, False]
