from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHeaderView, QSplitter, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.audits.audit_window import AuditWindow
from s3enc_gui.gui.guard.bucket_dialog import BucketDialog
from s3enc_gui.gui.history.history_window import HistoryWindow
from s3enc_gui.gui.history.receipts_table import ReceiptsTable
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.widgets.layouts.window_memory import known_layouts, use_layouts
from s3enc_gui.gui.widgets.window_size import resize_to_screen

WORK = Connection("work", "eu-central-1")
MAKE = {
    HistoryWindow: lambda runner: HistoryWindow(runner),
    AuditWindow: lambda runner: AuditWindow(runner, WORK, "my-bucket"),
    BucketDialog: lambda runner: BucketDialog(runner, WORK, "my-bucket"),
    UploadWizard: lambda runner: UploadWizard(runner, WORK, "my-bucket"),
}


@pytest.fixture(autouse=True)
def memory():
    use_layouts({})
    yield
    use_layouts(None)


@pytest.fixture
def opened(qtbot, runner):
    def open_window(kind=HistoryWindow):
        window = MAKE[kind](runner) if kind in MAKE else kind()
        qtbot.addWidget(window)
        window.show()
        QApplication.processEvents()  # lays it out
        return window

    return open_window


def again(opened, window):
    """Hide a window, and open another one of its class in the next session."""
    window.hide()
    use_layouts(known_layouts())
    return opened(type(window))


@pytest.mark.parametrize("kind", MAKE, ids=lambda kind: kind.__name__)
def test_windows_come_back_with_their_size_and_place(opened, kind):
    window = opened(kind)
    window.setGeometry(QRect(21, 32, 770, 560))
    now = again(opened, window)
    assert now.size() == window.size()
    if window.width() == 770:  # others are wider, and moved to where the small screen has room
        assert now.pos() == window.pos()


def test_a_window_is_never_off_the_screen(opened):
    window = opened()
    window.move(5000, 5000)
    now = again(opened, window)
    assert QGuiApplication.primaryScreen().availableGeometry().intersects(now.geometry())


def test_a_second_window_does_not_hide_the_first(opened):
    window = opened(BucketDialog)
    window.setGeometry(QRect(40, 50, 500, 420))
    window.hide()
    window.show()
    other = opened(BucketDialog)
    assert other.pos() == window.pos() + QPoint(24, 24)


def test_nothing_is_remembered_where_the_program_does_not_want_it(opened):
    use_layouts(None)
    opened().hide()
    assert known_layouts() == {}


class Halves(QDialog):
    """A window with two halves."""

    def __init__(self):
        super().__init__()
        self.split = QSplitter()
        for half in (QWidget(), QWidget()):
            self.split.addWidget(half)
        QVBoxLayout(self).addWidget(self.split)
        resize_to_screen(self, QSize(500, 300))


def test_splitters_come_back(opened):
    window = opened(Halves)
    window.split.moveSplitter(120, 1)
    sizes = window.split.sizes()
    assert sizes[0] < sizes[1]
    assert again(opened, window).split.sizes() == sizes


def drag(qtbot, header, column, by):
    """Drag the right edge of a column with the mouse."""
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    edge = header.sectionViewportPosition(column) + header.sectionSize(column) - 1
    at = QPoint(edge, header.height() // 2)
    qtbot.mousePress(header.viewport(), button, none, at)
    qtbot.mouseMove(header.viewport(), at + QPoint(by, 0))
    qtbot.mouseRelease(header.viewport(), button, none, at + QPoint(by, 0))


def column_of(header):
    """Return a column that can be dragged."""
    mode = QHeaderView.ResizeMode.Interactive
    return next(n for n in range(1, header.count()) if header.sectionResizeMode(n) is mode)


def test_dragged_columns_come_back_and_stay_when_the_window_is_resized(opened, qtbot):
    window = opened()
    header = window.findChild(ReceiptsTable).horizontalHeader()
    column = column_of(header)
    before = header.sectionSize(column)
    drag(qtbot, header, column, 33)
    dragged = header.sectionSize(column)
    assert dragged > before
    now = again(opened, window)
    header = now.findChild(ReceiptsTable).horizontalHeader()
    qtbot.waitUntil(lambda: header.sectionSize(column) == dragged)
    now.resize(1100, 640)
    qtbot.waitUntil(lambda: header.sectionSize(column) == dragged)


def test_columns_that_nobody_dragged_fit_their_contents(opened):
    window = opened()
    window.hide()
    assert known_layouts()["HistoryWindow"].parts == {}
