from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QSplitter

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.settings.window_state import WindowLayout
from s3enc_gui.gui.browser.folder.objects_table import ObjectsTable
from s3enc_gui.gui.browser.models.row_sorting import Column
from s3enc_gui.gui.transfers.panel import TransfersPanel
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.widgets.layouts.layout import layout_of, restore_layout, screens
from s3enc_gui.gui.widgets.layouts.window_memory import use_layouts
from s3enc_gui.gui.window.layout_memory import remembered
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.settings.remember_window import RememberWindow

WORK = Connection("work")


@pytest.fixture
def opened(qtbot, runner):
    def open_window(layout=None):
        window = MainWindow(runner, UploadWizard)
        qtbot.addWidget(window)
        if layout:
            restore_layout(window, layout)
        window.show()
        window._central.show_columns(True)
        return window

    return open_window


def columns(window):
    return window._central.findChild(QSplitter)


def header(window):
    return window.findChild(ObjectsTable).horizontalHeader()


def test_a_window_that_nobody_changed_has_no_sizes_of_its_own(opened):
    assert layout_of(opened()).parts == {}


def test_the_window_comes_back_as_it_was_left(opened):
    window = opened()
    window.setGeometry(QRect(31, 42, 760, 590))
    split = columns(window)
    split.setSizes([150, 500, 200])
    split.splitterMoved.emit(150, 1)
    header(window).resizeSection(Column.SIZE, 123)
    window.findChild(TransfersPanel)._height = 200
    sizes = split.sizes()
    window.close()
    again = opened(layout_of(window))
    assert again.size() == window.size()
    assert columns(again).sizes() == sizes
    assert header(again).sectionSize(Column.SIZE) == 123
    assert again.findChild(TransfersPanel).arrangement() == (200,)
    assert header(again).sectionResizeMode(Column.SIZE) is QHeaderView.ResizeMode.Interactive


def test_a_window_is_never_off_the_screen(opened):
    window = opened()
    window.setGeometry(QRect(5000, 5000, 800, 600))
    again = opened(layout_of(window))
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.intersects(again.geometry())


@pytest.mark.parametrize("layout", [
    WindowLayout("no base64 %"),
    WindowLayout("", {"_Columns": (1, 2), "TransfersPanel": (1, 2), "ObjectsTable": (99, 1, 5)}),
    WindowLayout("", {"_Columns": (0, 0, 0), "Unknown": (4,)}),
])  # fmt: skip
def test_what_makes_no_sense_is_ignored(opened, layout):
    usual = opened()
    again = opened(layout)
    assert again.size() == usual.size()
    assert columns(again).sizes() == columns(usual).sizes()


def test_at_the_end_layout_and_place_are_saved(opened, runner):
    window, read = opened(), {screens(): WindowLayout("", {"TransfersPanel": (210,)})}
    save = remembered(runner, window, lambda: (WORK, "my-bucket", "in/"), read.__getitem__)
    assert window.findChild(TransfersPanel).arrangement() == (210,)
    save()
    use_layouts(None)
    assert runner.started[-1] == RememberWindow(
        screens(), layout_of(window), WORK, "my-bucket", "in/"
    )


def test_screens_are_named_by_their_sizes_and_places(qapp):
    assert screens().count("x") == len(QGuiApplication.screens())
